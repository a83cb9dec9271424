"""Score sheets (评分表): declarations, blind reading, sealed marks."""
