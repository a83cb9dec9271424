"""Entry from paper (代录纸质申报书): photographs of the original, and the read-back to whoever wrote it."""
