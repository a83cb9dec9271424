"""一组织一档: everything of one group, as a page and as a ZIP."""
