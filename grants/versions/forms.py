"""The versions of a proposal as the API shows them."""

from datetime import datetime

from core.forms import Out


class VersionOut(Out):
    """One version that was handed in."""

    number: int
    submitted_at: datetime
    receipt_number: str
    content_hash: str
    changes: int
