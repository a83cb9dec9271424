"""Reading panels, seats and declarations: offices by area, judges their own seat."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_
from sqlmodel import Session, col, func, select

from core import clock, codelists
from core.access import Actor, Area, Level, ancestors, in_areas, per_actor
from core.accounts.models import Account, AccountStatus, RoleHold
from core.db import once
from core.errors import NotFound
from core.permissions import Permission, Role
from core.statements import Prepared
from core.tables import Col, Filter, Table
from grants.contests.models import Contest, ContestStatus
from grants.methods import rules as methods
from grants.panels.models import (
    Assignment,
    ConflictStatus,
    Declaration,
    DeclaredBy,
    Judge,
    Panel,
    PanelSeat,
    PanelStatus,
    SeatStatus,
)
from grants.panels.rules import is_standing, sitting
from incubator.groups.models import Member, MemberStatus

STANDING = and_(col(Declaration.reason).is_not(None), col(Declaration.status) != ConflictStatus.DISMISSED)
"""The rows that keep a judge from a proposal, as ``rules.is_standing`` says it of one that is loaded."""


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    return actor.office_within(Panel.area_code, Permission.JUDGING_VIEW)


@per_actor
def own_seats(actor: Actor) -> Select:
    """The seats on which this account sits as a judge."""
    return select(PanelSeat.id).where(PanelSeat.account_id == actor.account_id, PanelSeat.status == SeatStatus.ACCEPTED)


@per_actor
def seats_visible_to(actor: Actor) -> ColumnElement[bool]:
    office = actor.office_within(PanelSeat.area_code, Permission.JUDGING_VIEW)
    return or_(office, col(PanelSeat.account_id) == actor.account_id) if actor.is_signed_in else office


def is_conflicted(seat_id: Any, proposal_id: Any) -> ColumnElement[bool]:
    """Whether a conflict of any origin, decided or not, keeps this judge from this proposal."""
    here = (col(Declaration.seat_id) == seat_id, col(Declaration.proposal_id) == proposal_id)
    return exists().where(*here, STANDING)


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


def get_seat(session: Session, actor: Actor, seat_id: int) -> PanelSeat:
    seat = session.exec(select(PanelSeat).where(PanelSeat.id == seat_id, seats_visible_to(actor))).first()
    if seat is None:
        raise NotFound
    return seat


def panel_of(session: Session, contest_id: int) -> Panel | None:
    return session.exec(select(Panel).where(Panel.contest_id == contest_id)).first()


def contest_of(session: Session, panel: Panel) -> Contest:
    return session.get_one(Contest, panel.contest_id)


def seats_of(session: Session, panel_id: int) -> list[PanelSeat]:
    return list(session.exec(select(PanelSeat).where(PanelSeat.panel_id == panel_id).order_by(col(PanelSeat.id))))


_NAMES = Prepared(
    lambda panel: (
        select(PanelSeat.id, Account.name)
        .join(Account, col(Account.id) == col(PanelSeat.account_id))
        .where(PanelSeat.panel_id == panel)
    )
)


def seat_names(session: Session, panel_id: int) -> dict[int, str]:
    """Seat → the judge's name."""
    return once(session, ("names on panel", panel_id), lambda: dict(_NAMES(session, panel=panel_id).all()))


def declarations_of(session: Session, panel_id: int) -> list[Declaration]:
    chosen = select(Declaration).where(Declaration.panel_id == panel_id)
    return list(session.exec(chosen.order_by(col(Declaration.id))))


def conflicts_of(session: Session, panel_id: int) -> set[tuple[int, int]]:
    """(seat, proposal) pairs in conflict."""
    return {(d.seat_id, d.proposal_id) for d in declarations_of(session, panel_id) if is_standing(d)}


def count_undecided(session: Session, panel_id: int) -> int:
    """How many conflicts of a panel the office has yet to decide on."""
    here = (Declaration.panel_id == panel_id, Declaration.status == ConflictStatus.PROPOSED)
    return session.exec(select(func.count()).select_from(Declaration).where(*here)).one()


def own_declarations(session: Session, seat: PanelSeat) -> dict[int, Declaration]:
    """What the judge declared, by proposal."""
    mine = (Declaration.seat_id == seat.id, Declaration.origin == DeclaredBy.JUDGE)
    return {d.proposal_id: d for d in session.exec(select(Declaration).where(*mine))}


def hidden_from(session: Session, seat: PanelSeat) -> set[int]:
    """The proposals that others than the judge say are in conflict: the judge does not learn that they exist."""
    mine = (Declaration.seat_id == seat.id, Declaration.origin != DeclaredBy.JUDGE, STANDING)
    return set(session.exec(select(Declaration.proposal_id).where(*mine)))


def assignments_of(session: Session, panel_id: int) -> list[Assignment]:
    chosen = select(Assignment).where(Assignment.panel_id == panel_id)
    return list(session.exec(chosen.order_by(col(Assignment.proposal_id), col(Assignment.seat_id))))


def assigned_to(session: Session, seat: PanelSeat) -> set[int]:
    """The proposals that were given to this judge."""
    return set(session.exec(select(Assignment.proposal_id).where(Assignment.seat_id == seat.id)))


def is_dealt_out(session: Session, panel: Panel) -> bool:
    """Whether every judge knows what to score: all do everything, or an assignment was applied."""
    given = select(Assignment.id).where(Assignment.panel_id == panel.id).limit(1)
    return panel.judges_per_proposal is None or session.exec(given).first() is not None


def due_pairs(session: Session, panel: Panel, proposal_ids: Iterable[int]) -> set[tuple[int, int]]:
    """(seat, proposal) for every sheet that is to come: of judges who sit, as assigned or everything, no conflict."""
    seats, wanted = {seat.id or 0 for seat in sitting(seats_of(session, panel.id or 0))}, set(proposal_ids)
    if panel.judges_per_proposal is None:
        pairs = {(seat, proposal) for seat in seats for proposal in wanted}
    else:
        given = {(a.seat_id, a.proposal_id) for a in assignments_of(session, panel.id or 0)}
        pairs = {(seat, proposal) for seat, proposal in given if seat in seats and proposal in wanted}
    return pairs - conflicts_of(session, panel.id or 0)


def rules_for(contest: Contest) -> dict[str, Any]:
    """The edition's own method, with what it leaves open filled in from the shipped scoring rules."""
    shipped = codelists.shipped()["scoring_rules"]
    general = methods.shipped_method() | {name: shipped[name] for name in ("min_judges", "odd_panel")}
    general |= {"panel_roles": [role["code"] for role in shipped["panel_roles"]]}
    return general | {name: value for name, value in contest.method.items() if name in general}


def member_groups(session: Session, account_id: int, group_ids: Sequence[int]) -> set[int]:
    """Which of these groups have the account on their roster."""
    here = (
        Member.account_id == account_id,
        Member.status == MemberStatus.ACCEPTED,
        col(Member.group_id).in_(group_ids),
    )
    return set(session.exec(select(Member.group_id).where(*here)))


def labels(session: Session, area_code: str, name: str) -> dict[str, str]:
    return codelists.labels(session, area_code, name)


def panel_roles() -> list[tuple[str, str]]:
    return [(role["code"], role["zh"]) for role in codelists.shipped()["scoring_rules"]["panel_roles"]]


def roles_of(session: Session, account_id: int) -> list[RoleHold]:
    today = clock.today()
    here = (RoleHold.account_id == account_id, col(RoleHold.starts_on) <= today)
    return list(
        session.exec(
            select(RoleHold).where(*here, or_(col(RoleHold.ends_on).is_(None), col(RoleHold.ends_on) >= today))
        )
    )


def pool_entry(session: Session, account_id: int) -> Judge | None:
    """What the judge pool says of an account."""
    return session.exec(select(Judge).where(Judge.account_id == account_id)).first()


def judge_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Judge accounts that may be invited by somebody who forms panels here."""
    above = {code for area in actor.areas(Permission.JUDGING_MANAGE) for code in ancestors(area.ljust(12, "0"))}
    holds = select(RoleHold.account_id).where(RoleHold.role == Role.JUDGE, col(RoleHold.area_code).in_(above))
    here = (col(Account.id).in_(holds), Account.status != AccountStatus.DISABLED)
    found = session.exec(select(Account.id, Account.name).where(*here).order_by(col(Account.name)).limit(500))
    return [(str(number), name) for number, name in found]


def panel_choices(session: Session, actor: Actor, *conditions: Any) -> list[tuple[str, str]]:
    """The panels that this actor runs."""
    here = actor.office_within(Panel.area_code, Permission.JUDGING_MANAGE)
    found = session.exec(
        select(Panel.id, Panel.title).where(here, *conditions).order_by(col(Panel.id).desc()).limit(100)
    )
    return [(str(number), title) for number, title in found]


def seat_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """The judges who sit on the panels that this actor runs."""
    here = (
        actor.office_within(PanelSeat.area_code, Permission.JUDGING_MANAGE),
        PanelSeat.status == SeatStatus.ACCEPTED,
    )
    joined = select(PanelSeat.id, Account.name, Panel.title).join(Account, col(Account.id) == col(PanelSeat.account_id))
    found = session.exec(joined.join(Panel, col(Panel.id) == col(PanelSeat.panel_id)).where(*here).limit(500))
    return [(str(number), f"{name}（{title}）") for number, name, title in found]


def contest_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Editions that have no panel yet and have not gone past judging."""
    early = (ContestStatus.OPEN, ContestStatus.SCREENING, ContestStatus.JUDGING)
    here = actor.office_within(Contest.area_code, Permission.JUDGING_MANAGE)
    free = col(Contest.id).not_in(select(Panel.contest_id))
    found = session.exec(select(Contest).where(here, free, col(Contest.status).in_(early)).order_by(col(Contest.id)))
    return [(str(contest.id), contest.title) for contest in found]


def community_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    here = (in_areas(Area.code, actor.areas(Permission.JUDGING_MANAGE)), Area.level == Level.COMMUNITY)
    return [(a.code, a.name) for a in session.exec(select(Area).where(*here).order_by(col(Area.code)))]


def seats_of_account(session: Session, actor: Actor) -> list[tuple[PanelSeat, Panel]]:
    """The panels to which this account was invited or on which it sits, newest first."""
    joined = select(PanelSeat, Panel).join(Panel, col(Panel.id) == col(PanelSeat.panel_id))
    open_seat = col(PanelSeat.status).in_((SeatStatus.INVITED, SeatStatus.ACCEPTED))
    mine = (PanelSeat.account_id == actor.account_id, open_seat)
    return list(session.exec(joined.where(*mine).order_by(col(Panel.id).desc())).all())


def seat_lines(session: Session, actor: Actor, seat: PanelSeat) -> list[tuple[str, Any]]:
    """The facts of a seat as its page shows them."""
    community = area_names(session, [seat.community_code or ""])
    return [
        ("评审组", session.get_one(Panel, seat.panel_id).title),
        ("评委", session.get_one(Account, seat.account_id).name),
        ("评委类别", dict(panel_roles()).get(seat.role, seat.role)),
        ("专长", seat.expertise),
        ("工作单位", seat.organisation),
        ("所在社区", community.get(seat.community_code or "")),
        ("谢绝原因", labels(session, seat.area_code, "decline_reasons").get(seat.decline_reason or "")),
    ]


def tie_labels() -> dict[str, str]:
    """What broke a tie, in words."""
    return methods.tie_labels() | {"NUMBER": "暂按编号，待评审组投票"}


def area_names(session: Session, codes: Sequence[str]) -> dict[str, str]:
    return dict(session.exec(select(Area.code, Area.name).where(col(Area.code).in_(set(codes)))).all())  # type: ignore[arg-type]


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
