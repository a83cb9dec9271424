"""Micro-grants: funds, contests, proposals, judging, awards, projects, payments."""
