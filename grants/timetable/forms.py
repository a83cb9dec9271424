"""What an office sends about the dates of an edition."""

from datetime import date, datetime

from pydantic import Field

from core.forms import Form, Moment, Out
from grants.contests.models import Stage


class StageRow(Form):
    """The days of one stage."""

    stage: Stage = Field(title="环节")
    starts_on: date = Field(title="开始")
    ends_on: date = Field(title="结束")


class TimetableForm(Form):
    """The call's end and the days of every stage after it."""

    closes_at: Moment = Field(title="征集截止", description="征集开始后只能推后。以服务器时间为准，含截止的那一秒。")
    grace_minutes: int = Field(
        default=0,
        ge=0,
        le=120,
        title="截止后的宽限（分钟）",
        description="对所有人一样，不对外显示：避免网络拥挤时差一两分钟交不上。",
    )
    stages: list[StageRow] = Field(default_factory=list, max_length=20, title="各环节")
    reason: str = Field(default="", max_length=300, title="调整理由", description="征集开始后必填，会告知相关的人。")


class ExtensionForm(Form):
    """More time for one applicant."""

    proposal_id: int = Field(title="申报书")
    until: Moment = Field(title="延期到")
    reason: str = Field(
        min_length=6, max_length=300, title="理由", description="例如系统故障、突发疾病；会留在办理记录里。"
    )


class MilestoneOut(Out):
    """One stage as everybody reads it."""

    stage: Stage
    starts_on: date
    ends_on: date


class TimetableOut(Out):
    """The dates of an edition; the grace is not among them."""

    closes_at: datetime
    stages: list[MilestoneOut]
    version: int


class ExtensionOut(Out):
    """One applicant's extension."""

    proposal_id: int
    number: str
    title: str
    until: datetime
