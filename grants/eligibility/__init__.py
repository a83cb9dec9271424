"""Eligibility rules (资格条件) as data with their sources, and what our own records say to each of them."""
