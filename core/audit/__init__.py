"""The audit chain: every change is one event, hashed together with the one before it, per district."""

from core.audit.actions import record, record_many, rename_actor, write_anchor
from core.audit.models import AuditActor, AuditEvent, AuditHead
from core.audit.queries import Entry, export, head, list_heads, timeline, verify_all
from core.audit.rules import GENESIS, chain_of

__all__ = [
    "GENESIS",
    "AuditActor",
    "AuditEvent",
    "AuditHead",
    "Entry",
    "chain_of",
    "export",
    "head",
    "list_heads",
    "record",
    "record_many",
    "rename_actor",
    "timeline",
    "verify_all",
    "write_anchor",
]
