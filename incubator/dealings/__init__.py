"""Dealings: who has had to do with which group, told by every feature that keeps such records."""
