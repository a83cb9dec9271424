"""What people send about rehearsals."""

from pydantic import Field

from core.forms import Form, Out
from grants.rehearsals.models import RehearsalStatus


class EnterForm(Form):
    """Whom somebody plays."""

    persona: int = Field(title="身份")


class RehearsalOut(Out):
    """A rehearsal as the API shows it."""

    id: int
    number: str
    status: RehearsalStatus
    title: str
    contest_id: int
    area_code: str
    version: int
