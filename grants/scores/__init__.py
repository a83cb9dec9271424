"""Scores: what the sheets of one stage come to, exactly."""
