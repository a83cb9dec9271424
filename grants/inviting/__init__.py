"""Inviting other organisations to apply together, sharing the money out, and their answers."""
