"""Projects in delivery, what they spend, and their checks."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.db import Id, Stateful, enum_type, fen_field, json_field, reference, state_needs
from core.labels import Labelled


class ProjectStatus(Labelled):
    RUNNING = "RUNNING", "实施中"
    MIDTERM_PASSED = "MIDTERM_PASSED", "中期通过"
    RECTIFYING = "RECTIFYING", "整改中"
    ACCEPTED = "ACCEPTED", "验收合格"
    FAILED = "FAILED", "验收不合格"
    CLOSED = "CLOSED", "已结项"
    TERMINATED = "TERMINATED", "已终止"


class Project(Stateful, table=True):
    """One awarded proposal in delivery, from the signed agreement to the end."""

    __table_args__ = (CheckConstraint("ends_on > starts_on", name="ends_after_start"),)

    status: ProjectStatus = Field(default=ProjectStatus.RUNNING, sa_type=enum_type(ProjectStatus))
    number: str = Field(max_length=40, unique=True)
    agreement_id: int = reference("agreement.id", unique=True)
    award_id: int = reference("award.id", unique=True)
    proposal_id: int = reference("proposal.id", unique=True)
    contest_id: int = reference("contest.id")
    group_id: int = reference("community_group.id")
    title: str = Field(max_length=80)
    starts_on: date
    ends_on: date
    amount_fen: int = fen_field()
    grade: str | None = Field(default=None, max_length=20)


class ExpenseStatus(Labelled):
    RECORDED = "RECORDED", "已登记"
    CONFIRMED = "CONFIRMED", "已核对"
    VOID = "VOID", "已冲销"


class Expense(Stateful, table=True):
    """One spending of a project with its invoice; an invoice counts once in the whole district."""

    __table_args__ = (
        UniqueConstraint("invoice_number"),
        CheckConstraint("amount_fen > 0", name="positive"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> created_by", name="confirmer_is_another"),
    )

    status: ExpenseStatus = Field(default=ExpenseStatus.RECORDED, sa_type=enum_type(ExpenseStatus))
    project_id: int = reference("project.id")
    group_id: int = reference("community_group.id")
    category: str = Field(max_length=20)
    item: str = Field(max_length=80)
    amount_fen: int = fen_field()
    on: date
    invoice_number: str = Field(max_length=60)
    confirmed_by: int | None = Field(default=None, sa_type=Id)


class CheckKind(Labelled):
    MIDTERM = "MIDTERM", "中期检查"
    ACCEPTANCE = "ACCEPTANCE", "结项验收"


class CheckStatus(Labelled):
    DRAFT = "DRAFT", "自评中"
    SUBMITTED = "SUBMITTED", "待检查"
    PASSED = "PASSED", "通过"
    RECTIFY = "RECTIFY", "限期整改"
    FAILED = "FAILED", "不合格"


class ProjectCheck(Stateful, table=True):
    """The mid-term or final check of a project: the team's own marks, the checker's marks, the result by the scheme."""

    __tablename__ = "project_check"
    __table_args__ = (
        CheckConstraint("checked_by IS NULL OR checked_by <> submitted_by", name="checker_is_another"),
        state_needs((CheckStatus.PASSED, CheckStatus.FAILED), "checked_by", "total"),
    )

    status: CheckStatus = Field(default=CheckStatus.DRAFT, sa_type=enum_type(CheckStatus))
    number: str = Field(max_length=40, unique=True)
    project_id: int = reference("project.id")
    group_id: int = reference("community_group.id")
    kind: CheckKind = Field(sa_type=enum_type(CheckKind))
    scheme_id: int = reference("scheme.id")
    summary: str = Field(default="", max_length=3000)
    problems: str = Field(default="", max_length=1000)
    plans: str = Field(default="", max_length=1000)
    own_marks: dict[str, Any] = json_field(default_factory=dict)
    marks: dict[str, Any] = json_field(default_factory=dict)
    opinion: str = Field(default="", max_length=1000)
    total: str | None = Field(default=None, max_length=10)
    grade: str | None = Field(default=None, max_length=20)
    submitted_by: int | None = Field(default=None, sa_type=Id)
    checked_by: int | None = Field(default=None, sa_type=Id)
