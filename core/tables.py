"""Lists: columns, filters, search, keyset paging and export, declared once per noun and always read as an actor."""

import base64
import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import xlsxwriter
from markupsafe import Markup
from sqlalchemy import ColumnElement, Index, Select, and_, func, or_
from sqlalchemy import Table as SqlTable
from sqlalchemy.sql.util import find_tables
from sqlalchemy.types import NullType
from sqlmodel import Session, col, select

from core import clock
from core.forms import text_of
from core.money import format_yuan
from core.search import matches
from core.workflow import Workflow

PAGE_SIZE = 50
COUNT_LIMIT = 1_000
EXPORT_LIMIT = 50_000


def tables_in(expression: Any) -> frozenset[Any]:
    """The tables whose columns an expression reads; a mapped attribute stands for its column."""
    return frozenset(find_tables(getattr(expression, "expression", expression), check_columns=True))


@dataclass(frozen=True)
class Col:
    """One column: its SQL, how it is shown, and whether the list may be sorted by it (then it is never null)."""

    name: str
    label: str
    sql: Any
    kind: str = "text"
    is_sortable: bool = False
    show: Callable[[Any], str] | None = None


@dataclass(frozen=True, eq=False)
class Filter:
    """One filter in the address: equality on a column, or a condition on that column made from the value."""

    name: str
    label: str
    sql: Any
    choices: Sequence[tuple[str, str]] | Callable[[Session, Any], Sequence[tuple[str, str]]] = ()
    condition: Callable[[str], ColumnElement[bool]] | None = None

    @cached_property
    def tables(self) -> frozenset[Any]:
        return tables_in(self.sql)


@dataclass(frozen=True, eq=False)
class Table:
    """A list as data; the first column is the link to the record."""

    model: Any
    columns: tuple[Col, ...]
    filters: tuple[Filter, ...] = ()
    search: Any = None
    sort: str = "-id"
    join: Callable[[Select], Select] | None = None
    workflow: Workflow | None = None
    empty_text: str = "这里还没有记录。"

    def __post_init__(self) -> None:
        """Whatever the list may be sorted by has an index that a page is read along, ties in order of their ids."""
        for expression in _sortable(self).values():
            _keep_index(self.model.__table__, expression)

    @cached_property
    def joined(self) -> frozenset[Any]:
        """The tables that the columns are joined from."""
        if self.join is None:
            return frozenset()
        (whole,) = self.join(select(self.model.id).select_from(self.model)).get_final_froms()
        return frozenset(find_tables(whole, include_joins=False)) - {self.model.__table__}

    @cached_property
    def searched(self) -> frozenset[Any]:
        return frozenset() if self.search is None else tables_in(col(self.search))


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


@dataclass(frozen=True)
class Asked:
    """What the address asks for: filters, search, order and place."""

    q: str
    values: Mapping[str, str]
    sort: str
    after: str
    before: str

    @classmethod
    def of(cls, table: Table, query: Mapping[str, list[str]]) -> "Asked":
        last = {name: values[-1] for name, values in query.items()}
        sort = last.get("sort", table.sort)
        if sort.lstrip("-") not in _sortable(table):
            sort = table.sort
        values = {f.name: last[f.name] for f in table.filters if last.get(f.name)}
        return cls(last.get("q", "").strip()[:80], values, sort, last.get("after", ""), last.get("before", ""))

    def address(self, path: str, **changed: str) -> str:
        parts = {**self.values, "q": self.q, "sort": self.sort, **changed}
        return f"{path}?{urlencode({k: v for k, v in parts.items() if v})}"


def _keep_index(rows: SqlTable, expression: Any) -> None:
    found = getattr(getattr(expression, "property", None), "columns", [None])[0]
    if found is None or found.table is not rows or found.primary_key or found.unique:
        return
    name = f"ix_{rows.name}_{found.name}_id"
    if name not in {index.name for index in rows.indexes}:
        Index(name, found, rows.c.id)


def _sortable(table: Table) -> dict[str, Any]:
    return {"id": table.model.id} | {c.name: c.sql for c in table.columns if c.is_sortable}


def _conditions(table: Table, asked: Asked, choices: Mapping[str, Sequence[tuple[str, str]]]) -> list[Any]:
    found = []
    for one in table.filters:
        value = asked.values.get(one.name)
        if value is None:
            continue
        offered = choices.get(one.name)
        if offered and value not in {v for v, _label in offered}:
            found.append(table.model.id < 0)
        else:
            found.append(one.condition(value) if one.condition else one.sql == value)
    if asked.q and table.search is not None:
        found.append(matches(table.search, asked.q))
    return found


def _encode(value: Any, row_id: int) -> str:
    kind = "t" if isinstance(value, datetime) else "d" if isinstance(value, date) else "v"
    plain = value.isoformat() if kind != "v" else value
    return base64.urlsafe_b64encode(json.dumps([kind, plain, row_id]).encode()).decode().rstrip("=")


def _decode(cursor: str, wanted: type) -> tuple[Any, int] | None:
    """The place a cursor points at; None for one that was tampered with, which then shows the first page."""
    try:
        kind, value, row_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        parse = {"t": datetime.fromisoformat, "d": date.fromisoformat, "v": lambda v: v}[kind]
        place = parse(value)
        return (place, row_id) if isinstance(place, wanted) and type(row_id) is int else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _kind_of(key: Any) -> type:
    """What a sort key is compared with; the instants of SQLModel hide theirs one level down."""
    plain = getattr(key.type, "impl", key.type)
    kind = object if isinstance(plain, NullType) else plain.python_type
    return str if issubclass(kind, str) else kind


def _beyond(key: Any, identity: Any, place: tuple[Any, int], goes_down: bool) -> ColumnElement[bool]:
    value, row_id = place
    if key is identity:
        return identity < row_id if goes_down else identity > row_id
    further, same = (key < value, identity < row_id) if goes_down else (key > value, identity > row_id)
    return or_(further, and_(key == value, same))


def _base(table: Table, conditions: Sequence[Any], *columns: Any) -> Select:
    statement = select(*columns).select_from(table.model)
    if table.join:
        statement = table.join(statement)
    return statement.where(*conditions)


def _numbers(table: Table, asked: Asked, conditions: Sequence[Any], key: Any = None) -> Select:
    """The ids of the rows that hold; other tables are joined only when a filter, search or sort key asks for them."""
    statement = select(table.model.id, *([] if key is None else [key.label("key")])).select_from(table.model)
    if table.join and table.joined & _tables_of(table, asked, key):
        statement = table.join(statement)
    return statement.where(*conditions)


def _tables_of(table: Table, asked: Asked, key: Any) -> set[Any]:
    found = set(table.searched if asked.q else ())
    if key is not None and key is not table.model.id:
        found |= tables_in(key)
    return found.union(*(one.tables for one in table.filters if one.name in asked.values))


def _page(
    session: Session, table: Table, asked: Asked, conditions: list[Any], size: int
) -> tuple[list[Any], bool, bool]:
    """The rows of one page in shown order, and whether there is more before and after.

    The ids are found first, alone: sorting would otherwise compute every column of every row.
    """
    key, identity = _sortable(table)[asked.sort.lstrip("-")], table.model.id
    backwards = bool(asked.before)
    place = _decode(asked.before or asked.after, _kind_of(key)) if (asked.before or asked.after) else None
    goes_down = asked.sort.startswith("-") != backwards
    where = [*conditions, _beyond(key, identity, place, goes_down)] if place else conditions
    order = [key.desc(), identity.desc()] if goes_down else [key.asc(), identity.asc()]
    columns = [identity.label("row_id"), key.label("row_key"), *(c.sql.label(f"c_{c.name}") for c in table.columns)]
    numbers = select(_numbers(table, asked, where, key).order_by(*order).limit(size + 1).subquery().c.id)
    found = list(session.execute(_base(table, [identity.in_(numbers)], *columns).order_by(*order)))
    more, found = len(found) > size, found[:size]
    if backwards:
        return found[::-1], more, True
    return found, bool(place), more


def _count(session: Session, table: Table, asked: Asked, conditions: list[Any]) -> str:
    inner = _numbers(table, asked, conditions).limit(COUNT_LIMIT + 1).subquery()
    count = session.execute(select(func.count()).select_from(inner)).scalar_one()
    return f"{COUNT_LIMIT:,}+" if count > COUNT_LIMIT else f"{count:,}"


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


def _cells(table: Table, translate: Callable[[str], str]) -> Callable[[Col, Any], Cell]:
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


def filter_choices(session: Session, table: Table, actor: Any) -> dict[str, list[tuple[str, str]]]:
    return {f.name: list(f.choices(session, actor) if callable(f.choices) else f.choices) for f in table.filters}


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
    conditions = [visible, *_conditions(table, asked, choices)]
    found, has_before, has_after = _page(session, table, asked, conditions, PAGE_SIZE)
    make, rows = _cells(table, translate), []
    for row in found:
        cells = [make(column, value) for column, value in zip(table.columns, row[2:], strict=True)]
        rows.append(ShownRow(row.row_id, f"{path}/{row.row_id}", cells))
    ends = (
        (_encode(found[0].row_key, found[0].row_id), _encode(found[-1].row_key, found[-1].row_id))
        if found
        else ("", "")
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
        count_text=_count(session, table, asked, conditions),
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


def is_longer_than(
    session: Session, table: Table, actor: Any, visible: Any, query: Mapping[str, list[str]], most: int
) -> bool:
    """Whether the list as filtered has more rows than ``most``; looks no further than that."""
    asked = Asked.of(table, query)
    conditions = [visible, *_conditions(table, asked, filter_choices(session, table, actor))]
    inner = _numbers(table, asked, conditions).limit(most + 1).subquery()
    return session.execute(select(func.count()).select_from(inner)).scalar_one() > most


def export(
    session: Session,
    table: Table,
    actor: Any,
    visible: Any,
    query: Mapping[str, list[str]],
    title: str,
    translate: Callable[[str], str] = str,
) -> bytes:
    """An XLSX of exactly what is filtered and may be seen; text stays text, whatever it begins with."""
    asked = Asked.of(table, query)
    conditions = [visible, *_conditions(table, asked, filter_choices(session, table, actor))]
    key = _sortable(table)[asked.sort.lstrip("-")]
    order = [key.desc(), table.model.id.desc()] if asked.sort.startswith("-") else [key.asc(), table.model.id.asc()]
    statement = _base(table, conditions, *(c.sql.label(f"c_{c.name}") for c in table.columns))
    found = session.execute(statement.order_by(*order).limit(EXPORT_LIMIT))
    rows = [[_export_value(table, c, v, translate) for c, v in zip(table.columns, row, strict=True)] for row in found]
    return spreadsheet(title, [translate(c.label) for c in table.columns], rows)


def _export_value(table: Table, column: Col, value: Any, translate: Callable[[str], str]) -> Any:
    if column.kind == "money" and value is not None:
        return value / 100
    if column.kind == "number" and isinstance(value, int | float):
        return value
    return _cell(table, column, value, translate).text


def spreadsheet(title: str, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """A sheet with a frozen bold first line; numbers are numbers, everything else is text and never a formula."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    sheet = book.add_worksheet(_sheet_name(title))
    bold, money = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    widths = [len(heading) * 2 + 2 for heading in headings]
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(line, place, value, money if isinstance(value, float) else None)
            else:
                sheet.write_string(line, place, text_of(value))
            widths[place] = min(60, max(widths[place], len(text_of(value)) * 2 + 2))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def _sheet_name(title: str) -> str:
    return "".join(c for c in title if c not in r"[]:*?/\'")[:31] or "Sheet1"


def col_of(model: Any, name: str) -> Any:
    return col(getattr(model, name))
