"""Measurements: ratios within one run, because machines differ; never a timed test."""
