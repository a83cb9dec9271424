"""What people send to verify a document, and what they may learn of it."""

from datetime import date

from pydantic import Field

from core.forms import Form, Out


class VerifyForm(Form):
    """A code from paper."""

    code: str = Field(min_length=1, max_length=40, title="核验码", json_schema_extra={"example": "例如 7KQM-2XPA-9RTC"})


class IssuedOut(Out):
    """What anybody may learn who holds the code: nothing about persons."""

    code: str
    title: str
    number: str
    issuer: str
    issued_on: date
    version: int
    newest_version: int
    is_newest: bool
    sha256: str
    content_hash: str
