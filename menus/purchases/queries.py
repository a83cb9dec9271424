"""Reading purses and thresholds."""

from datetime import date

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from core.access import Actor, Area, Level, ancestors, in_areas, per_actor
from core.errors import NotFound
from core.ledger import Fund
from core.permissions import Permission
from core.tables import Col, Filter, Table
from incubator.people.queries import community_choices
from menus.purchases.models import ProcurementThreshold, Purse


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The purses of the offices' areas; teams see none."""
    return actor.office_within(Purse.area_code, Permission.ORDERS_VIEW)


@per_actor
def thresholds_visible_to(actor: Actor) -> ColumnElement[bool]:
    above = sorted({code for grant in actor.grants for code in ancestors(grant.area_code)})
    here = actor.office_within(ProcurementThreshold.area_code, Permission.ORDERS_VIEW)
    return or_(here, col(ProcurementThreshold.area_code).in_(above))


def get_purse(session: Session, actor: Actor, purse_id: int) -> Purse:
    purse = session.exec(select(Purse).where(Purse.id == purse_id, visible_to(actor))).first()
    if purse is None:
        raise NotFound
    return purse


def find_purse(session: Session, area_code: str, year: int) -> Purse | None:
    return session.exec(select(Purse).where(Purse.area_code == area_code, Purse.year == year)).first()


def balance_of(session: Session, purse: Purse) -> Fund:
    """The purse's fund: total, reserved, paid and what is available."""
    return session.get_one(Fund, purse.fund_id)


def threshold_on(session: Session, area_code: str, day: date) -> ProcurementThreshold | None:
    """The threshold in force for an area on a day: the nearest area's, of these the latest; None when none was set."""
    here = (col(ProcurementThreshold.area_code).in_(ancestors(area_code)), col(ProcurementThreshold.from_on) <= day)
    found = session.exec(select(ProcurementThreshold).where(*here)).all()
    return max(found, key=lambda one: (len(one.area_code.rstrip("0")), one.from_on), default=None)


def district_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    here = in_areas(Area.code, actor.areas(Permission.PURSES_MANAGE))
    rows = session.exec(select(Area).where(Area.level == Level.DISTRICT, here).order_by(col(Area.code)))
    return [(area.code, area.name) for area in rows]


AVAILABLE = col(Fund.total_fen) - col(Fund.reserved_fen) - col(Fund.paid_fen)

TABLE = Table(
    model=Purse,
    columns=(
        Col("community", "社区", col(Area.name)),
        Col("year", "年度", col(Purse.year), kind="number", is_sortable=True, show=str),
        Col("total_fen", "总额（元）", col(Fund.total_fen), kind="money"),
        Col("reserved_fen", "已承诺（元）", col(Fund.reserved_fen), kind="money"),
        Col("paid_fen", "已支付（元）", col(Fund.paid_fen), kind="money"),
        Col("available_fen", "可用（元）", AVAILABLE, kind="money"),
    ),
    filters=(
        Filter(
            "area_code",
            "社区",
            col(Purse.area_code),
            lambda session, actor: community_choices(session, actor, Permission.ORDERS_VIEW),
        ),
    ),
    search=Area.name,
    join=lambda statement: statement.join(Fund, col(Fund.id) == col(Purse.fund_id)).join(
        Area, col(Area.code) == col(Purse.area_code)
    ),
    empty_text="还没有社区服务经费。由区级按年度登记到社区。",
)

THRESHOLDS = Table(
    model=ProcurementThreshold,
    columns=(
        Col("from_on", "自何日起", col(ProcurementThreshold.from_on), kind="date", is_sortable=True),
        Col("area", "适用区域", col(Area.name)),
        Col("threshold_fen", "限额标准（元）", col(ProcurementThreshold.threshold_fen), kind="money"),
        Col("basis", "依据（文号）", col(ProcurementThreshold.basis)),
    ),
    search=ProcurementThreshold.basis,
    sort="-from_on",
    join=lambda statement: statement.join(Area, col(Area.code) == col(ProcurementThreshold.area_code)),
    empty_text="还没有采购限额标准。没有登记时，系统不作采购提示。",
)
