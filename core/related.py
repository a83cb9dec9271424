"""What belongs to a record: rows of other nouns that point at it, the newest few of each kind, as the actor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from core.access import Actor, allows
from core.nouns import NOUNS, Noun

SHOWN = 5


@dataclass(frozen=True)
class Related:
    """The newest rows of one kind, and how many there are in all."""

    noun: Noun
    rows: list[Any]
    count: int


def related(session: Session, actor: Actor, row: Any, column: str, nouns: Sequence[str]) -> list[Related]:
    """The rows of these nouns (table names) whose ``column`` holds this record, kinds without any left out.

    At most ``SHOWN`` rows of a kind are loaded, however many there are.
    """
    found = []
    for noun in (NOUNS[name] for name in nouns if name in NOUNS):
        if not allows(actor, noun.view):
            continue
        here = (getattr(noun.model, column) == row.id, noun.visible(actor))
        newest = select(noun.model).where(*here).order_by(col(noun.model.id).desc()).limit(SHOWN)
        if rows := list(session.exec(newest)):
            count = session.exec(select(func.count()).select_from(noun.model).where(*here)).one()
            found.append(Related(noun, rows, count))
    return found
