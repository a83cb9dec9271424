"""A new edition made from an earlier one: its rules, its scoring method and its forms, with new dates and new money."""
