"""The talent pool (能人库): capable residents and how they were found."""
