"""What people send about writing together."""

from datetime import datetime

from pydantic import Field

from core.forms import Form, Out
from grants.proposals.models import WriterRole


class InviteForm(Form):
    """A link for one more person."""

    role: WriterRole = Field(default=WriterRole.EDITOR, title="邀请来做")


class RoleForm(Form):
    """What one person may do from now on; nothing chosen takes an invited person out again."""

    role: WriterRole | None = Field(default=None, title="角色")


class SectionRow(Form):
    """Who writes a section, and whether it is complete."""

    number: int = Field(ge=1, le=99, title="部分")
    assigned_to: int | None = Field(default=None, title="谁来写")
    is_complete: bool = Field(default=False, title="已写完")


class SharingForm(Form):
    """All sections at once."""

    sections: list[SectionRow] = Field(default_factory=list, title="分工")


class PersonOut(Out):
    """Somebody who writes or reads, as the API shows it."""

    account_id: int
    name: str
    role: WriterRole


class SectionOut(Out):
    """One section: whose it is, and whether it is complete."""

    number: int
    title: str
    assigned_to: int | None
    completed_at: datetime | None


class InvitationOut(Out):
    """A link that nobody has used yet."""

    id: int
    role: WriterRole
    link: str


class TeamOut(Out):
    """Everybody who writes a proposal, and who does what."""

    people: list[PersonOut]
    sections: list[SectionOut]
    invitations: list[InvitationOut]
    signed_off_at: datetime | None
    signed_off_by: int | None
