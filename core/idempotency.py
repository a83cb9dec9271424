"""Same key, same object: a creating form that is sent again gets the first answer, not a second object."""

from typing import Any

from sqlalchemy import UniqueConstraint, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, col, select

from core import clock
from core.access import Actor
from core.call import Call
from core.db import Row, json_field
from core.errors import KeyReused, WrongState


class FormKey(Row, table=True):
    """One key that a page or an API client made, with what was sent under it and what was answered."""

    __table_args__ = (UniqueConstraint("owner", "key"),)

    key: str = Field(max_length=80)
    owner: str = Field(max_length=80)
    path: str = Field(max_length=200)
    body_hash: str = Field(max_length=64)
    status: int | None = None
    location: str | None = None
    body: Any = json_field(default=None, nullable=True)


def _owner(actor: Actor, call: Call) -> str:
    return str(actor.account_id) if actor.is_signed_in else f"@{call.address}"


def claim(session: Session, actor: Actor, path: str, call: Call) -> FormKey | None:
    """Take the key for this transaction, or return what was answered under it before.

    On PostgreSQL the insert waits for a rival transaction; on SQLite writers stand in line anyway.
    Raises KeyReused when the same key comes with other content.
    """
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    owner = _owner(actor, call)
    values = {"key": call.key, "owner": owner, "path": path, "body_hash": call.body_hash, "created_at": clock.now()}
    taken = session.execute(insert(FormKey).values(**values).on_conflict_do_nothing().returning(col(FormKey.id)))
    if taken.first() is not None:
        return None
    earlier = session.exec(select(FormKey).where(FormKey.owner == owner, FormKey.key == call.key)).one()
    if earlier.body_hash != call.body_hash or earlier.path != path:
        raise KeyReused
    if earlier.status is None and earlier.location is None:
        raise WrongState("同一张表单正在保存，请稍候再看。")
    return earlier


def keep(session: Session, actor: Actor, call: Call, **answer: Any) -> None:
    """Remember the answer under the key, in the transaction that made the object."""
    here = (FormKey.owner == _owner(actor, call), FormKey.key == call.key)
    session.execute(update(FormKey).where(*here).values(**answer))
