"""What administrators and auditors look at: search, settings, audit chain, outbox, the API description."""
