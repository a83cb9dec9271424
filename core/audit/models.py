"""Tables of the audit chain."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Index, SQLModel

from core.db import Id, append_only, json_field


@append_only
class AuditEvent(SQLModel, table=True):
    """One change: who did what to which row, sealed by a hash that covers the event before it.

    ``data`` never holds personal values (names, telephone numbers, document numbers): the chain outlives
    every person's right to be forgotten. ``actor_name`` is only filled where no account acted (系统).
    """

    __tablename__ = "audit_event"
    __table_args__ = (UniqueConstraint("chain", "seq"), Index("ix_audit_event_noun_noun_id", "noun", "noun_id"))

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    chain: str = Field(max_length=6)
    seq: int = Field(sa_type=Id)
    at: datetime
    actor_id: int | None = Field(default=None, sa_type=Id)
    actor_name: str | None = None
    on_behalf_of: str | None = None
    kind: str = Field(max_length=80)
    noun: str = Field(max_length=60)
    noun_id: int | None = Field(default=None, sa_type=Id)
    data: dict[str, Any] = json_field()
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class AuditHead(SQLModel, table=True):
    """The last event of one chain; the lock on this row is what puts the writers of a district in a queue."""

    __tablename__ = "audit_head"

    chain: str = Field(max_length=6, primary_key=True)
    seq: int = Field(sa_type=Id)
    hash: str = Field(max_length=64)


class AuditActor(SQLModel, table=True):
    """What to call an account in timelines; outside the chain, so that a person's name can be erased."""

    __tablename__ = "audit_actor"

    account_id: int = Field(primary_key=True, sa_type=Id, sa_column_kwargs={"autoincrement": False})
    name: str
