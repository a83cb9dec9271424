"""Score sheets: one column of marks by one office, frozen once it is submitted."""
