"""Community groups (社区社会组织): forming, members, and filing (备案)."""
