"""A new draft begun from an earlier proposal of the same group: nothing that was once written is written again."""
