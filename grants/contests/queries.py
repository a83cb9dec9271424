"""Reading contests: offices see the editions of their area and of those above it, everybody the open ones."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_
from sqlmodel import Session, col, select

from core import codelists, schemes
from core.access import DIGITS, Actor, Area, ancestors, in_areas, is_live, level_of, per_actor
from core.errors import NotFound
from core.ledger import Fund
from core.permissions import Permission
from core.tables import Col, Filter, Table
from grants.contests.models import Contest, ContestFund, ContestLevel, ContestStatus
from grants.funds.models import Regrant
from grants.funds.queries import regrants_in

SHOWN = (
    ContestStatus.OPEN,
    ContestStatus.SCREENING,
    ContestStatus.JUDGING,
    ContestStatus.DECIDING,
    ContestStatus.NOTICED,
    ContestStatus.AWARDED,
    ContestStatus.CLOSED,
)


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Editions in the actor's areas in every state; those of wider areas once they are public."""
    above = sorted({code for grant in actor.grants for code in ancestors(grant.area_code)})
    public = col(Contest.status).in_(SHOWN) & col(Contest.area_code).in_(above)
    return or_(actor.office_within(Contest.area_code, Permission.CONTESTS_VIEW), public)


def is_public() -> ColumnElement[bool]:
    """What a visitor without an account may read."""
    return col(Contest.status).in_(SHOWN) & is_live(Contest.area_code)


def get_contest(session: Session, actor: Actor, contest_id: int) -> Contest:
    contest = session.exec(select(Contest).where(Contest.id == contest_id, visible_to(actor))).first()
    if contest is None:
        raise NotFound
    return contest


def list_public(session: Session) -> list[Contest]:
    return list(session.exec(select(Contest).where(is_public()).order_by(col(Contest.closes_at).desc()).limit(100)))


def funds_of(session: Session, contest_id: int) -> list[ContestFund]:
    return list(
        session.exec(select(ContestFund).where(ContestFund.contest_id == contest_id).order_by(col(ContestFund.id)))
    )


def funds_with_names(session: Session, contest_id: int) -> list[tuple[ContestFund, Fund]]:
    chosen = select(ContestFund, Fund).join(Fund, col(Fund.id) == col(ContestFund.fund_id))
    return list(session.exec(chosen.where(ContestFund.contest_id == contest_id).order_by(col(ContestFund.id))))


def money_of(session: Session, contest: Contest) -> list[tuple[str, int]]:
    """(fund, fen) of the money that an edition may commit: as it was opened with, before that as it is planned."""
    if opened := funds_with_names(session, contest.id or 0):
        return [(fund.name, plan.planned_fen) for plan, fund in opened]
    planned = [(session.get(Fund, one["fund_id"]), one["planned_fen"]) for one in contest.method.get("funds", [])]
    return [(fund.name, planned_fen) for fund, planned_fen in planned if fund]


def parents_of(session: Session, contest: Contest) -> list[Regrant]:
    """The projects whose organisations give their own grant on through this edition; most have none."""
    return regrants_in(session, [one["fund_id"] for one in contest.method.get("funds", [])])


def open_contests(session: Session, actor: Actor) -> list[Contest]:
    here = (Contest.status == ContestStatus.OPEN, visible_to(actor))
    return list(session.exec(select(Contest).where(*here).order_by(col(Contest.closes_at))))


def area_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    here = in_areas(Area.code, actor.areas(Permission.CONTESTS_MANAGE))
    return [(a.code, a.name) for a in session.exec(select(Area).where(here).order_by(col(Area.code)))]


def choices(session: Session, actor: Actor, contest: Contest | None) -> dict[str, list[tuple[str, str]]]:
    """Everything that an edition is put together from."""
    home = contest.area_code if contest else actor.home() or ""
    rubrics = [s for s in schemes.list_schemes(session, home, "PROPOSAL") if s.is_published]
    funds = session.exec(select(Fund).where(in_areas(Fund.area_code, [home[:6]])).order_by(col(Fund.id)))
    return {
        "area_code": area_choices(session, actor),
        "categories": codelists.choices(session, home, "project_categories"),
        "eligibility": codelists.choices(session, home, "eligibility_rules"),
        "payee_kinds": codelists.choices(session, home, "payee_kinds"),
        "tranche_template": codelists.choices(session, home, "tranche_templates"),
        "rubric_id": [(str(s.id), f"{s.title}（第 {s.version} 版）") for s in rubrics],
        "funds.fund_id": [(str(f.id), f.name) for f in funds],
    }


def labels(session: Session, contest: Contest, name: str) -> dict[str, Any]:
    return codelists.labels(session, contest.area_code, name)


def _of_level(value: str) -> ColumnElement[bool]:
    """By how many digits of the area's code say something."""
    used = {level.value: digits for level, digits in DIGITS.items()}
    if value not in used:
        return false()
    fits = lambda digits: col(Contest.area_code).like("_" * digits + "0" * (12 - digits))  # noqa: E731
    wider = [fits(digits) for digits in used.values() if digits < used[value]]
    return and_(fits(used[value]), not_(or_(*wider))) if wider else fits(used[value])


TABLE = Table(
    model=Contest,
    columns=(
        Col("title", "名称", col(Contest.title)),
        Col("number", "编号", col(Contest.number), is_sortable=True),
        Col("level", "级别", col(Contest.area_code), show=lambda code: ContestLevel(level_of(code).value).label),
        Col("theme", "主题", col(Contest.theme)),
        Col("opens_at", "征集开始", col(Contest.opens_at), kind="datetime"),
        Col("closes_at", "征集截止", col(Contest.closes_at), kind="datetime", is_sortable=True),
        Col("status", "状态", col(Contest.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(Contest.status), ContestStatus.choices()),
        Filter("level", "级别", col(Contest.area_code), ContestLevel.choices(), condition=_of_level),
    ),
    search=Contest.title,
    empty_text="还没有大赛。先登记资金，再筹备一届。",
)
