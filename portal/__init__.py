"""The composition root: puts the packages together into one site; imported by nobody."""
