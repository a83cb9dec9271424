"""What people send with a file, and what the API shows of one."""

from datetime import datetime

from pydantic import Field

from core.forms import Form, Out


class AttachForm(Form):
    """The words that go with a file."""

    slot: str = Field(default="", max_length=40, pattern=r"^[A-Za-z0-9_.-]*$", title="类别")
    caption: str = Field(default="", max_length=200, title="说明")


class AttachmentOut(Out):
    """One attachment, with the address under which it is downloaded."""

    id: int
    noun: str
    noun_id: int
    slot: str
    name: str
    caption: str
    media_type: str
    size: int
    sha256: str
    scan: str
    created_at: datetime
    href: str
