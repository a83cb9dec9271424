"""Needs of communities."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from core.db import Id, Stateful, enum_type, state_needs
from core.labels import Labelled


class NeedKind(Labelled):
    SERVICE = "SERVICE", "服务需求"
    WISH = "WISH", "微心愿"
    PLAN = "PLAN", "微计划"


class NeedStatus(Labelled):
    POSTED = "POSTED", "待审核"
    REVIEWED = "REVIEWED", "已列入清单"
    MATCHED = "MATCHED", "已对接"
    DONE = "DONE", "已办结"
    REJECTED = "REJECTED", "未列入"
    CLOSED = "CLOSED", "已关闭"


class Need(Stateful, table=True):
    """One need of one community: people are a number and a category, never a name.

    ``matched_noun`` and ``matched_id`` point at what answers it: a contest's theme, a proposal or an order.
    """

    __table_args__ = (
        Index(None, "status", "area_code"),
        Index(None, "matched_noun", "matched_id"),
        state_needs((NeedStatus.MATCHED, NeedStatus.DONE), "matched_noun", "matched_id"),
        CheckConstraint("people_count >= 0", name="people"),
        CheckConstraint("sampled IS NULL OR sampled > 0", name="sampled"),
    )

    status: NeedStatus = Field(default=NeedStatus.POSTED, sa_type=enum_type(NeedStatus))
    number: str = Field(max_length=40, unique=True)
    kind: NeedKind = Field(sa_type=enum_type(NeedKind))
    title: str = Field(max_length=80)
    search_text: str = Field(default="", max_length=600)
    body: str = Field(default="", max_length=2000)
    category: str = Field(max_length=20)
    people_count: int = 0
    wished_on: date | None = None
    source: str = Field(max_length=20)
    sampled: int | None = None
    matched_noun: str | None = Field(default=None, max_length=40)
    matched_id: int | None = Field(default=None, sa_type=Id)
    result: str = Field(default="", max_length=1000)
