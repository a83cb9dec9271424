"""Entry from paper (代录和读回): photographs of the original, and the read-back to whoever wrote it."""
