"""Rating rounds: the yearly window in which groups of a district apply for stars."""
