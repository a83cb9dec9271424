"""What people send about conflicts and score sheets."""

from datetime import datetime
from typing import Any

from pydantic import Field, field_validator

from core.forms import Form, Out
from core.money import ShownYuan, Yuan
from grants.judging.models import Recommendation, SheetStatus


class ConflictForm(Form):
    """A recusal that the office orders, usually because the applicant asked for it."""

    seat_id: int = Field(title="评委")
    proposal_id: int = Field(title="申报书")
    reason: str = Field(max_length=40, title="回避情形")
    note: str = Field(min_length=4, max_length=300, title="依据", description="谁提出、怎样核实。")


class OwnConflictForm(Form):
    """A conflict that a judge found later."""

    reason: str = Field(max_length=40, title="回避情形")
    note: str = Field(default="", max_length=300, title="说明")


class ReopenForm(Form):
    """A sheet that its judge may change once more."""

    seat_id: int = Field(title="评委")
    proposal_id: int = Field(title="申报书")
    reason: str = Field(min_length=4, max_length=300, title="理由")


class BallotForm(Form):
    """The order that the panel voted for among proposals that nothing else separates, best first."""

    numbers: str = Field(
        max_length=1000,
        title="投票后的先后",
        description="每行一个申报书编号，名次高的在前。",
        json_schema_extra={"rows": 4},
    )
    reason: str = Field(min_length=4, max_length=200, title="投票经过")


class SheetForm(Form):
    """What a judge writes; everything may stay open until the sheet is handed in."""

    marks: dict[str, str] = Field(default_factory=dict, max_length=200, title="评分")
    comment: str = Field(
        default="",
        max_length=2000,
        title="评语",
        description="不少于 20 字。请写理由和建议，不要写出团队或人员姓名。",
        json_schema_extra={"widget": "textarea", "rows": 5},
    )
    recommendation: Recommendation | None = Field(default=None, title="建议", json_schema_extra={"widget": "radios"})
    suggested_fen: Yuan | None = Field(
        default=None, ge=0, title="建议资助金额（元）", json_schema_extra={"widget": "money"}
    )

    @field_validator("marks", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        """Marks are decimal text; whole numbers of a program are taken too, floats are not exact and so are not."""
        if not isinstance(value, dict):
            return value
        whole = {code: str(m) if isinstance(m, int) and not isinstance(m, bool) else m for code, m in value.items()}
        return {code: mark.strip() if isinstance(mark, str) else mark for code, mark in whole.items() if mark != ""}


class SheetOut(Out):
    """A sheet as the API shows it; its content is empty until the panel has closed."""

    id: int
    status: SheetStatus
    panel_id: int
    proposal_id: int
    seat_id: int
    commitment: str | None
    submitted_at: datetime | None
    revealed_at: datetime | None
    marks: dict[str, str] | None
    total: str | None
    comment: str | None
    recommendation: Recommendation | None
    suggested_fen: ShownYuan | None
    version: int


class ContentOut(Out):
    """What the author of a sheet has written so far."""

    marks: dict[str, str]
    comment: str
    recommendation: Recommendation | None
    suggested_fen: ShownYuan | None
    version: int
