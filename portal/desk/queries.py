"""What waits for an actor: read from the workflows of all nouns, so a new noun is on the desk by itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby, islice
from typing import Any

from sqlalchemy import JSON, Row, Select
from sqlalchemy import select as select_columns
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from core import clock
from core.access import Actor
from core.nouns import NOUNS, Noun
from core.permissions import Permission

Found = Sequence[tuple[Noun, Row]]
SHOWN = 50
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
    found = _open_rows(session, actor)
    mine = list(islice((t for t in _tasks(session, actor, found) if t.verb), SHOWN + 1))
    late = [(noun, row) for noun, row in found if _escalates(noun, row, actor)]
    others = list(islice((t for t in _tasks(session, actor, late) if not t.verb), SHOWN))
    return Desk(mine[:SHOWN], others, len(mine) > SHOWN)


def _escalates(noun: Noun, row: Row, actor: Actor) -> bool:
    role = noun.workflow.state(row.status).escalates_to if noun.workflow else None
    return role in actor.roles and row.due_on < clock.today()


def _open_rows(session: Session, actor: Actor) -> Found:
    """Number, state and dates of what is open, due first: few columns, because most of it will not be shown."""
    held = {permission for permission in Permission if actor.can(permission)}
    found: list[tuple[Noun, Row]] = []
    for noun in NOUNS.values():
        states = noun.workflow.watched_states(held, actor.roles) if noun.workflow else set()
        if states:
            here = (noun.visible(actor), col(noun.model.status).in_(states))
            found += [(noun, row) for row in session.execute(_light(noun.model).where(*here))]
    return sorted(found, key=lambda one: (one[1].due_on, one[1].status_since))


@cache
def _light(model: Any) -> Select:
    """The part of the statement that is the same for everybody; the index on the due day holds little else."""
    columns = (model.id, model.status, model.status_since, model.due_on)
    return select_columns(*columns).where(model.due_on.is_not(None)).order_by(model.due_on).limit(LOOKED_AT)


def _rows(session: Session, found: Found) -> Iterator[tuple[Noun, Any]]:
    """The whole rows in the same order, as many at a time as a desk shows."""
    for start in range(0, len(found), SHOWN):
        some = found[start : start + SHOWN]
        by_noun = groupby(sorted(some, key=lambda one: one[0].plural), key=lambda one: one[0].plural)
        whole = {key: _whole(session, [(noun, row.id) for noun, row in group]) for key, group in by_noun}
        for noun, row in some:
            if row.id in whole[noun.plural]:
                yield noun, whole[noun.plural][row.id]


def _whole(session: Session, wanted: Iterable[tuple[Noun, int]]) -> dict[int, Any]:
    pairs = list(wanted)
    model = pairs[0][0].model
    chosen = select(model).where(col(model.id).in_([number for _noun, number in pairs]))
    return {row.id: row for row in session.exec(chosen.options(*_bulky(model)))}


@cache
def _bulky(model: Any) -> tuple[Any, ...]:
    """Snapshots and other JSON are not read: no title and no rule about persons needs them."""
    return tuple(defer(getattr(model, c.key)) for c in model.__table__.columns if isinstance(c.type, JSON))


def _tasks(session: Session, actor: Actor, found: Found) -> Iterator[Task]:
    """The rows as tasks, each with what this actor is to do about it, if anything."""
    for noun, row in _rows(session, found):
        step = noun.workflow.next_step(row, actor) if noun.workflow else None
        yield Task(noun, row, step.label if step else None, row.status_since, row.due_on)
