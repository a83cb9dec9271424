"""Accounts: who signs in, which roles they hold where, and the sessions and tokens that prove it."""
