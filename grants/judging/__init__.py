"""Judging (评审): recusal, sealed score sheets, and the closing that opens them."""
