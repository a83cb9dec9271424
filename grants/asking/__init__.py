"""Asking a host community and a fiscal host to stand behind a proposal, and their answers."""
