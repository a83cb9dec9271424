"""The statements of a list: which rows hold, in which order, and from which place on."""

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_
from sqlalchemy.types import NullType
from sqlmodel import Session, select

from core.search import matches
from core.tables.declaring import Asked, Table, filter_choices, sortable, tables_in

COUNT_LIMIT = 1_000


def conditions_of(table: Table, asked: Asked, choices: Mapping[str, Sequence[tuple[str, str]]]) -> list[Any]:
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


def encode(value: Any, row_id: int) -> str:
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


def whole_rows(table: Table, conditions: Sequence[Any], *columns: Any) -> Select:
    statement = select(*columns).select_from(table.model)
    if table.join:
        statement = table.join(statement)
    return statement.where(*conditions)


def row_ids(table: Table, asked: Asked, conditions: Sequence[Any], key: Any = None) -> Select:
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


def page(
    session: Session, table: Table, asked: Asked, conditions: list[Any], size: int
) -> tuple[list[Any], bool, bool]:
    """The rows of one page in shown order, and whether there is more before and after.

    The ids are found first, alone: sorting would otherwise compute every column of every row.
    """
    key, identity = sortable(table)[asked.sort.lstrip("-")], table.model.id
    backwards = bool(asked.before)
    place = _decode(asked.before or asked.after, _kind_of(key)) if (asked.before or asked.after) else None
    goes_down = asked.sort.startswith("-") != backwards
    where = [*conditions, _beyond(key, identity, place, goes_down)] if place else conditions
    order = [key.desc(), identity.desc()] if goes_down else [key.asc(), identity.asc()]
    columns = [identity.label("row_id"), key.label("row_key"), *(c.sql.label(f"c_{c.name}") for c in table.columns)]
    wanted = select(row_ids(table, asked, where, key).order_by(*order).limit(size + 1).subquery().c.id)
    found = list(session.execute(whole_rows(table, [identity.in_(wanted)], *columns).order_by(*order)))
    more, found = len(found) > size, found[:size]
    if backwards:
        return found[::-1], more, True
    return found, bool(place), more


def count(session: Session, table: Table, asked: Asked, conditions: list[Any]) -> str:
    inner = row_ids(table, asked, conditions).limit(COUNT_LIMIT + 1).subquery()
    found = session.execute(select(func.count()).select_from(inner)).scalar_one()
    return f"{COUNT_LIMIT:,}+" if found > COUNT_LIMIT else f"{found:,}"


def is_longer_than(
    session: Session, table: Table, actor: Any, visible: Any, query: Mapping[str, list[str]], most: int
) -> bool:
    """Whether the list as filtered has more rows than ``most``; looks no further than that."""
    asked = Asked.of(table, query)
    conditions = [visible, *conditions_of(table, asked, filter_choices(session, table, actor))]
    inner = row_ids(table, asked, conditions).limit(most + 1).subquery()
    return session.execute(select(func.count()).select_from(inner)).scalar_one() > most
