"""Judging (评审): conducting a round and computing its ranking."""
