"""Pages that need no account: calls, stars, menu, money, the front page."""
