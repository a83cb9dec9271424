"""Rehearsals and their personas."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from core.db import Id, Row, Stateful, enum_type, reference
from core.labels import Labelled
from core.permissions import Role


class RehearsalStatus(Labelled):
    RUNNING = "RUNNING", "试运行中"
    DISCARDED = "DISCARDED", "已销毁"


class Rehearsal(Stateful, table=True):
    """One rehearsal of an edition; everything that is done in it lies in a shadow of the district."""

    __table_args__ = (UniqueConstraint("shadow_code"),)

    status: RehearsalStatus = Field(default=RehearsalStatus.RUNNING, sa_type=enum_type(RehearsalStatus))
    number: str = Field(max_length=40, unique=True)
    title: str = Field(max_length=80)
    contest_id: int = reference("contest.id")
    shadow_code: str = Field(max_length=12)
    shadow_contest_id: int | None = Field(default=None, sa_type=Id)


class Persona(Row, table=True):
    """One account of a rehearsal that whoever takes part may play, one after the other or each their own.

    A judge may be lent to somebody outside by a link that works once; only the hash of its token is kept.
    """

    __tablename__ = "rehearsal_persona"
    __table_args__ = (UniqueConstraint("account_id"), UniqueConstraint("link_hash"))

    rehearsal_id: int = reference("rehearsal.id")
    account_id: int = reference("account.id")
    name: str = Field(max_length=40)
    role: Role = Field(sa_type=enum_type(Role))
    link_hash: str | None = Field(default=None, max_length=64)
    link_until: datetime | None = None
