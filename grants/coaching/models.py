"""Appointments with a coach, and the advice that came of them."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from core.constraints import explain
from core.db import Row, Stateful, enum_type, reference
from core.labels import Labelled


class CoachingStatus(Labelled):
    PLANNED = "PLANNED", "已预约"
    OPEN = "OPEN", "待团队修改"
    CLOSED = "CLOSED", "已完成"
    CANCELLED = "CANCELLED", "已取消"


class Uptake(Labelled):
    TAKEN = "TAKEN", "已采纳"
    PARTLY = "PARTLY", "部分采纳"
    NOT_TAKEN = "NOT_TAKEN", "没有采纳"


_LIVE = text("status IN ('PLANNED', 'OPEN')")


class Coaching(Stateful, table=True):
    """One appointment about one proposal; ``due_on`` is the day by which an opened proposal has to come back."""

    __table_args__ = (
        Index("uq_coaching_live", "proposal_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    status: CoachingStatus = Field(default=CoachingStatus.PLANNED, sa_type=enum_type(CoachingStatus))
    proposal_id: int = reference("proposal.id")
    group_id: int = reference("community_group.id")
    coach_id: int = reference("account.id")
    title: str = Field(max_length=80)
    meets_at: datetime
    place: str = Field(max_length=80)
    note: str = Field(default="", max_length=300)


explain("uq_coaching_live", "这份申报书已有一次没结束的辅导。")


class Advice(Row, table=True):
    """What the coach advised about one section, and what the team made of it."""

    __tablename__ = "coaching_advice"
    __table_args__ = (UniqueConstraint("coaching_id", "section"),)

    coaching_id: int = reference("coaching.id")
    section: int
    title: str = Field(max_length=40)
    advice: str = Field(max_length=800)
    uptake: Uptake | None = Field(default=None, sa_type=enum_type(Uptake))
    response: str = Field(default="", max_length=500)
