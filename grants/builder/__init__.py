"""Building the application form of an edition: staff choose, add, order and preview; an open call gets new versions."""
