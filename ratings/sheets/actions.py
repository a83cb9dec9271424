"""Filling and freezing score sheets; the assessment above asks who may."""

from typing import Any

from sqlmodel import Session

from core import clock, schemes
from core.access import Actor
from core.changes import add, edit
from core.errors import Invalid, Refused
from ratings.sheets import queries, rules
from ratings.sheets.forms import SheetForm
from ratings.sheets.models import RatingSheet, SheetColumn


def new_sheet(
    session: Session, actor: Actor, assessment: Any, column: SheetColumn, marks: dict[str, str]
) -> RatingSheet:
    sheet = RatingSheet(
        area_code=assessment.area_code,
        assessment_id=assessment.id,
        column=column,
        attempt=assessment.attempt,
        author_id=actor.account_id,
        marks=marks,
    )
    return add(session, actor, sheet, column=column.value, assessment=assessment.number)


def save_sheet(
    session: Session, actor: Actor, assessment: Any, column: SheetColumn, data: SheetForm, version: int | None = None
) -> RatingSheet:
    """Keep a column; leaves may still be missing, wrong marks are refused. Who may is the caller's question."""
    _check_sheet(session, assessment, data)
    sheet = queries.current_sheet(session, assessment, column)
    if sheet is None:
        sheet = new_sheet(session, actor, assessment, column, {})
    edit(session, actor, sheet, {**data.model_dump(), "author_id": actor.account_id}, version)
    return sheet


def _check_sheet(session: Session, assessment: Any, data: SheetForm) -> None:
    _scheme, definition = queries.definition_of(session, assessment)
    problems = {f"mark-{c}": text for c, text in schemes.check_marks(definition, data.marks, is_draft=True).items()}
    if not set(data.bonus) <= {item.code for item in definition.bonus_items}:
        problems["bonus"] = "请从列表中选择。"
    if not set(data.vetoes) <= {veto.code for veto in definition.vetoes}:
        problems["vetoes"] = "请从列表中选择。"
    if problems:
        raise Invalid(problems)


def submit_sheet(session: Session, actor: Actor, assessment: Any, column: SheetColumn, result: dict[str, Any]) -> None:
    """Freeze the column with its result; the database refuses any later change."""
    sheet = queries.current_sheet(session, assessment, column)
    if sheet is None:
        raise Refused("请先填写评分表。")
    edit(session, actor, sheet, {"submitted_at": clock.now(), "result": result})


def column_result(session: Session, assessment: Any, column: SheetColumn, lacking: Any = ()) -> dict:
    sheet = queries.current_sheet(session, assessment, column)
    if sheet is None:
        raise Refused("请先填写评分表。")
    _scheme, definition = queries.definition_of(session, assessment)
    if schemes.check_marks(definition, sheet.marks):
        raise Refused("评分表还没有填完。")
    return rules.result_of(definition, sheet.marks, sheet.bonus, sheet.vetoes, lacking)
