"""Services to incubated groups, their targets, and growth assessments."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from core.constraints import explain
from core.db import Id, Row, Stateful, enum_type, json_field, reference, state_needs
from core.labels import Labelled


class ServiceStatus(Labelled):
    PLANNED = "PLANNED", "已安排"
    DELIVERED = "DELIVERED", "已完成"
    CANCELLED = "CANCELLED", "已取消"


class ServiceMode(Labelled):
    ON_SITE = "ON_SITE", "现场"
    ONLINE = "ONLINE", "线上"
    MIXED = "MIXED", "线上线下结合"


class ServiceRecord(Stateful, table=True):
    """One time that the centre served a group: a training, a coaching, a booked room, a link to a resource."""

    __tablename__ = "service_record"
    __table_args__ = (
        Index(None, "admission_id", "service"),
        state_needs((ServiceStatus.DELIVERED,), "result", "minutes"),
        CheckConstraint("satisfaction IS NULL OR satisfaction BETWEEN 0 AND 100", name="satisfaction"),
        CheckConstraint("people >= 0 AND (minutes IS NULL OR minutes >= 0)", name="counts"),
    )

    status: ServiceStatus = Field(default=ServiceStatus.PLANNED, sa_type=enum_type(ServiceStatus))
    number: str = Field(max_length=40, unique=True)
    service: str = Field(max_length=20)
    group_id: int = reference("community_group.id")
    admission_id: int | None = reference("admission.id", default=None)
    on: date
    topic: str = Field(max_length=120)
    search_text: str = Field(default="", max_length=600)
    mode: ServiceMode = Field(default=ServiceMode.ON_SITE, sa_type=enum_type(ServiceMode))
    staff: str = Field(default="", max_length=60)
    people: int = 0
    minutes: int | None = None
    result: str | None = Field(default=None, max_length=1000)
    satisfaction: int | None = None


class ServiceTarget(Row, table=True):
    """How many times one service is to be given during one admission: a line of the service plan."""

    __tablename__ = "service_target"
    __table_args__ = (
        UniqueConstraint("admission_id", "service"),
        CheckConstraint("sessions > 0", name="sessions"),
    )

    admission_id: int = reference("admission.id")
    service: str = Field(max_length=20)
    sessions: int
    goal: str = Field(default="", max_length=200)


class AssessmentKind(Labelled):
    BASELINE = "BASELINE", "基线评估"
    QUARTERLY = "QUARTERLY", "季度评估"
    EXIT = "EXIT", "出壳评估"


class AssessmentStatus(Labelled):
    DRAFT = "DRAFT", "评估中"
    COMPLETED = "COMPLETED", "已完成"


class GrowthAssessment(Stateful, table=True):
    """One growth assessment of one admitted group by one version of a scheme; frozen once completed.

    ``marks`` maps indicators to points as text; ``result`` keeps what the engine made of them, ``total_hundredths``
    the total in hundredths of a point for lists.
    """

    __tablename__ = "growth_assessment"
    __table_args__ = (
        Index(
            "uq_growth_assessment_draft",
            "admission_id",
            unique=True,
            sqlite_where=text("status = 'DRAFT'"),
            postgresql_where=text("status = 'DRAFT'"),
        ),
        state_needs((AssessmentStatus.COMPLETED,), "result", "total_hundredths", "completed_on"),
    )

    status: AssessmentStatus = Field(default=AssessmentStatus.DRAFT, sa_type=enum_type(AssessmentStatus))
    number: str = Field(max_length=40, unique=True)
    title: str = Field(default="", max_length=100)
    kind: AssessmentKind = Field(sa_type=enum_type(AssessmentKind))
    group_id: int = reference("community_group.id")
    admission_id: int = reference("admission.id")
    scheme_id: int = reference("scheme.id")
    assessed_on: date
    marks: dict[str, str] = json_field(default_factory=dict)
    notes: dict[str, str] = json_field(default_factory=dict)
    advice: str = Field(default="", max_length=1000)
    next_plan: str = Field(default="", max_length=1000)
    result: dict[str, Any] | None = json_field(default=None)
    total_hundredths: int | None = None
    completed_on: date | None = None
    completed_by: int | None = Field(default=None, sa_type=Id)


explain("uq_growth_assessment_draft", "这个组织还有一份没有完成的成长评估，请先完成它。")
explain("growth_assessment.admission_id", "这个组织还有一份没有完成的成长评估，请先完成它。")
