"""One page of a list as it is shown: headings, cells in words, filters, and the ways to the pages beside it."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from markupsafe import Markup
from sqlmodel import Session

from core import clock
from core.money import format_yuan
from core.tables.declaring import Asked, Col, Table, filter_choices
from core.tables.selecting import conditions_of, count, encode, page

PAGE_SIZE = 50


@dataclass
class Cell:
    text: str
    kind: str = "text"
    tone: str | None = None
    href: str | None = None
    number: float | None = None


@dataclass
class ShownRow:
    id: int
    href: str
    cells: list[Cell]


@dataclass
class Heading:
    name: str
    label: str
    kind: str
    sort_href: str | None
    sort: str | None
    is_primary: bool

    @cached_property
    def td(self) -> Markup:
        """The opening tag of each of its cells: the same in all rows, so made once."""
        return Markup('<td class="k-{} c-{}" data-label="{}">').format(self.kind, self.name, self.label)


@dataclass
class ShownFilter:
    name: str
    label: str
    value: str
    choices: list[tuple[str, str]]
    widget: str = "select"


@dataclass
class Listing:
    """One page of a list as the ``listing`` macro draws it."""

    title: str
    columns: list[Heading]
    rows: list[ShownRow]
    filters: list[ShownFilter]
    q: str
    count_text: str
    next_href: str | None
    previous_href: str | None
    export_href: str | None
    empty_text: str
    clear_href: str
    empty_action: tuple[str, str] | None = None
    bulk: list[tuple[str, str]] = field(default_factory=list)


def _text(column: Col, value: Any) -> str:
    if column.show:
        return column.show(value)
    if value is None:
        return "—"
    if column.kind == "money":
        return format_yuan(value)
    if isinstance(value, datetime):
        return clock.format_datetime(value)
    if isinstance(value, date):
        return clock.format_date(value)
    return getattr(value, "label", None) or str(value) or "—"


def _cell(table: Table, column: Col, value: Any, translate: Callable[[str], str]) -> Cell:
    if column.kind == "state" and table.workflow:
        state = table.workflow.state(value)
        return Cell(translate(state.label), "state", state.tone)
    number = float(value) if column.kind in ("number", "money", "stars") and value is not None else None
    text = _text(column, value)
    is_data = isinstance(value, str) and not hasattr(value, "label") and not column.show
    return Cell(text if is_data else translate(text), column.kind, number=number)


def cells_of(table: Table, translate: Callable[[str], str]) -> Callable[[Col, Any], Cell]:
    """Makes cells; a value that a column shows again and again, such as a state, is put in words once."""
    known: dict[tuple[str, Any], Cell] = {}

    def make(column: Col, value: Any) -> Cell:
        if not isinstance(value, Hashable):
            return _cell(table, column, value, translate)
        key = (column.name, value)
        if key not in known:
            known[key] = _cell(table, column, value, translate)
        return known[key]

    return make


def listing(
    session: Session,
    table: Table,
    actor: Any,
    visible: Any,
    query: Mapping[str, list[str]],
    path: str,
    title: str,
    translate: Callable[[str], str] = str,
) -> Listing:
    """One page of the rows that ``visible`` lets this actor see, as the address asks."""
    asked = Asked.of(table, query)
    choices = filter_choices(session, table, actor)
    conditions = [visible, *conditions_of(table, asked, choices)]
    found, has_before, has_after = page(session, table, asked, conditions, PAGE_SIZE)
    is_whole = not has_before and not has_after
    make, rows = cells_of(table, translate), []
    for row in found:
        cells = [make(column, value) for column, value in zip(table.columns, row[2:], strict=True)]
        rows.append(ShownRow(row.row_id, f"{path}/{row.row_id}", cells))
    ends = (
        (encode(found[0].row_key, found[0].row_id), encode(found[-1].row_key, found[-1].row_id)) if found else ("", "")
    )
    return Listing(
        title=title,
        columns=[_heading(table, c, asked, path, translate, i == 0) for i, c in enumerate(table.columns)],
        rows=rows,
        filters=[
            ShownFilter(
                f.name,
                translate(f.label),
                asked.values.get(f.name, ""),
                [(v, translate(t)) for v, t in choices[f.name]],
            )
            for f in table.filters
        ],
        q=asked.q,
        count_text=f"{len(found):,}" if is_whole else count(session, table, asked, conditions),
        next_href=asked.address(path, after=ends[1]) if has_after else None,
        previous_href=asked.address(path, before=ends[0]) if has_before else None,
        export_href=asked.address(f"{path}/export"),
        empty_text=translate(table.empty_text),
        clear_href=path,
    )


def _heading(
    table: Table, column: Col, asked: Asked, path: str, translate: Callable[[str], str], is_first: bool
) -> Heading:
    href, direction = None, None
    if column.is_sortable:
        is_current = asked.sort.lstrip("-") == column.name
        direction = ("desc" if asked.sort.startswith("-") else "asc") if is_current else None
        href = asked.address(path, sort=f"-{column.name}" if direction == "asc" else column.name)
    return Heading(column.name, translate(column.label), column.kind, href, direction, is_first)
