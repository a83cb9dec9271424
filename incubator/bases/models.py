"""Bases, and the admissions of groups to them."""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from core.access import Level
from core.constraints import explain
from core.db import Id, Stateful, enum_type, reference, state_needs
from core.labels import Labelled


class BaseStatus(Labelled):
    OPEN = "OPEN", "运行中"
    CLOSED = "CLOSED", "已关闭"


class BaseKind(Labelled):
    INCUBATOR = "INCUBATOR", "孵化平台"
    EXCHANGE = "EXCHANGE", "片区交流平台"
    HUB = "HUB", "枢纽型平台"


class Base(Stateful, table=True):
    """One incubation base of a district, a street or a community; its level follows from its area."""

    __table_args__ = (
        UniqueConstraint("area_code", "name"),
        CheckConstraint("desks >= 0", name="desks"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="parent_is_another"),
    )

    status: BaseStatus = Field(default=BaseStatus.OPEN, sa_type=enum_type(BaseStatus))
    number: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=80)
    search_text: str = Field(default="", max_length=600)
    level: Level = Field(sa_type=enum_type(Level, "base_level"))
    kind: BaseKind = Field(default=BaseKind.INCUBATOR, sa_type=enum_type(BaseKind))
    parent_id: int | None = reference("base.id", default=None)
    operator: str = Field(default="", max_length=80)
    desks: int = 0
    address: str = Field(default="", max_length=120)
    serves: str = Field(default="", max_length=300)
    is_demo_site: bool = Field(default=False, sa_type=Boolean)


class AdmissionStatus(Labelled):
    DRAFT = "DRAFT", "草稿"
    APPLIED = "APPLIED", "待初核"
    ACCEPTED = "ACCEPTED", "初核通过"
    NOTICED = "NOTICED", "公示中"
    ADMITTED = "ADMITTED", "已入壳"
    NURTURE = "NURTURE", "培育期"
    GROW = "GROW", "成长期"
    EXIT_REVIEW = "EXIT_REVIEW", "出壳评估"
    EXTENDED = "EXTENDED", "延期"
    GRADUATED = "GRADUATED", "已出壳"
    REFUSED = "REFUSED", "未通过"
    WITHDRAWN = "WITHDRAWN", "已退壳"


A = AdmissionStatus
IN_SHELL = (A.ADMITTED, A.NURTURE, A.GROW, A.EXIT_REVIEW, A.EXTENDED)
PENDING = (A.APPLIED, A.ACCEPTED, A.NOTICED)
ACTIVE = (*PENDING, *IN_SHELL)
_ACTIVE = text("status IN ({})".format(", ".join(f"'{state.value}'" for state in ACTIVE)))


class Admission(Stateful, table=True):
    """One stay of one group in one base, from the application to graduation; a group has one active stay at most."""

    __table_args__ = (
        Index("uq_admission_active", "group_id", unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),
        state_needs((*IN_SHELL, A.GRADUATED), "starts_on", "ends_on"),
        state_needs((A.GRADUATED, A.WITHDRAWN), "exited_on"),
        CheckConstraint("reviewed_by IS NULL OR reviewed_by <> submitted_by", name="reviewed_by_another"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_later"),
        CheckConstraint("desks >= 0 AND (NOT is_virtual OR desks = 0)", name="desks"),
    )
    __private__ = ("founders",)

    status: AdmissionStatus = Field(default=AdmissionStatus.DRAFT, sa_type=enum_type(AdmissionStatus))
    number: str = Field(max_length=40, unique=True)
    group_id: int = reference("community_group.id")
    base_id: int = reference("base.id")
    title: str = Field(default="", max_length=80)
    is_virtual: bool = Field(default=False, sa_type=Boolean)
    desks: int = 0
    plan: str = Field(default="", max_length=3000)
    charter: str = ""
    founders: str = Field(default="", max_length=200)
    has_committed: bool = Field(default=False, sa_type=Boolean)
    opinion: str = Field(default="", max_length=500)
    opinion_by: int | None = Field(default=None, sa_type=Id)
    submitted_by: int | None = Field(default=None, sa_type=Id)
    reviewed_by: int | None = Field(default=None, sa_type=Id)
    starts_on: date | None = None
    ends_on: date | None = None
    extensions: int = 0
    exited_on: date | None = None
    handover_due_on: date | None = None
    follow_until: date | None = None


ONE_STAY = "这个组织已有一份进行中的入驻，同一时间只能在一处孵化。"
explain("uq_admission_active", ONE_STAY)
explain("admission.group_id", ONE_STAY)
