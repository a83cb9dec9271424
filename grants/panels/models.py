"""Panels, their seats, and what was declared about conflicts."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.constraints import explain
from core.db import Id, Stateful, enum_type, json_field, reference, state_needs
from core.labels import Labelled


class PanelStatus(Labelled):
    FORMING = "FORMING", "组建中"
    SCORING = "SCORING", "评审中"
    OPENING = "OPENING", "待开封"
    CLOSED = "CLOSED", "已结束"


class Panel(Stateful, table=True):
    """The panel of one edition, with the rules it scores by, copied when it was formed.

    ``key_id`` names the data key under which every sheet of this round is sealed. Opening them takes two officers:
    ``asked_by`` and, after a look by another, ``closed_by``.
    """

    __table_args__ = (
        CheckConstraint("due_at > opens_at", name="due_after_opening"),
        state_needs((PanelStatus.OPENING, PanelStatus.CLOSED), "asked_by"),
        state_needs((PanelStatus.CLOSED,), "closed_at", "closed_by"),
        CheckConstraint("closed_by IS NULL OR closed_by <> asked_by", name="opened_by_two"),
    )

    status: PanelStatus = Field(default=PanelStatus.FORMING, sa_type=enum_type(PanelStatus))
    number: str = Field(max_length=40, unique=True)
    title: str = Field(max_length=80)
    contest_id: int = reference("contest.id", index=False, unique=True)
    rubric_id: int = reference("scheme.id")
    rules: dict[str, Any] = json_field(default_factory=dict)
    opens_at: datetime
    due_at: datetime
    key_id: int = Field(sa_type=Id)
    asked_by: int | None = Field(default=None, sa_type=Id)
    closed_at: datetime | None = None
    closed_by: int | None = Field(default=None, sa_type=Id)


class SeatStatus(Labelled):
    INVITED = "INVITED", "已邀请"
    ACCEPTED = "ACCEPTED", "已接受"
    DECLINED = "DECLINED", "已谢绝"
    EXCLUDED = "EXCLUDED", "已排除"


class PanelSeat(Stateful, table=True):
    """One judge on one panel, in the role that the panel needs filled."""

    __tablename__ = "panel_seat"
    __table_args__ = (UniqueConstraint("panel_id", "account_id"), state_needs((SeatStatus.DECLINED,), "decline_reason"))

    status: SeatStatus = Field(default=SeatStatus.INVITED, sa_type=enum_type(SeatStatus))
    panel_id: int = reference("panel.id")
    account_id: int = reference("account.id")
    role: str = Field(max_length=40)
    expertise: str = Field(default="", max_length=80)
    organisation: str = Field(default="", max_length=80)
    community_code: str | None = Field(default=None, max_length=12)
    decline_reason: str | None = Field(default=None, max_length=40)


explain("uq_panel_seat_panel_id", "这位评委已经在评审组里。")


explain("panel_seat.panel_id, panel_seat.account_id", "这位评委已经在评审组里。")


explain("uq_panel_contest_id", "这一届大赛已经有评审组。")


explain("panel.contest_id", "这一届大赛已经有评审组。")


class DeclaredBy(Labelled):
    JUDGE = "JUDGE", "评委申报"
    OFFICE = "OFFICE", "经申请由主办方认定"


class Declaration(Stateful, table=True):
    """What was declared about one judge and one proposal; ``reason`` is empty when there is no conflict.

    A row of either origin with a reason hides the proposal from the judge.
    """

    __tablename__ = "conflict_declaration"
    __table_args__ = (
        UniqueConstraint("seat_id", "proposal_id", "origin"),
        CheckConstraint("origin <> 'OFFICE' OR (reason IS NOT NULL AND note <> '')", name="office_says_why"),
    )

    panel_id: int = reference("panel.id")
    seat_id: int = reference("panel_seat.id")
    proposal_id: int = reference("proposal.id")
    origin: DeclaredBy = Field(default=DeclaredBy.JUDGE, sa_type=enum_type(DeclaredBy))
    reason: str | None = Field(default=None, max_length=40)
    note: str = Field(default="", max_length=300)
