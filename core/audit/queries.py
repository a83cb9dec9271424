"""Reading the audit chain: timelines, exports and the check of the whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TextIO

from sqlalchemy import RowMapping, bindparam, select
from sqlmodel import Session

from core.audit.models import AuditActor, AuditEvent, AuditHead
from core.audit.rules import GENESIS, line_of, problems_in

_EVENT = AuditEvent.__table__  # type: ignore[attr-defined]
_HEAD = AuditHead.__table__  # type: ignore[attr-defined]
_ACTOR = AuditActor.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline, ready to show."""

    seq: int
    at: datetime
    actor_id: int | None
    actor_name: str
    on_behalf_of: str | None
    kind: str
    data: Mapping[str, Any]
    hash: str

    @property
    def reason(self) -> str:
        return self.data.get("reason") or ""


# Asked by the page of every record, so composed once.
_TOLD = (
    select(
        *(_EVENT.c[name] for name in ("seq", "at", "actor_id", "on_behalf_of", "kind", "data", "hash")),
        _EVENT.c.actor_name.label("spoken"),
        _ACTOR.c.name.label("known"),
    )
    .join_from(_EVENT, _ACTOR, _ACTOR.c.account_id == _EVENT.c.actor_id, isouter=True)
    .where(_EVENT.c.noun == bindparam("noun"), _EVENT.c.noun_id == bindparam("noun_id"))
    .order_by(_EVENT.c.id.desc())
    .limit(bindparam("most"))
)


def timeline(session: Session, noun: str, noun_id: int, limit: int = 200) -> list[Entry]:
    """What happened to one row, newest first."""
    asked = {"noun": noun, "noun_id": noun_id, "most": limit}
    return [_entry(row) for row in session.connection().execute(_TOLD, asked).mappings()]


def _entry(row: RowMapping) -> Entry:
    facts = {name: row[name] for name in ("seq", "at", "actor_id", "on_behalf_of", "kind", "data", "hash")}
    return Entry(actor_name=row["known"] or row["spoken"] or "系统", **facts)


def head(session: Session, chain: str) -> tuple[int, str]:
    """The (seq, hash) at the end of a chain, as printed on minutes and receipts; (0, zeros) when it is empty."""
    row = session.connection().execute(select(_HEAD.c.seq, _HEAD.c.hash).where(_HEAD.c.chain == chain)).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def list_heads(session: Session) -> list[tuple[str, int, str]]:
    """The (chain, seq, hash) of every chain."""
    rows = session.connection().execute(select(_HEAD.c.chain, _HEAD.c.seq, _HEAD.c.hash).order_by(_HEAD.c.chain))
    return [(row.chain, row.seq, row.hash) for row in rows]


def _events(session: Session, chain: str) -> Iterator[RowMapping]:
    chosen = select(_EVENT).where(_EVENT.c.chain == chain).order_by(_EVENT.c.seq)
    result = session.connection().execute(chosen, execution_options={"yield_per": 2000})
    return iter(result.mappings())


def export(session: Session, chain: str, file: TextIO) -> int:
    """Write a chain as JSON lines for ``portal/verify_audit.py``; returns the number of events."""
    count = 0
    for event in _events(session, chain):
        file.write(line_of(event) + "\n")
        count += 1
    return count


def verify_all(session: Session) -> list[str]:
    """What is wrong with the chains, in Chinese sentences; empty when every one holds."""
    heads = {chain: (seq, last) for chain, seq, last in list_heads(session)}
    found = session.connection().execute(select(_EVENT.c.chain).distinct()).scalars()
    chains = sorted(heads.keys() | set(found))
    return [
        problem
        for chain in chains
        for problem in problems_in(chain, _events(session, chain), heads.get(chain, (0, GENESIS)))
    ]
