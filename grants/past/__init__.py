"""Past editions (往期项目): what was applied for before this system, from an office's own list."""
