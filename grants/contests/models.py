"""Contests and the money set aside for them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.access import level_of
from core.db import Row, Stateful, enum_type, fen_field, json_field, reference, state_needs
from core.labels import Labelled


class ContestStatus(Labelled):
    DRAFT = "DRAFT", "筹备中"
    PROPOSED = "PROPOSED", "待批准"
    OPEN = "OPEN", "征集中"
    SCREENING = "SCREENING", "资格审查"
    JUDGING = "JUDGING", "评审中"
    DECIDING = "DECIDING", "待定名单"
    NOTICED = "NOTICED", "公示中"
    AWARDED = "AWARDED", "已立项"
    CLOSED = "CLOSED", "已结束"
    CANCELLED = "CANCELLED", "已取消"


class ContestLevel(Labelled):
    """How wide an edition is, by the area that holds it."""

    COMMUNITY = "COMMUNITY", "社区级"
    STREET = "STREET", "街道级"
    DISTRICT = "DISTRICT", "区级"
    CITY = "CITY", "市级"
    PROVINCE = "PROVINCE", "省级"


class League(Labelled):
    TEAM = "TEAM", "居民团队组"
    FILED = "FILED", "备案组织组"
    REGISTERED = "REGISTERED", "登记组织组"


class BackingKind(Labelled):
    """Who an edition may require to stand behind a proposal before it is handed in."""

    COMMUNITY = "COMMUNITY", "落地社区意见"
    HOST = "HOST", "代管单位同意代管"


class Stage(Labelled):
    """What an edition goes through after its call, in the order in which that usually happens."""

    SCREENING = "SCREENING", "资格审查"
    CORRECTION = "CORRECTION", "补正"
    COACHING = "COACHING", "优化辅导"
    DECLARATION = "DECLARATION", "评委回避声明"
    SCORING = "SCORING", "线上评分"
    ROADSHOW = "ROADSHOW", "路演答辩"
    VOTE = "VOTE", "公众投票"
    DECISION = "DECISION", "拟定名单"
    NOTICE = "NOTICE", "公示"
    SIGNING = "SIGNING", "签约"


class Contest(Stateful, table=True):
    """One edition: its theme and dates, and every rule it is judged and paid by, as data frozen when it opens."""

    __table_args__ = (
        UniqueConstraint("area_code", "title"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        state_needs((ContestStatus.OPEN, ContestStatus.SCREENING, ContestStatus.JUDGING), "rubric_id"),
    )

    status: ContestStatus = Field(default=ContestStatus.DRAFT, sa_type=enum_type(ContestStatus))
    number: str = Field(max_length=40, unique=True)
    title: str = Field(max_length=80)
    edition: int = 1
    theme: str = Field(default="", max_length=80)
    intro: str = Field(default="", max_length=3000)
    contact: str = Field(default="", max_length=120)
    opens_at: datetime
    closes_at: datetime
    grace_minutes: int = 0
    categories: list[str] = json_field(default_factory=list)
    leagues: list[dict[str, Any]] = json_field(default_factory=list)
    eligibility: list[str] = json_field(default_factory=list)
    payee_kinds: list[str] = json_field(default_factory=list)
    backings: list[str] = json_field(default_factory=list)
    rubric_id: int | None = reference("scheme.id", default=None)
    method: dict[str, Any] = json_field(default_factory=dict)
    cost_rules: list[dict[str, Any]] = json_field(default_factory=list)
    forbidden: list[dict[str, Any]] = json_field(default_factory=list)
    tranches: list[dict[str, Any]] = json_field(default_factory=list)
    min_self_percent: int = 0
    months_max: int = 12
    notice_workdays: int = 5
    partners_max: int = 0
    may_also_lead: bool = False
    need_id: int | None = Field(default=None)

    @property
    def level(self) -> ContestLevel:
        return ContestLevel(level_of(self.area_code).value)


class Milestone(Row, table=True):
    """The days that one stage of an edition takes, as everybody can read them."""

    __table_args__ = (
        UniqueConstraint("contest_id", "stage"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )

    contest_id: int = reference("contest.id")
    stage: Stage = Field(sa_type=enum_type(Stage))
    starts_on: date
    ends_on: date


class ContestFund(Row, table=True):
    """The part of one fund that an edition may commit."""

    __tablename__ = "contest_fund"
    __table_args__ = (UniqueConstraint("contest_id", "fund_id"), CheckConstraint("planned_fen > 0", name="positive"))

    contest_id: int = reference("contest.id")
    fund_id: int = reference("fund.id")
    planned_fen: int = fen_field()
