"""What people send about projects, expenses and checks."""

from datetime import date

from pydantic import Field

from core.forms import Form, Out
from core.money import Yuan
from grants.projects.models import CheckKind, CheckStatus, ExpenseStatus, ProjectStatus


class ProjectForm(Form):
    """A project to be started from a signed agreement."""

    agreement_id: int = Field(title="立项协议")


class ExpenseForm(Form):
    """One spending."""

    project_id: int = Field(title="项目")
    category: str = Field(title="科目")
    item: str = Field(min_length=2, max_length=80, title="用途")
    amount_fen: Yuan = Field(gt=0, title="金额（元）", json_schema_extra={"widget": "money"})
    on: date = Field(title="日期")
    invoice_number: str = Field(min_length=4, max_length=60, title="票据号码（代码＋号码）")


class CheckForm(Form):
    """A mid-term or final report."""

    project_id: int = Field(title="项目")
    kind: CheckKind = Field(title="种类", json_schema_extra={"widget": "radios"})
    summary: str = Field(default="", max_length=3000, title="总结", json_schema_extra={"rows": 8})
    problems: str = Field(default="", max_length=1000, title="问题和困难")
    plans: str = Field(default="", max_length=1000, title="下一步打算")


class OpinionForm(Form):
    """The checker's words beside the marks."""

    opinion: str = Field(default="", max_length=1000, title="检查意见")


class ProjectOut(Out):
    """A project as the API shows it."""

    id: int
    number: str
    status: ProjectStatus
    title: str
    group_id: int
    contest_id: int
    starts_on: date
    ends_on: date
    amount_fen: int
    grade: str | None
    version: int


class GivenOnOut(Out):
    """What a project gives on of its grant, in fen, and through which editions and awards."""

    total_fen: int
    allocated_fen: int
    left_fen: int
    contests: list[int]
    awards: list[int]


class ExpenseOut(Out):
    """An expense as the API shows it."""

    id: int
    status: ExpenseStatus
    project_id: int
    category: str
    item: str
    amount_fen: int
    on: date
    invoice_number: str
    version: int


class CheckOut(Out):
    """A check as the API shows it."""

    id: int
    number: str
    status: CheckStatus
    project_id: int
    kind: CheckKind
    total: str | None
    grade: str | None
    version: int
