"""Panels (评审组): who judges an edition, in which role, and what was declared about conflicts."""
