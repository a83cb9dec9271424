"""Reading funds as an actor."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from core import codelists
from core.access import Actor, Area, in_areas, per_actor
from core.ledger import Fund
from core.permissions import Permission
from core.tables import Col, Filter, Table
from grants.funds.models import Regrant


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Offices see the funds of their area and of the areas that theirs belongs to."""
    held = [grant.area_code for grant in actor.grants if actor.can(Permission.FUNDS_VIEW, grant.area_code)]
    above = [code[:digits].ljust(12, "0") for code in held for digits in (2, 4, 6, 9)]
    return or_(actor.office_within(Fund.area_code, Permission.FUNDS_VIEW), col(Fund.area_code).in_(above))


def fund_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    rows = session.exec(select(Fund).where(visible_to(actor)).order_by(col(Fund.id)))
    return [(str(fund.id), fund.name) for fund in rows]


def area_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    here = in_areas(Area.code, actor.areas(Permission.FUNDS_MANAGE))
    return [(a.code, a.name) for a in session.exec(select(Area).where(here).order_by(col(Area.code)))]


def regrants_in(session: Session, fund_ids: Iterable[int]) -> list[Regrant]:
    """Which of these pots are what an organisation gives on of its own grant."""
    here = col(Regrant.fund_id).in_(list(fund_ids))
    return list(session.exec(select(Regrant).where(here).order_by(col(Regrant.id))))


def regrant_of(session: Session, agreement_id: int) -> tuple[Regrant, Fund] | None:
    """What an agreement lets its organisation give on, with the pot that bounds it."""
    joined = select(Regrant, Fund).join(Fund, col(Fund.id) == col(Regrant.fund_id))
    return session.exec(joined.where(Regrant.agreement_id == agreement_id)).first()


TABLE = Table(
    model=Fund,
    columns=(
        Col("name", "名称", col(Fund.name)),
        Col(
            "source",
            "资金来源",
            col(Fund.source),
            show=lambda code: codelists.labels(None, "", "fund_sources").get(code, code),
        ),
        Col("year", "年度", col(Fund.year), is_sortable=True),
        Col("total_fen", "总额（元）", col(Fund.total_fen), kind="money", is_sortable=True),
        Col("reserved_fen", "已承诺（元）", col(Fund.reserved_fen), kind="money"),
        Col("paid_fen", "已拨付（元）", col(Fund.paid_fen), kind="money"),
        Col(
            "available_fen",
            "可用（元）",
            col(Fund.total_fen) - col(Fund.reserved_fen) - col(Fund.paid_fen),
            kind="money",
        ),
    ),
    filters=(
        Filter(
            "source",
            "资金来源",
            col(Fund.source),
            lambda session, actor: codelists.choices(session, actor.home() or "", "fund_sources"),
        ),
    ),
    search=Fund.name,
    empty_text="还没有资金。主管部门登记资金后，大赛才能公布金额。",
)
