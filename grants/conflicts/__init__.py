"""Conflicts (回避): found in our own records, asked for by applicants, ordered and decided by the office."""
