"""The questions of a section as a form class: one declaration for page, autosave, merging, API and submission."""

from collections.abc import Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from annotated_types import MaxLen
from pydantic import BaseModel, Field, create_model
from pydantic.fields import FieldInfo

from core.forms import Form, RowForm, extra, item_type
from core.money import Yuan
from grants.contests.models import League
from grants.questions.models import CellKind, Column, Kind, Question, Questionnaire, Stage, Step
from grants.questions.rules import is_own, label_of, questions_of, section_of, stored

CELLS: dict[CellKind, tuple[Any, dict[str, Any]]] = {
    CellKind.TEXT: (str, {"default": "", "max_length": 200}),
    CellKind.NUMBER: (Decimal | None, {"default": None, "max_digits": 12, "decimal_places": 2}),
    CellKind.MONEY: (Yuan | None, {"default": None, "json_schema_extra": {"widget": "money"}}),
    CellKind.DATE: (date | None, {"default": None}),
}
MOST_ROWS = 50


class IndicatorRow(RowForm):
    """One indicator: what is counted, from where to where, and how anybody can check it."""

    name: str = Field(min_length=2, max_length=60, title="指标")
    baseline: str = Field(default="", max_length=30, title="原来")
    goal: str = Field(default="", max_length=30, title="目标")
    unit: str = Field(default="", max_length=10, title="单位")
    proof: str = Field(default="", max_length=120, title="怎样核实")


def cell_name(column: Column) -> str:
    """Under which name a row keeps the cell; money is named like every other amount of fen."""
    return f"c_{column.uid}_fen" if column.kind == CellKind.MONEY else f"c_{column.uid}"


def _row_form(question: Question) -> type[RowForm]:
    cells: dict[str, Any] = {}
    for column in question.columns:
        kind, options = CELLS[column.kind]
        cells[cell_name(column)] = (kind, Field(**options, title=column.title))
    return create_model("TableRow", __base__=RowForm, **cells)


def _shape(question: Question) -> tuple[Any, dict[str, Any]]:
    """The type of an own answer and what its field is made with."""
    most = question.most
    rows = {"default_factory": list, "max_length": MOST_ROWS}
    if question.kind in (Kind.TABLE, Kind.INDICATOR):
        row = IndicatorRow if question.kind == Kind.INDICATOR else _row_form(question)
        return list[row], rows  # type: ignore[valid-type]
    if question.kind == Kind.CHOICE and question.has_many:
        return list[str], {"default_factory": list, "max_length": 30, "widget": "checkboxes"}
    shapes: dict[Kind, tuple[Any, dict[str, Any]]] = {
        Kind.TEXT: (str, {"default": "", "max_length": most or 200, "widget": "text"}),
        Kind.LONG: (str, {"default": "", "max_length": most or 1000, "widget": "textarea"}),
        Kind.PLACE: (str, {"default": "", "max_length": most or 100, "widget": "text"}),
        Kind.CHOICE: (str, {"default": "", "widget": "radios"}),
        Kind.NUMBER: (Decimal | None, {"default": None, "max_digits": 12, "decimal_places": 2, "widget": "number"}),
        Kind.MONEY: (Yuan | None, {"default": None, "widget": "money"}),
        Kind.DATE: (date | None, {"default": None, "widget": "date"}),
    }
    return shapes[question.kind]


def _marks(question: Question) -> dict[str, Any]:
    """What the page needs to know besides the type."""
    found: dict[str, Any] = {"optional": True} if question.stage == Stage.OPTIONAL else {}
    return found | ({"example": question.example} if question.example else {})


def _own_field(question: Question, lang: str) -> tuple[Any, FieldInfo]:
    kind, options = _shape(question)
    marks = _marks(question) | {"widget": options.pop("widget")} if "widget" in options else _marks(question)
    title, told = label_of(question, lang), question.help or None
    return kind, Field(**options, title=title, description=told, json_schema_extra=marks)


def _fixed_field(question: Question, source: type[BaseModel], lang: str) -> tuple[Any, FieldInfo]:
    """A fixed part as it is declared, in the words of this form; its limit can only be made tighter."""
    info = copy(source.model_fields[question.key])
    info.title = info.title if info.title and info.title.startswith("我们承诺") else label_of(question, lang)
    info.description = question.help or info.description
    info.json_schema_extra = {k: v for k, v in extra(info).items() if k != "optional"} | _marks(question)
    if question.most and item_type(info) is None and info.annotation is str:
        known = [mark.max_length for mark in info.metadata if isinstance(mark, MaxLen)]
        kept = [mark for mark in info.metadata if not isinstance(mark, MaxLen)]
        info.metadata = [*kept, MaxLen(min([question.most, *known]))]
    return info.annotation, info


def form_of(
    form: Questionnaire, number: int, league: League, source: type[Form], base: type[Form], lang: str = "zh"
) -> type[Form]:
    """The form class of a section, or with number 0 of all of them, for a league; the same one each time.

    Questions with a condition are in it whether they are asked now or not: what was typed is never dropped.
    """
    return _compiled(_text(form, number), number, league, source, base, lang)


def _text(form: Questionnaire, number: int) -> str:
    section = section_of(form, number)
    return section.model_dump_json() if section else Questionnaire(**stored(form)).model_dump_json()


@lru_cache(maxsize=256)
def _compiled(text: str, number: int, league: League, source: type[Form], base: type[Form], lang: str) -> type[Form]:
    asked = (
        Step.model_validate_json(text).questions if number else questions_of(Questionnaire.model_validate_json(text))
    )
    fields: dict[str, Any] = {}
    for question in asked:
        if question.kind == Kind.FILE or (question.leagues and league not in question.leagues):
            continue
        own = is_own(question)
        fields[question.key] = _own_field(question, lang) if own else _fixed_field(question, source, lang)
    return create_model("Asked", __base__=base, **fields)


def choices_of(forms: Sequence[Questionnaire]) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen in the own questions of these forms; the last one that asks has the say."""
    asked = (question for form in forms for question in questions_of(form) if question.kind == Kind.CHOICE)
    return {question.key: [(option, option) for option in question.options] for question in asked}
