"""What people send about writing together."""

from pydantic import Field

from core.forms import Form
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
