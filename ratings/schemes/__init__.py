"""The star scheme in force, its versions, and a district's own."""
