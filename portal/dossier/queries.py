"""Everything of one group that the actor may see, noun by noun."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor, allows
from core.issued.models import IssuedDocument
from core.nouns import NOUNS, Noun
from incubator.groups.models import Group


@dataclass(frozen=True)
class Chapter:
    """The records of one kind that belong to the group."""

    noun: Noun
    rows: list[Any]


def chapters(session: Session, actor: Actor, group: Group) -> list[Chapter]:
    """Every noun that has a ``group_id``: what belongs to this group, as this actor."""
    found = []
    for noun in NOUNS.values():
        if "group_id" not in noun.model.model_fields or not allows(actor, noun.view):
            continue
        here = (noun.model.group_id == group.id, noun.visible(actor))
        rows = list(session.exec(select(noun.model).where(*here).order_by(col(noun.model.id)).limit(500)))
        if rows:
            found.append(Chapter(noun, rows))
    return found


def documents(session: Session, actor: Actor, group: Group, found: list[Chapter]) -> list[IssuedDocument]:
    """The issued documents of the group and of its records, the newest version of each."""
    owners = {("community_group", group.id)} | {(c.noun.model.__tablename__, row.id) for c in found for row in c.rows}
    ids = [number for _noun, number in owners]
    rows = session.exec(
        select(IssuedDocument).where(col(IssuedDocument.noun_id).in_(ids)).order_by(col(IssuedDocument.id))
    )
    newest: dict[str, IssuedDocument] = {}
    for row in rows:
        noun = NOUNS.get(row.noun)
        if (
            (row.noun, row.noun_id) in owners
            and noun
            and noun.shows_file(actor, noun.get(session, actor, row.noun_id), row.kind)
        ):
            newest[row.number] = row
    return list(newest.values())
