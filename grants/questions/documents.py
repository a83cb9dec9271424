"""Answers laid out for reading: the record, the PDF, the judge's page and the preview all show what this returns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.documents import Grid, Heading, Para
from core.money import format_yuan
from grants.contests.models import League
from grants.questions.forms import IndicatorRow, cell_name
from grants.questions.models import CellKind, Kind, Question, Questionnaire
from grants.questions.rules import is_asked, label_of

NUMERIC = ("number", "money")


@dataclass(frozen=True)
class Head:
    """One column: where its value stands in a row, its title, and how it is written."""

    name: str
    title: str
    kind: str = "text"


@dataclass(frozen=True)
class Answer:
    """One question with its answer in words: a text, or rows of cells under their heads."""

    key: str
    kind: Kind
    label: str
    text: str
    heads: tuple[Head, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not self.rows


BUILT_IN_HEADS = {
    Kind.TEAM: (Head("name", "姓名"), Head("role", "分工"), Head("skill", "特长或经历")),
    Kind.PLAN: (
        Head("content", "内容"),
        Head("on", "日期"),
        Head("place", "地点"),
        Head("people", "人次", "number"),
        Head("responsible", "负责人"),
    ),
    Kind.BUDGET: (
        Head("item", "项目"),
        Head("category", "科目", "word"),
        Head("quantity", "数量", "number"),
        Head("unit", "单位"),
        Head("price_fen", "单价（元）", "money"),
        Head("amount_fen", "金额（元）", "money"),
        Head("source", "来源", "word"),
    ),
    Kind.INDICATOR: tuple(
        Head(name, info.title or name) for name, info in IndicatorRow.model_fields.items() if name != "uid"
    ),
}
CELL_KINDS = {CellKind.NUMBER: "number", CellKind.MONEY: "money"}


def heads_of(question: Question) -> tuple[Head, ...]:
    if question.kind in BUILT_IN_HEADS:
        return BUILT_IN_HEADS[question.kind]
    return tuple(Head(cell_name(one), one.title, CELL_KINDS.get(one.kind, "text")) for one in question.columns)


def _cell(value: Any, kind: str) -> str:
    if value in (None, ""):
        return ""
    if kind == "money":
        return format_yuan(int(value))
    return f"{Decimal(str(value)):,f}" if kind == "number" else str(value)


def _text(question: Question, value: Any) -> str:
    if isinstance(value, bool):
        return "已承诺" if value else ""
    if value is None:
        return ""
    if question.kind == Kind.MONEY:
        return f"{format_yuan(value)} 元"
    if question.kind == Kind.NUMBER:
        return _cell(value, "number")
    return "、".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _answer(question: Question, value: Any, lang: str) -> Answer:
    label = label_of(question, lang)
    heads = heads_of(question)
    if not heads:
        return Answer(question.key, question.kind, label, _text(question, value))
    lines: Sequence[Mapping[str, Any]] = value or []
    used = tuple(head for head in heads if not lines or any(head.name in line for line in lines))
    rows = tuple(tuple(_cell(line.get(head.name), head.kind) for head in used) for line in lines)
    return Answer(question.key, question.kind, label, "", used, rows)


def shown(
    form: Questionnaire,
    league: League,
    words: Mapping[str, Any],
    raw: Mapping[str, Any],
    lang: str = "zh",
    is_for_judges: bool = False,
) -> list[tuple[str, list[Answer]]]:
    """Every question that was asked, section by section, with its answer; what is not in ``words`` is left out.

    ``raw`` is the snapshot, ``words`` the same with codes in words and the own answers beside the fixed parts.
    """
    found, values = [], {**raw, **raw.get("answers", {})}
    for section in form.sections:
        here = [
            _answer(question, words[question.key], lang)
            for question in section.questions
            if question.key in words
            and is_asked(form, question, league, values)
            and not (is_for_judges and question.is_hidden)
        ]
        if here:
            found.append((label_of(section, lang), here))
    return found


def blocks(sections: Sequence[tuple[str, list[Answer]]]) -> Iterator[Any]:
    """The same as blocks of a PDF, without a heading of the section: its questions say what they are."""
    for _title, answers in sections:
        for answer in answers:
            yield Heading(answer.label)
            if answer.heads:
                titles = ["序号", *(head.title for head in answer.heads)]
                sides = ["left", *("right" if head.kind in NUMERIC else "left" for head in answer.heads)]
                rows = [[str(n), *row] for n, row in enumerate(answer.rows, 1)]
                yield Grid(titles, rows, align=sides)
            else:
                lines = [Para(line) for line in answer.text.splitlines() if line.strip()]
                yield from lines or [Para("（未填写）")]
