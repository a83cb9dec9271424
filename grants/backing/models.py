"""What a proposal asks of its host community and of its fiscal host, and what they answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from core.constraints import explain
from core.db import Id, Stateful, enum_type, json_field, reference, state_needs
from core.labels import Labelled
from grants.contests.models import BackingKind


class BackingStatus(Labelled):
    ASKED = "ASKED", "待答复"
    ACCEPTED = "ACCEPTED", "已同意"
    DECLINED = "DECLINED", "未同意"
    RECALLED = "RECALLED", "已收回"


_LIVE = text("status <> 'RECALLED'")


class Backing(Stateful, table=True):
    """One question to one community or organisation; ``terms`` is what it was asked to agree to, word for word.

    The area is that of whoever answers: the community itself, or the organisation ``host_group_id``.
    """

    __tablename__ = "proposal_backing"
    __table_args__ = (
        Index("uq_backing_live", "proposal_id", "kind", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        state_needs((BackingStatus.ACCEPTED, BackingStatus.DECLINED), "answered_by", "answered_at"),
    )

    status: BackingStatus = Field(default=BackingStatus.ASKED, sa_type=enum_type(BackingStatus))
    proposal_id: int = reference("proposal.id")
    kind: BackingKind = Field(sa_type=enum_type(BackingKind))
    asked_in: str = Field(max_length=12, index=True)
    host_group_id: int | None = reference("community_group.id", default=None)
    name: str = Field(max_length=80)
    title: str = Field(max_length=80)
    terms: dict[str, Any] = json_field(default_factory=dict)
    opinion: str = Field(default="", max_length=300)
    answered_by: int | None = Field(default=None, sa_type=Id)
    answered_at: datetime | None = None


explain("uq_backing_live", "同一件事已经有人去请了，请刷新页面。")
