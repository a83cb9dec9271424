"""Proposals (申报书): drafting, submission with receipt, eligibility check."""
