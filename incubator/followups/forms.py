"""What people send about follow-ups."""

from datetime import date

from pydantic import Field

from core.forms import Form, Out
from incubator.followups.models import FollowUpStatus


class MeetForm(Form):
    """What came of the talk."""

    result: str = Field(
        min_length=2,
        max_length=500,
        title="回访情况",
        description="本人怎么想，下一步做什么，需要中心帮什么。",
        json_schema_extra={"widget": "textarea"},
    )


class FollowUpOut(Out):
    """A follow-up as the API shows it."""

    id: int
    status: FollowUpStatus
    talent_id: int
    noun: str
    noun_id: int
    title: str
    outcome: str
    next_step: str
    advice: list[str]
    result: str | None
    due_on: date | None
    version: int
