"""The versions of a proposal that were handed in (提交过的版本), and what differs between two of them."""
