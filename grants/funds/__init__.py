"""Funds by source: what there is, what is committed, what is paid."""
