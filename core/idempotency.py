"""Same key, same object: a creating form that is sent again gets the first answer, not a second object."""

import hashlib
import json
from typing import Any

from sqlalchemy import UniqueConstraint, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, col, select

from core import clock, vault
from core.access import Actor
from core.call import Call
from core.db import Row
from core.errors import KeyReused, WrongState


class FormKey(Row, table=True):
    """One key that a page or an API client made, with what was sent under it and what was answered.

    Only the key's hash is kept, and the answer of the API is sealed under the key: it may hold a person's name, and
    must not outlive that person's record.
    """

    __table_args__ = (UniqueConstraint("owner", "key_hash"),)

    key_hash: str = Field(max_length=64)
    owner: str = Field(max_length=80)
    path: str = Field(max_length=200)
    body_hash: str = Field(max_length=64)
    status: int | None = None
    location: str | None = None
    sealed: str | None = None


def _owner(actor: Actor, call: Call) -> str:
    return str(actor.account_id) if actor.is_signed_in else f"@{call.address}"


def _key_hash(call: Call) -> str:
    return hashlib.sha256((call.key or "").encode()).hexdigest()


def claim(session: Session, actor: Actor, path: str, call: Call) -> FormKey | None:
    """Take the key for this transaction, or return what was answered under it before.

    On PostgreSQL the insert waits for a rival transaction; on SQLite writers stand in line anyway.
    Raises KeyReused when the same key comes with other content.
    """
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    mine = {"key_hash": _key_hash(call), "owner": _owner(actor, call)}
    values = {**mine, "path": path, "body_hash": call.body_hash, "created_at": clock.now()}
    taken = session.execute(insert(FormKey).values(**values).on_conflict_do_nothing().returning(col(FormKey.id)))
    if taken.first() is not None:
        return None
    earlier = session.exec(select(FormKey).filter_by(**mine)).one()
    if earlier.body_hash != call.body_hash or earlier.path != path:
        raise KeyReused
    if earlier.status is None and earlier.location is None:
        raise WrongState("同一张表单正在保存，请稍候再看。")
    return earlier


def keep(
    session: Session,
    actor: Actor,
    call: Call,
    *,
    location: str | None = None,
    status: int | None = None,
    body: Any = None,
) -> None:
    """Remember the answer under the key, in the transaction that made the object."""
    here = (FormKey.owner == _owner(actor, call), FormKey.key_hash == _key_hash(call))
    sealed = None if body is None else vault.seal_under(call.key or "", json.dumps(body, ensure_ascii=False))
    session.execute(update(FormKey).where(*here).values(location=location, status=status, sealed=sealed))


def body_of(earlier: FormKey, call: Call) -> Any:
    """What the API answered under this key."""
    return json.loads(vault.open_under(call.key or "", earlier.sealed)) if earlier.sealed else None
