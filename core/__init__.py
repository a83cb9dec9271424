"""The kernel: everything that knows no word of the field."""
