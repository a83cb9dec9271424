"""Coaching (优化辅导): appointments, advice by section, what the team took up, and the improved proposal."""
