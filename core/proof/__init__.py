"""Showing the second factor again before a step that moves public money."""
