"""Judging (评审): panels, recusal, sealed score sheets and the ranking that follows from them."""
