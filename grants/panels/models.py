"""Panels, their seats, and what was declared about conflicts."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.constraints import explain
from core.db import Id, Located, Stateful, enum_type, json_field, reference, state_needs
from core.labels import Labelled


class JudgeStatus(Labelled):
    ACTIVE = "ACTIVE", "可邀请"
    PAUSED = "PAUSED", "暂停"


class Judge(Stateful, table=True):
    """One person of the judge pool: what panels take their seats' facts from.

    ``fields`` are categories of projects in the judge's own order, the best known first; ``load_cap`` is how many
    proposals the judge takes in one round, None for no bound.
    """

    __table_args__ = (CheckConstraint("load_cap IS NULL OR load_cap BETWEEN 1 AND 200", name="load_cap"),)

    status: JudgeStatus = Field(default=JudgeStatus.ACTIVE, sa_type=enum_type(JudgeStatus))
    number: str = Field(max_length=40, unique=True)
    account_id: int = reference("account.id", index=False, unique=True)
    role: str = Field(max_length=40)
    organisation: str = Field(default="", max_length=80)
    community_code: str | None = Field(default=None, max_length=12)
    fields: list[str] = json_field(default_factory=list)
    qualifications: str = Field(default="", max_length=500)
    load_cap: int | None = None


explain("uq_judge_account_id", "这位评委已经在评委库里。")
explain("judge.account_id", "这位评委已经在评委库里。")


class PanelStatus(Labelled):
    FORMING = "FORMING", "组建中"
    SCORING = "SCORING", "评审中"
    OPENING = "OPENING", "待开封"
    CLOSED = "CLOSED", "已结束"


class Panel(Stateful, table=True):
    """The panel of one edition, with the rules it scores by, copied when it was formed.

    ``key_id`` names the data key under which every sheet of this round is sealed. Opening them takes two officers:
    ``asked_by`` and, after a look by another, ``closed_by``. ``is_named`` says that applicants may read who judges and
    ask for a recusal; ``judges_per_proposal`` how many of the panel score each proposal, None when all do;
    ``searched_at`` is when the records were last searched for conflicts.
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
    is_named: bool = Field(default=False, sa_type=Boolean)
    judges_per_proposal: int | None = None
    searched_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: int | None = Field(default=None, sa_type=Id)


class SeatStatus(Labelled):
    INVITED = "INVITED", "已邀请"
    ACCEPTED = "ACCEPTED", "已接受"
    DECLINED = "DECLINED", "已谢绝"
    EXCLUDED = "EXCLUDED", "已排除"


class PanelSeat(Stateful, table=True):
    """One judge on one panel, in the role that the panel needs filled.

    ``fields`` are categories of projects, the best known first; ``load_cap`` is how many proposals the judge takes.
    """

    __tablename__ = "panel_seat"
    __table_args__ = (UniqueConstraint("panel_id", "account_id"), state_needs((SeatStatus.DECLINED,), "decline_reason"))

    status: SeatStatus = Field(default=SeatStatus.INVITED, sa_type=enum_type(SeatStatus))
    panel_id: int = reference("panel.id")
    account_id: int = reference("account.id")
    role: str = Field(max_length=40)
    expertise: str = Field(default="", max_length=80)
    organisation: str = Field(default="", max_length=80)
    community_code: str | None = Field(default=None, max_length=12)
    fields: list[str] = json_field(default_factory=list)
    load_cap: int | None = None
    decline_reason: str | None = Field(default=None, max_length=40)


explain("uq_panel_seat_panel_id", "这位评委已经在评审组里。")


explain("panel_seat.panel_id, panel_seat.account_id", "这位评委已经在评审组里。")


explain("uq_panel_contest_id", "这一届大赛已经有评审组。")


explain("panel.contest_id", "这一届大赛已经有评审组。")


class Assignment(Located, table=True):
    """One proposal given to one judge, and why; panels whose judges all score everything have none."""

    __table_args__ = (UniqueConstraint("seat_id", "proposal_id"),)

    panel_id: int = reference("panel.id")
    seat_id: int = reference("panel_seat.id")
    proposal_id: int = reference("proposal.id")
    why: list[str] = json_field(default_factory=list)


class DeclaredBy(Labelled):
    JUDGE = "JUDGE", "评委申报"
    OFFICE = "OFFICE", "经申请由主办方认定"
    RECORDS = "RECORDS", "系统按记录查出"
    APPLICANT = "APPLICANT", "申报方申请"


class ConflictStatus(Labelled):
    PROPOSED = "PROPOSED", "待认定"
    CONFIRMED = "CONFIRMED", "已认定"
    DISMISSED = "DISMISSED", "不构成回避"


class Declaration(Stateful, table=True):
    """What is said about one judge and one proposal; ``reason`` is empty when there is no conflict.

    A row of any origin with a reason hides the proposal from the judge, one that nobody has decided on yet too; only
    a dismissed one does not. What was found in the records is one row for each ``kind`` of trace, and stays as it
    was decided: a later search that finds the same does not bring it back.
    """

    __tablename__ = "conflict_declaration"
    __table_args__ = (
        UniqueConstraint("seat_id", "proposal_id", "origin", "kind"),
        CheckConstraint("origin <> 'OFFICE' OR (reason IS NOT NULL AND note <> '')", name="office_says_why"),
        CheckConstraint("status = 'CONFIRMED' OR reason IS NOT NULL", name="only_conflicts_are_decided"),
        state_needs((ConflictStatus.DISMISSED,), "decision", "decided_by"),
        CheckConstraint("origin <> 'RECORDS' OR kind <> ''", name="a_trace_has_a_kind"),
    )

    status: ConflictStatus = Field(default=ConflictStatus.PROPOSED, sa_type=enum_type(ConflictStatus))
    panel_id: int = reference("panel.id")
    seat_id: int = reference("panel_seat.id")
    proposal_id: int = reference("proposal.id")
    origin: DeclaredBy = Field(default=DeclaredBy.JUDGE, sa_type=enum_type(DeclaredBy))
    kind: str = Field(default="", max_length=20)
    reason: str | None = Field(default=None, max_length=40)
    note: str = Field(default="", max_length=300)
    decision: str | None = Field(default=None, max_length=300)
    decided_by: int | None = Field(default=None, sa_type=Id)


SAID = "关于这位评委和这份申报书，这一条已经登记过，请刷新页面查看。"
explain("uq_conflict_declaration_seat_id", SAID)
explain(
    "conflict_declaration.seat_id, conflict_declaration.proposal_id, conflict_declaration.origin, "
    "conflict_declaration.kind",
    SAID,
)
