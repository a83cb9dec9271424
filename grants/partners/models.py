"""Who applies jointly: one question to one organisation, with the part of the money and of the work it would take."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from core.constraints import explain
from core.db import Id, Stateful, enum_type, fen_field, json_field, reference, state_needs
from core.labels import Labelled


class PartnerStatus(Labelled):
    ASKED = "ASKED", "待答复"
    ACCEPTED = "ACCEPTED", "已同意"
    DECLINED = "DECLINED", "不参加"
    RECALLED = "RECALLED", "已收回"


_LIVE = text("status <> 'RECALLED'")


class Partner(Stateful, table=True):
    """One organisation asked to join one proposal; ``terms`` is what it was asked to agree to, word for word.

    The terms of a row never change: another share or other duties are another row, which asks again.
    """

    __tablename__ = "proposal_partner"
    __table_args__ = (
        Index("uq_partner_live", "proposal_id", "group_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        CheckConstraint("share_fen > 0", name="positive"),
        state_needs((PartnerStatus.ACCEPTED, PartnerStatus.DECLINED), "answered_by", "answered_at"),
    )

    status: PartnerStatus = Field(default=PartnerStatus.ASKED, sa_type=enum_type(PartnerStatus))
    proposal_id: int = reference("proposal.id")
    group_id: int = reference("community_group.id")
    asked_in: str = Field(max_length=12, index=True)
    name: str = Field(max_length=80)
    title: str = Field(max_length=80)
    share_fen: int = fen_field()
    duties: str = Field(max_length=500)
    terms: dict[str, Any] = json_field(default_factory=dict)
    terms_hash: str = Field(max_length=64)
    opinion: str = Field(default="", max_length=300)
    answered_by: int | None = Field(default=None, sa_type=Id)
    answered_at: datetime | None = None


explain("uq_partner_live", "已经有人去请这个组织了，请刷新页面。")
