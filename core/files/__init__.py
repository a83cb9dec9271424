"""Files: what people attach to records, checked by name and content, kept by hash, shown to whoever sees the record."""
