"""What is said in a room and written down of a meeting."""

from datetime import date, datetime

from pydantic import Field

from core.forms import Form, Out
from grants.moderation.models import ModerationStatus
from grants.sheets.models import Recommendation


class MessageForm(Form):
    """One thing that is said."""

    body: str = Field(
        min_length=2,
        max_length=2000,
        title="发言",
        description="发出后不能修改或删除。不要写出团队或人员姓名。",
        json_schema_extra={"widget": "textarea", "rows": 4},
    )


class ItemRow(Form):
    """What the meeting said of one proposal."""

    proposal_id: int = Field(title="申报书")
    recommendation: Recommendation = Field(title="建议")
    discussed: str = Field(default="", max_length=1000, title="讨论了什么")
    reason: str = Field(default="", max_length=300, title="改变建议的理由")


class RecordForm(Form):
    """A meeting: when, where, who, and every proposal."""

    held_on: date = Field(title="日期")
    place: str = Field(min_length=2, max_length=120, title="地点")
    present: list[int] = Field(
        default_factory=list, max_length=99, title="到会评委", json_schema_extra={"widget": "checkboxes"}
    )
    others: str = Field(default="", max_length=300, title="其他到会人员")
    items: list[ItemRow] = Field(
        default_factory=list,
        max_length=2000,
        title="逐项评议",
        description="分数和名次不改；改变了评分表的多数建议，要写明理由。",
    )


class MessageOut(Out):
    """One thing that was said, with the name of who said it."""

    id: int
    name: str
    is_judge: bool
    body: str
    created_at: datetime


class ModerationOut(Out):
    """The record of a meeting."""

    id: int
    number: str
    status: ModerationStatus
    panel_id: int
    held_on: date
    place: str
    present: list[int]
    others: str
    published_at: datetime | None
    version: int
