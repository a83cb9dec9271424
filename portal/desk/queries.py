"""What waits for an actor: read from the workflows of all nouns, so a new noun is on the desk by itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.nouns import NOUNS, Noun
from core.permissions import Permission

PER_NOUN = 50


@dataclass(frozen=True)
class Task:
    """One thing that waits: for whom it is, since when, until when."""

    noun: Noun
    row: Any
    verb: str
    since: datetime
    due_on: date | None

    @property
    def href(self) -> str:
        return f"{self.noun.path}/{self.row.id}"


def _permissions(actor: Actor) -> set[Permission]:
    return {permission for permission in Permission if actor.can(permission)}


def waiting(session: Session, actor: Actor) -> list[Task]:
    """Everything that this actor can move on now, what is due first; nothing that only somebody else may."""
    held = _permissions(actor)
    found = [task for noun in NOUNS.values() if noun.workflow for task in _of(session, actor, noun, held)]
    return sorted(found, key=lambda task: (task.due_on or date.max, task.since))


def _of(session: Session, actor: Actor, noun: Noun, held: set[Permission]) -> list[Task]:
    workflow = noun.workflow
    states = [s for s in workflow.waiting_states(held) if workflow.states[s].due is not None] if workflow else []
    if not states:
        return []
    here = (noun.visible(actor), col(noun.model.status).in_(states))
    rows = session.exec(select(noun.model).where(*here).order_by(col(noun.model.due_on)).limit(PER_NOUN))
    return [task for row in rows if (task := _task(session, actor, noun, row))]


def _task(session: Session, actor: Actor, noun: Noun, row: Any) -> Task | None:
    """The row as a task if one of its buttons is allowed to this actor now."""
    choices = [c for c in noun.buttons(session, actor, row) if c.is_allowed and not c.is_danger]
    first = next(iter(sorted(choices, key=lambda c: not c.is_primary)), None)
    return Task(noun, row, first.label, row.status_since, row.due_on) if first else None
