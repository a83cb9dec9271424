"""The check before writing (申报前自查): plain questions, what the records say, and what would cure each no."""
