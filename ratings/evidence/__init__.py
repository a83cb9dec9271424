"""What the records of a group say about each indicator."""
