"""Insight (数据说明): what the numbers of an opened round say about themselves, without altering any."""
