"""Plans of assignments: what would be given to whom, until one is applied."""

from typing import Any

from sqlalchemy import Boolean, CheckConstraint
from sqlmodel import Field

from core.db import Id, Stateful, enum_type, json_field, reference, state_needs
from core.labels import Labelled


class Mode(Labelled):
    ENSURE = "ENSURE", "补足：已有的不动，不足的补到人数"
    ADD = "ADD", "增加：已有的不动，每份再加这么多人"
    ADJUST = "ADJUST", "调整：已有的尽量保留，明显不均的重分"


class PlanOrigin(Labelled):
    COMPUTED = "COMPUTED", "系统计算"
    SHEET = "SHEET", "上传分配表"


class PlanStatus(Labelled):
    COMPUTING = "COMPUTING", "计算中"
    READY = "READY", "待确认"
    APPLIED = "APPLIED", "已采用"
    DISCARDED = "DISCARDED", "已放弃"


class AssignmentPlan(Stateful, table=True):
    """One proposed assignment of a panel. ``given`` has [seat, proposal, reasons], ``dropped`` [seat, proposal].

    ``basis`` is a digest of all that it was made from: a plan that the world has overtaken is not applied.
    """

    __tablename__ = "assignment_plan"
    __table_args__ = (
        CheckConstraint("each_wants BETWEEN 1 AND 15", name="each"),
        state_needs((PlanStatus.READY, PlanStatus.APPLIED), "basis"),
    )

    status: PlanStatus = Field(default=PlanStatus.COMPUTING, sa_type=enum_type(PlanStatus))
    panel_id: int = reference("panel.id")
    origin: PlanOrigin = Field(default=PlanOrigin.COMPUTED, sa_type=enum_type(PlanOrigin))
    mode: Mode = Field(default=Mode.ENSURE, sa_type=enum_type(Mode, "assignment_mode"))
    each_wants: int
    apart: list[list[int]] = json_field(default_factory=list)
    given: list[list[Any]] = json_field(default_factory=list)
    dropped: list[list[int]] = json_field(default_factory=list)
    unmet: list[dict[str, Any]] = json_field(default_factory=list)
    problems: list[str] = json_field(default_factory=list)
    is_surely_best: bool = Field(default=True, sa_type=Boolean)
    basis: str | None = Field(default=None, max_length=64)
    job_id: int | None = Field(default=None, sa_type=Id)
