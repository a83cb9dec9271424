"""How alike two texts are: signatures that are kept, and the passages that two texts share."""
