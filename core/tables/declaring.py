"""A list as data: columns, filters, search and order, and what an address may ask of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Index, Select
from sqlalchemy import Table as SqlTable
from sqlalchemy.sql.util import find_tables
from sqlmodel import Session, col, select

from core.workflow import Workflow


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
        for expression in sortable(self).values():
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


def _keep_index(rows: SqlTable, expression: Any) -> None:
    found = getattr(getattr(expression, "property", None), "columns", [None])[0]
    if found is None or found.table is not rows or found.primary_key or found.unique:
        return
    name = f"ix_{rows.name}_{found.name}_id"
    if name not in {index.name for index in rows.indexes}:
        Index(name, found, rows.c.id)


def sortable(table: Table) -> dict[str, Any]:
    return {"id": table.model.id} | {c.name: c.sql for c in table.columns if c.is_sortable}


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
        if sort.lstrip("-") not in sortable(table):
            sort = table.sort
        values = {f.name: last[f.name] for f in table.filters if last.get(f.name)}
        return cls(last.get("q", "").strip()[:80], values, sort, last.get("after", ""), last.get("before", ""))

    def address(self, path: str, **changed: str) -> str:
        parts = {**self.values, "q": self.q, "sort": self.sort, **changed}
        return f"{path}?{urlencode({k: v for k, v in parts.items() if v})}"


def filter_choices(session: Session, table: Table, actor: Any) -> dict[str, list[tuple[str, str]]]:
    return {f.name: list(f.choices(session, actor) if callable(f.choices) else f.choices) for f in table.filters}
