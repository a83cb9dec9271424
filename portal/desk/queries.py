"""What waits for an actor: read from the workflows of all nouns, so a new noun is on the desk by itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import JSON, CompoundSelect, DateTime, Enum, Row, Select, String, literal, type_coerce, union_all
from sqlalchemy import select as select_columns
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from core import clock
from core.access import Actor, per_actor
from core.nouns import NOUNS, Noun
from core.permissions import Permission
from core.statements import Prepared

Found = Sequence[tuple[Noun, Row]]
Read = dict[tuple[str, int], Any]
SHOWN = 50
FEW = 10  # rows that are read at a time when nearly everything is found
LONG = 200  # characters from which on a column is no title
LOOKED_AT = 200  # of each noun; an officer with more is told that there are more


@dataclass(frozen=True)
class Task:
    """One thing that waits: what to do, since when, until when; ``verb`` is None when others are late with it."""

    noun: Noun
    row: Any
    verb: str | None
    since: datetime
    due_on: date | None

    @property
    def href(self) -> str:
        return f"{self.noun.path}/{self.row.id}"


@dataclass(frozen=True)
class Desk:
    """The most urgent things of one actor, what others are late with, and whether more waits than is shown."""

    tasks: Sequence[Task]
    overdue: Sequence[Task]
    has_more: bool


def desk_of(session: Session, actor: Actor) -> Desk:
    """Everything that this actor is to move on, what is due first; nothing that only somebody else may.

    With it what others should have done by now, where the declaration escalates to a role that this actor holds.
    """
    found, read = _open_rows(session, actor), {}
    mine = _first(SHOWN + 1, session, actor, found, read, lambda task: bool(task.verb))
    late = [(noun, row) for noun, row in found if _escalates(noun, row, actor)]
    others = _first(SHOWN, session, actor, late, read, lambda task: not task.verb)
    return Desk(mine[:SHOWN], others, len(mine) > SHOWN)


def _escalates(noun: Noun, row: Row, actor: Actor) -> bool:
    role = noun.workflow.state(row.status).escalates_to if noun.workflow else None
    return role in actor.roles and row.due_on < clock.today()


def _open_rows(session: Session, actor: Actor) -> Found:
    """Number, state and dates of what is open, due first: few columns, because most of it will not be shown."""
    statement, nouns = _of_all_nouns(actor)
    rows = session.connection().execute(statement) if nouns else []
    return sorted(((nouns[row.noun], row) for row in rows), key=lambda one: (one[1].due_on, one[1].status_since))


@per_actor
def _of_all_nouns(actor: Actor) -> tuple[CompoundSelect, list[Noun]]:
    """One statement over everything with a clock that may concern this actor, and the nouns that it counts off."""
    held = {permission for permission in Permission if actor.can(permission)}
    watched = [(n, n.workflow.watched_states(held, actor.roles)) for n in NOUNS.values() if n.workflow]
    parts = [(noun, states) for noun, states in watched if states]
    chosen = [_of_noun(place, noun, noun.visible(actor), states) for place, (noun, states) in enumerate(parts)]
    return union_all(*chosen), [noun for noun, _states in parts]


def _of_noun(place: int, noun: Noun, visible: Any, states: set[StrEnum]) -> Select:
    """Its most urgent rows; the index on the due day holds little else than what is open."""
    model = noun.model
    columns = (literal(place).label("noun"), model.id, type_coerce(model.status, String).label("status"))
    here = (model.due_on.is_not(None), visible, col(model.status).in_(states))
    rows = select_columns(*columns, model.status_since, model.due_on).where(*here)
    return select_columns(rows.order_by(model.due_on).limit(LOOKED_AT).subquery())


def _first(
    most: int, session: Session, actor: Actor, found: Found, read: Read, is_wanted: Callable[[Task], bool]
) -> list[Task]:
    """The first ``most`` tasks of a kind; no more rows are read than may still be needed."""
    kept: list[Task] = []
    place = 0
    while len(kept) < most and place < len(found):
        some = found[place : place + max(most - len(kept), FEW)]
        place += len(some)
        kept += filter(is_wanted, _tasks(session, actor, some, read))
    return kept[:most]


def _rows(session: Session, some: Found, read: Read) -> Iterator[tuple[Noun, Any, Row]]:
    """The rows themselves in the same order; ``read`` keeps them for whoever asks next."""
    wanted: dict[str, set[int]] = {}
    for noun, row in some:
        if (noun.name, row.id) not in read:
            wanted.setdefault(noun.name, set()).add(row.id)
    nouns = {noun.name: noun for noun, _row in some}
    for name, numbers in wanted.items():
        rows = _titled(nouns[name].model)(session, numbers=sorted(numbers))
        read.update({(name, one.id): one for one in rows})
    yield from ((noun, read[noun.name, row.id], row) for noun, row in some if (noun.name, row.id) in read)


@cache
def _titled(model: Any) -> Prepared:
    """Reads what a title and a rule about persons look at: no long text, no snapshot or other JSON, no instants."""
    skipped = [defer(getattr(model, c.key)) for c in model.__table__.columns if _is_bulky(c.type)]
    return Prepared(lambda numbers: select(model).where(col(model.id).in_(numbers)).options(*skipped))


def _is_bulky(kind: Any) -> bool:
    plain = getattr(kind, "impl_instance", kind)
    is_long = isinstance(plain, String) and not isinstance(plain, Enum) and (plain.length or LONG) >= LONG
    return is_long or isinstance(plain, JSON | DateTime)


def _tasks(session: Session, actor: Actor, found: Found, read: Read) -> Iterator[Task]:
    """The rows as tasks, each with what this actor is to do about it, if anything."""
    for noun, row, dates in _rows(session, found, read):
        step = noun.workflow.next_step(row, actor) if noun.workflow else None
        yield Task(noun, row, step.label if step else None, dates.status_since, dates.due_on)
