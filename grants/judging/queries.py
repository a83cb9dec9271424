"""Reading panels, seats, sheets and rankings; until a panel closes a sheet exists for its author only.

Offices learn one figure while a round runs: how many sheets of the whole panel are in. It says nothing about a
proposal or a judge, and without it nobody could know when to remind or to end. Judges learn only their own.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_
from sqlmodel import Session, col, select

from core import clock, codelists, schemes, vault
from core.access import Actor, Area, ancestors
from core.accounts.models import Account, AccountStatus, RoleHold
from core.errors import NotFound
from core.permissions import Permission, Role
from core.tables import Col, Filter, Table
from grants.contests.models import Contest, ContestStatus
from grants.judging import rules
from grants.judging.models import (
    Declaration,
    DeclaredBy,
    Panel,
    PanelSeat,
    PanelStatus,
    SeatStatus,
    Sheet,
    SheetStatus,
)
from grants.proposals.models import Proposal, ProposalStatus
from grants.ranking.models import Ranking
from grants.ranking.queries import ranking_of
from incubator.groups.models import Group, Member, MemberStatus

__all__ = ["ranking_of"]

TABLE_NAME = "score_sheet"


@dataclass(frozen=True)
class Progress:
    """How many sheets of the whole panel are in, and how many are due."""

    handed_in: int
    due: int

    @property
    def outstanding(self) -> int:
        return self.due - self.handed_in


def visible_to(actor: Actor) -> ColumnElement[bool]:
    return actor.office_within(Panel.area_code, Permission.JUDGING_VIEW)


def own_seats(actor: Actor) -> Select:
    """The seats on which this account sits as a judge."""
    return select(PanelSeat.id).where(PanelSeat.account_id == actor.account_id, PanelSeat.status == SeatStatus.ACCEPTED)


def seats_visible_to(actor: Actor) -> ColumnElement[bool]:
    office = actor.office_within(PanelSeat.area_code, Permission.JUDGING_VIEW)
    return or_(office, col(PanelSeat.account_id) == actor.account_id) if actor.is_signed_in else office


def is_conflicted(seat_id: Any, proposal_id: Any) -> ColumnElement[bool]:
    """Whether a declaration of either origin keeps this judge from this proposal."""
    here = (col(Declaration.seat_id) == seat_id, col(Declaration.proposal_id) == proposal_id)
    return exists().where(*here, col(Declaration.reason).is_not(None))


def sheets_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The author's own, unless in conflict; for offices the sheets that counted, once the panel has closed."""
    conflicted = is_conflicted(col(Sheet.seat_id), col(Sheet.proposal_id))
    mine = and_(col(Sheet.seat_id).in_(own_seats(actor)), not_(conflicted))
    closed = col(Sheet.panel_id).in_(select(Panel.id).where(Panel.status == PanelStatus.CLOSED))
    opened = and_(closed, col(Sheet.revealed_at).is_not(None))
    return or_(mine, and_(opened, actor.office_within(Sheet.area_code, Permission.JUDGING_VIEW)))


def get_panel(session: Session, actor: Actor, panel_id: int) -> Panel:
    panel = session.exec(select(Panel).where(Panel.id == panel_id, visible_to(actor))).first()
    if panel is None:
        raise NotFound
    return panel


def get_own_seat(session: Session, actor: Actor, seat_id: int) -> PanelSeat:
    """A seat that this account has accepted."""
    seat = session.exec(
        select(PanelSeat).where(PanelSeat.id == seat_id, col(PanelSeat.id).in_(own_seats(actor)))
    ).first()
    if seat is None:
        raise NotFound
    return seat


def panel_of(session: Session, contest_id: int) -> Panel | None:
    return session.exec(select(Panel).where(Panel.contest_id == contest_id)).first()


def contest_of(session: Session, panel: Panel) -> Contest:
    return session.get_one(Contest, panel.contest_id)


def seats_of(session: Session, panel_id: int) -> list[PanelSeat]:
    return list(session.exec(select(PanelSeat).where(PanelSeat.panel_id == panel_id).order_by(col(PanelSeat.id))))


def seat_names(session: Session, panel_id: int) -> dict[int, str]:
    """Seat → the judge's name."""
    joined = select(PanelSeat.id, Account.name).join(Account, col(Account.id) == col(PanelSeat.account_id))
    return dict(session.exec(joined.where(PanelSeat.panel_id == panel_id)).all())  # type: ignore[arg-type]


def eligible(session: Session, panel: Panel) -> list[Proposal]:
    """What the panel judges: the eligible proposals of the edition; once closed, those that it ranked."""
    here = [Proposal.contest_id == panel.contest_id]
    if panel.status == PanelStatus.CLOSED:
        here.append(col(Proposal.id).in_(select(Ranking.proposal_id).where(Ranking.contest_id == panel.contest_id)))
    else:
        here.append(Proposal.status == ProposalStatus.ELIGIBLE)
    return list(session.exec(select(Proposal).where(*here).order_by(col(Proposal.number))))


def declarations_of(session: Session, panel_id: int) -> list[Declaration]:
    chosen = select(Declaration).where(Declaration.panel_id == panel_id)
    return list(session.exec(chosen.order_by(col(Declaration.id))))


def conflicts_of(session: Session, panel_id: int) -> set[tuple[int, int]]:
    """(seat, proposal) pairs in conflict."""
    return {(d.seat_id, d.proposal_id) for d in declarations_of(session, panel_id) if d.reason is not None}


def own_declarations(session: Session, seat: PanelSeat) -> dict[int, Declaration]:
    """What the judge declared, by proposal."""
    mine = (Declaration.seat_id == seat.id, Declaration.origin == DeclaredBy.JUDGE)
    return {d.proposal_id: d for d in session.exec(select(Declaration).where(*mine))}


def office_conflicts(session: Session, seat: PanelSeat) -> set[int]:
    mine = (Declaration.seat_id == seat.id, Declaration.origin == DeclaredBy.OFFICE)
    return {d.proposal_id for d in session.exec(select(Declaration).where(*mine))}


def to_declare(session: Session, panel: Panel, seat: PanelSeat) -> list[Proposal]:
    """The proposals about which this judge has still to declare; what the office ruled out is not among them."""
    done = own_declarations(session, seat).keys() | office_conflicts(session, seat)
    return [proposal for proposal in eligible(session, panel) if proposal.id not in done]


def sheet_of(session: Session, seat_id: int, proposal_id: int) -> Sheet | None:
    return session.exec(select(Sheet).where(Sheet.seat_id == seat_id, Sheet.proposal_id == proposal_id)).first()


def sheets_of_seat(session: Session, seat: PanelSeat) -> list[Sheet]:
    """The judge's sheets in the judge's own order, those in conflict left out."""
    here = (Sheet.seat_id == seat.id, not_(is_conflicted(col(Sheet.seat_id), col(Sheet.proposal_id))))
    found = session.exec(select(Sheet).where(*here))
    return sorted(found, key=lambda sheet: rules.place_in_order(sheet.seat_id, sheet.proposal_id))


def counting_sheets(session: Session, panel: Panel) -> list[Sheet]:
    """The sheets that enter the ranking: handed in, by judges who sit, without conflict."""
    sits = select(PanelSeat.id).where(PanelSeat.panel_id == panel.id, PanelSeat.status == SeatStatus.ACCEPTED)
    here = (Sheet.panel_id == panel.id, Sheet.status == SheetStatus.SUBMITTED, col(Sheet.seat_id).in_(sits))
    free = not_(is_conflicted(col(Sheet.seat_id), col(Sheet.proposal_id)))
    return list(session.exec(select(Sheet).where(*here, free).order_by(col(Sheet.proposal_id), col(Sheet.seat_id))))


def progress_of(session: Session, panel: Panel) -> Progress:
    """The panel-wide figure; for the office that runs the panel, never for judges."""
    seats = {seat.id for seat in rules.sitting(seats_of(session, panel.id or 0))}
    pairs = {(seat, proposal.id) for seat in seats for proposal in eligible(session, panel)}
    due = pairs - conflicts_of(session, panel.id or 0)
    return Progress(len({(s.seat_id, s.proposal_id) for s in counting_sheets(session, panel)} & due), len(due))


def panel_facts(session: Session, panel: Panel) -> dict[str, Any]:
    """What the rules of a panel look at."""
    covered = {sheet.proposal_id for sheet in counting_sheets(session, panel)}
    return {
        "contest": contest_of(session, panel),
        "seats": seats_of(session, panel.id or 0),
        "outstanding": progress_of(session, panel).outstanding,
        "is_covered": bool(covered) and {p.id for p in eligible(session, panel)} <= covered,
        "now": clock.now(),
    }


def content_of(session: Session, sheet: Sheet) -> dict[str, Any]:
    """What stands on a sheet. Before closing only its author's pages and the closing itself may ask for it."""
    empty = {"marks": {}, "comment": "", "recommendation": None, "suggested_fen": None}
    if sheet.revealed_at is not None:
        return {name: getattr(sheet, name) for name in [*empty, "nonce"]}
    if not sheet.sealed:
        return empty
    panel = session.get_one(Panel, sheet.panel_id)
    return json.loads(vault.unseal(session, panel.key_id, TABLE_NAME, f"content {sheet.id}", sheet.sealed))


def definition_of(session: Session, panel: Panel) -> schemes.Definition:
    return schemes.definition_of(schemes.get_scheme(session, panel.rubric_id))


def member_groups(session: Session, account_id: int, group_ids: Sequence[int]) -> set[int]:
    """Which of these groups have the account on their roster."""
    here = (
        Member.account_id == account_id,
        Member.status == MemberStatus.ACCEPTED,
        col(Member.group_id).in_(group_ids),
    )
    return set(session.exec(select(Member.group_id).where(*here)))


def hints(session: Session, panel: Panel, seat: PanelSeat, proposals: Sequence[Proposal]) -> dict[int, str]:
    """Proposal → the recusal that the records suggest: own group; own community unless it is the contest's."""
    own = member_groups(session, seat.account_id, [p.group_id for p in proposals])
    same = {p.id: "SAME_COMMUNITY" for p in proposals if p.area_code == seat.community_code != panel.area_code}
    return same | {p.id: "EMPLOYED_3Y" for p in proposals if p.group_id in own}  # type: ignore[return-value]


def groups_of(session: Session, proposals: Sequence[Proposal]) -> dict[int, Group]:
    found = session.exec(select(Group).where(col(Group.id).in_([p.group_id for p in proposals])))
    return {group.id or 0: group for group in found}


def blinded(proposal: Proposal, group: Group) -> dict[str, Any]:
    return rules.blind(proposal.snapshot or {}, group.name, proposal.leader_name)


def labels(session: Session, area_code: str, name: str) -> dict[str, str]:
    return codelists.labels(session, area_code, name)


def panel_roles() -> list[tuple[str, str]]:
    return [(role["code"], role["zh"]) for role in codelists.shipped()["scoring_rules"]["panel_roles"]]


def area_names(session: Session, codes: Sequence[str]) -> dict[str, str]:
    return dict(session.exec(select(Area.code, Area.name).where(col(Area.code).in_(set(codes)))).all())


def roles_of(session: Session, account_id: int) -> list[RoleHold]:
    today = clock.today()
    here = (RoleHold.account_id == account_id, col(RoleHold.starts_on) <= today)
    return list(
        session.exec(
            select(RoleHold).where(*here, or_(col(RoleHold.ends_on).is_(None), col(RoleHold.ends_on) >= today))
        )
    )


def judge_choices(session: Session, panel: Panel) -> list[tuple[str, str]]:
    """Judge accounts of the panel's area that are not on it yet."""
    taken = select(PanelSeat.account_id).where(PanelSeat.panel_id == panel.id)
    holds = select(RoleHold.account_id).where(
        RoleHold.role == Role.JUDGE, col(RoleHold.area_code).in_(ancestors(panel.area_code))
    )
    here = (col(Account.id).in_(holds), col(Account.id).not_in(taken), Account.status != AccountStatus.DISABLED)
    found = session.exec(select(Account.id, Account.name).where(*here).order_by(col(Account.name)).limit(500))
    return [(str(number), name) for number, name in found]


def contest_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Editions that have no panel yet and have not gone past judging."""
    early = (ContestStatus.OPEN, ContestStatus.SCREENING, ContestStatus.JUDGING)
    here = actor.office_within(Contest.area_code, Permission.JUDGING_MANAGE)
    free = col(Contest.id).not_in(select(Panel.contest_id))
    found = session.exec(select(Contest).where(here, free, col(Contest.status).in_(early)).order_by(col(Contest.id)))
    return [(str(contest.id), contest.title) for contest in found]


def community_choices(session: Session, area_code: str) -> list[tuple[str, str]]:
    here = (col(Area.code).like(f"{area_code[:6]}%"), Area.level == "COMMUNITY")
    return [(a.code, a.name) for a in session.exec(select(Area).where(*here).order_by(col(Area.code)))]


def seats_of_account(session: Session, actor: Actor) -> list[tuple[PanelSeat, Panel]]:
    """The panels to which this account was invited or on which it sits, newest first."""
    joined = select(PanelSeat, Panel).join(Panel, col(Panel.id) == col(PanelSeat.panel_id))
    open_seat = col(PanelSeat.status).in_((SeatStatus.INVITED, SeatStatus.ACCEPTED))
    mine = (PanelSeat.account_id == actor.account_id, open_seat)
    return list(session.exec(joined.where(*mine).order_by(col(Panel.id).desc())).all())


PANELS = Table(
    model=Panel,
    columns=(
        Col("title", "名称", col(Panel.title)),
        Col("number", "编号", col(Panel.number), is_sortable=True),
        Col("opens_at", "评分开始", col(Panel.opens_at), kind="datetime"),
        Col("due_at", "评分截止", col(Panel.due_at), kind="datetime", is_sortable=True),
        Col("status", "状态", col(Panel.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Panel.status), PanelStatus.choices()),),
    search=Panel.title,
    empty_text="还没有评审组。大赛进入评审前先组建一个。",
)
SEATS = Table(
    model=PanelSeat,
    columns=(
        Col("name", "评委", col(Account.name)),
        Col("panel", "评审组", col(Panel.title)),
        Col("role", "类别", col(PanelSeat.role), show=lambda code: dict(panel_roles()).get(code, code)),
        Col("organisation", "工作单位", col(PanelSeat.organisation)),
        Col("status", "状态", col(PanelSeat.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(PanelSeat.status), SeatStatus.choices()),),
    search=Account.name,
    join=lambda statement: statement.join(Account, col(Account.id) == col(PanelSeat.account_id)).join(
        Panel, col(Panel.id) == col(PanelSeat.panel_id)
    ),
)
SHEETS = Table(
    model=Sheet,
    columns=(
        Col("number", "申报书编号", col(Proposal.number)),
        Col("panel", "评审组", col(Panel.title)),
        Col("total", "总分", col(Sheet.total)),
        Col("submitted_at", "提交时间", col(Sheet.submitted_at), kind="datetime"),
        Col("status", "状态", col(Sheet.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Sheet.status), SheetStatus.choices()),),
    search=Proposal.number,
    join=lambda statement: statement.join(Proposal, col(Proposal.id) == col(Sheet.proposal_id)).join(
        Panel, col(Panel.id) == col(Sheet.panel_id)
    ),
    empty_text="还没有评分表。接受邀请并完成回避声明后，评分表会出现在这里。",
)
