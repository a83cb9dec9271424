"""Issued documents: numbered, versioned, kept as they were printed, and open to anybody's verification."""
