"""What people send about needs."""

from datetime import date

from pydantic import Field

from core.forms import Form, Out
from incubator.needs.models import NeedKind, NeedStatus


class NeedForm(Form):
    """One need as a worker, a team or the centre posts it."""

    kind: NeedKind = Field(title="种类", json_schema_extra={"widget": "radios"})
    title: str = Field(min_length=4, max_length=80, title="需求")
    area_code: str = Field(max_length=12, title="社区")
    category: str = Field(title="类别")
    body: str = Field(
        default="",
        max_length=2000,
        title="具体情况",
        description="写清什么人、多少人、什么时候需要什么；不写姓名、电话、住址。",
    )
    people_count: int = Field(default=0, ge=0, le=1_000_000, title="涉及人数")
    wished_on: date | None = Field(default=None, title="希望完成日期")
    source: str = Field(title="来源")
    sampled: int | None = Field(
        default=None, ge=1, le=1_000_000, title="问卷份数", description="来自问卷的填写，一般 50 到 100 份。"
    )


class FinishForm(Form):
    """How a need was met."""

    result: str = Field(min_length=4, max_length=1000, title="办理结果")


class NeedOut(Out):
    """A need as the API shows it."""

    id: int
    number: str
    status: NeedStatus
    kind: NeedKind
    title: str
    body: str
    area_code: str
    category: str
    people_count: int
    wished_on: date | None
    source: str
    sampled: int | None
    matched_noun: str | None
    matched_id: int | None
    version: int
