"""What is said about proposals after the opening, and what the meeting recommends."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from core.constraints import explain
from core.db import Id, Located, Stateful, append_only, enum_type, json_field, reference, state_needs
from core.labels import Labelled
from grants.sheets.models import Recommendation


class ModerationStatus(Labelled):
    DRAFT = "DRAFT", "待公布"
    PUBLISHED = "PUBLISHED", "已公布"


@append_only
class RoomMessage(Located, table=True):
    """One thing that somebody said about one proposal; what is said stays."""

    __tablename__ = "room_message"
    __private__ = ("body",)

    panel_id: int = reference("panel.id")
    proposal_id: int = reference("proposal.id")
    said_by: int = Field(sa_type=Id)
    is_judge: bool
    body: str = Field(max_length=2000)


class Moderation(Stateful, table=True):
    """The meeting of a panel after the opening: who was there. What it recommends is pending until it is published."""

    __table_args__ = (state_needs((ModerationStatus.PUBLISHED,), "published_at", "published_by"),)

    status: ModerationStatus = Field(default=ModerationStatus.DRAFT, sa_type=enum_type(ModerationStatus))
    number: str = Field(max_length=40, unique=True)
    panel_id: int = reference("panel.id", index=False, unique=True)
    held_on: date
    place: str = Field(max_length=120)
    present: list[int] = json_field(default_factory=list)
    others: str = Field(default="", max_length=300)
    published_at: datetime | None = None
    published_by: int | None = Field(default=None, sa_type=Id)


ONCE = "这个评审组已经有评议会记录，请刷新页面。"
explain("uq_moderation_panel_id", ONCE)
explain("moderation.panel_id", ONCE)


class ModerationItem(Located, table=True):
    """What the meeting said of one proposal. ``before`` is what the sheets recommend; scores are never touched."""

    __tablename__ = "moderation_item"
    __table_args__ = (UniqueConstraint("moderation_id", "proposal_id"),)

    moderation_id: int = reference("moderation.id")
    proposal_id: int = reference("proposal.id")
    before: Recommendation = Field(sa_type=enum_type(Recommendation, "recommended_before"))
    recommendation: Recommendation = Field(sa_type=enum_type(Recommendation))
    discussed: str = Field(default="", max_length=1000)
    reason: str = Field(default="", max_length=300)
