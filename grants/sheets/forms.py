"""What judges send: declarations found later, and score sheets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field, field_validator

from core.forms import Form, Out
from core.money import ShownYuan, Yuan
from grants.sheets.models import Recommendation, SheetStatus, Stage
from grants.sheets.rules import plain_marks


class OwnConflictForm(Form):
    """A conflict that a judge found later."""

    reason: str = Field(max_length=40, title="回避情形")
    note: str = Field(default="", max_length=300, title="说明")


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
    is_shared: bool = Field(
        default=False,
        title="评语可以转给申报方",
        description="不署名，随结果通知书一起；不勾选就只有主办方看到。",
    )
    recommendation: Recommendation | None = Field(default=None, title="建议", json_schema_extra={"widget": "radios"})
    suggested_fen: Yuan | None = Field(
        default=None, ge=0, title="建议资助金额（元）", json_schema_extra={"widget": "money"}
    )

    def content(self) -> dict[str, Any]:
        """What is sealed: plain data, each mark in one spelling."""
        said = self.recommendation.value if self.recommendation else None
        return self.model_dump(mode="python") | {"marks": plain_marks(self.marks), "recommendation": said}

    @field_validator("marks", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        """Marks are decimal text; whole numbers of a program are taken too, floats are not exact and so are not."""
        if not isinstance(value, dict):
            return value
        whole = {code: str(m) if isinstance(m, int) and not isinstance(m, bool) else m for code, m in value.items()}
        return {code: mark.strip() if isinstance(mark, str) else mark for code, mark in whole.items() if mark != ""}


class DeclareRow(Form):
    """One declaration: a recusal reason, or null for none."""

    proposal_id: int = Field(title="申报书")
    reason: str | None = Field(default=None, max_length=40, title="回避情形")
    note: str = Field(default="", max_length=300, title="说明")


class DeclareBody(Form):
    """Declarations about every proposal at once."""

    answers: list[DeclareRow] = Field(default_factory=list, max_length=2000, title="声明")


class CardOut(Out):
    """A proposal before the declaration: no applicant's name."""

    proposal_id: int
    number: str
    title: str
    category: str
    community: str
    hint: str | None


class SheetOut(Out):
    """A sheet as the API shows it; its content is empty until the panel has closed."""

    id: int
    status: SheetStatus
    panel_id: int
    proposal_id: int
    seat_id: int
    stage: Stage
    commitment: str | None
    submitted_at: datetime | None
    is_paper: bool
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


def read_answers(typed: Mapping[str, str], free: str) -> tuple[dict[int, str | None], dict[int, str]]:
    """Answers and notes of the declaration page: ``answer-7`` and ``note-7`` for proposal 7; blank is no answer."""
    answers: dict[int, str | None] = {}
    notes: dict[int, str] = {}
    for name, value in typed.items():
        kind, _dash, number = name.partition("-")
        if not (number.isascii() and number.isdigit() and len(number) < 18 and value.strip()):
            continue
        if kind == "answer":
            answers[int(number)] = None if value == free else value
        elif kind == "note":
            notes[int(number)] = value.strip()[:300]
    return answers, notes


def read_marks(typed: Mapping[str, list[str]]) -> dict[str, str]:
    """The marks of a score sheet: ``mark-NEED`` → ``NEED``; blank ones are left out."""
    last = {name[5:]: values[-1].strip() for name, values in typed.items() if name.startswith("mark-")}
    return {code: mark for code, mark in last.items() if mark}
