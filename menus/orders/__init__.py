"""Orders (点单): from a wish to the settled bill."""
