"""Scoring methods (评分办法): how an edition turns sheets into a ranking, as data."""
