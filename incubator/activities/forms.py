"""What people send about activities."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from core.forms import Form, Out
from core.money import Yuan
from incubator.activities.models import ActivityStatus
from incubator.activities.rules import hours_of


def _half_hours(hours: Decimal) -> Decimal:
    if hours % Decimal("0.5"):
        raise ValueError("时长以半小时为单位，例如 1.5。")
    return hours


Hours = Annotated[
    Decimal,
    Field(ge=0, le=100_000),
    AfterValidator(_half_hours),
    WithJsonSchema({"type": "number", "multipleOf": 0.5, "minimum": 0}),
]
"""A length of time in hours, in steps of half an hour."""
TIME = r"^([01]\d|2[0-3]):[0-5]\d$|^$"


class ActivityForm(Form):
    """One activity as the group or a worker records it; people are counted, never named."""

    group_id: int = Field(title="组织")
    kind: str = Field(title="类型")
    title: str = Field(min_length=2, max_length=80, title="活动名称")
    on: date = Field(title="日期")
    start_time: str = Field(
        default="", max_length=5, pattern=TIME, title="开始", json_schema_extra={"example": "14:00"}
    )
    end_time: str = Field(default="", max_length=5, pattern=TIME, title="结束", json_schema_extra={"example": "16:00"})
    place: str = Field(min_length=2, max_length=120, title="地点")
    content: str = Field(
        default="", max_length=2000, title="活动内容", description="做了什么。不写居民姓名、电话、住址。"
    )
    residents: int = Field(default=0, ge=0, le=100_000, title="居民人数")
    volunteers: int = Field(default=0, ge=0, le=100_000, title="志愿者人数")
    social_workers: int = Field(default=0, ge=0, le=10_000, title="社工人数")
    volunteer_hours: Hours = Field(
        default=Decimal(0),
        title="志愿服务时长（小时）",
        description="所有志愿者的时长之和。",
        json_schema_extra={"widget": "number"},
    )
    result: str = Field(default="", max_length=1000, title="成效")
    safety_note: str = Field(default="", max_length=500, title="安全情况", description="有意外的写明经过和处理。")
    spending_fen: Yuan | None = Field(default=None, ge=0, title="支出（元）")
    sampled: int = Field(default=0, ge=0, le=100_000, title="征求意见人数", description="问了多少人满意不满意。")
    satisfied: int = Field(default=0, ge=0, le=100_000, title="其中满意人数")

    @model_validator(mode="after")
    def _is_consistent(self) -> "ActivityForm":
        if self.satisfied > self.sampled:
            raise ValueError("满意人数不能多于征求意见人数。")
        if self.start_time and self.end_time and self.end_time <= self.start_time:
            raise ValueError("结束时间应晚于开始时间。")
        return self

    @classmethod
    def from_thing(cls, activity: Any) -> dict[str, Any]:
        return {**activity.model_dump(), "volunteer_hours": hours_of(activity.volunteer_minutes)}


class ActivityOut(Out):
    """An activity as the API shows it."""

    id: int
    number: str
    status: ActivityStatus
    group_id: int
    project_noun: str | None
    project_id: int | None
    kind: str
    title: str
    on: date
    place: str
    residents: int
    volunteers: int
    social_workers: int
    volunteer_minutes: int
    spending_fen: int | None
    sampled: int
    satisfied: int
    version: int
