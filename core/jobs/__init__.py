"""Jobs: work that outlasts a request, written down in the transaction that asks for it, run by ``core.worker``."""
