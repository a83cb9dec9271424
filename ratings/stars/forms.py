"""What people send about stars."""

from datetime import date

from pydantic import Field

from core.forms import Form, Out
from ratings.stars.models import StarStatus


class EndForm(Form):
    """Why a star is taken away in part or whole."""

    reason_code: str = Field(title="情形")
    reason: str = Field(min_length=4, max_length=500, title="事实和依据", json_schema_extra={"rows": 4})


class StarOut(Out):
    """A star as the API shows it."""

    id: int
    number: str
    status: StarStatus
    area_code: str
    group_id: int
    assessment_id: int
    scheme_id: int
    stars: int
    valid_from: date
    valid_to: date
    recheck_on: date
    reason_code: str | None
    version: int
