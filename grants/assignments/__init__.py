"""Assignments (分配): which judge scores which proposal; worked out, shown with its reasons, then applied at once."""
