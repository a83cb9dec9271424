"""Projects: delivery, mid-term check, acceptance."""
