"""Reading orders: communities their own, offices by area, providers what was dispatched to them."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from core import clock, codelists, ledger
from core.access import Actor, Area, district_of, in_areas, per_actor
from core.errors import NotFound
from core.permissions import Permission
from core.tables import Col, Filter, Table
from incubator.groups.models import Group, GroupStatus
from incubator.groups.queries import own_groups
from incubator.people.queries import community_choices
from menus.items.models import Item
from menus.orders.models import OrderStatus, ServiceOrder
from menus.orders.rules import COUNTED, Surroundings
from menus.orders.workflow import ORDER
from menus.purchases.queries import balance_of, find_purse, threshold_on


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    here = actor.office_within(ServiceOrder.area_code, Permission.ORDERS_VIEW)
    dispatched = and_(col(ServiceOrder.dispatched_on).is_not(None), col(ServiceOrder.group_id).in_(own_groups(actor)))
    return or_(here, dispatched)


def get_order(session: Session, actor: Actor, order_id: int) -> ServiceOrder:
    order = session.exec(select(ServiceOrder).where(ServiceOrder.id == order_id, visible_to(actor))).first()
    if order is None:
        raise NotFound
    return order


def setting(session: Session, area_code: str, code: str) -> int:
    """A number of the list ``order_settings`` as the district keeps it."""
    found = codelists.find(session, area_code, "order_settings", code) or {}
    return int(found["value"])


def ordered_in_month(session: Session, item_id: int, day: date, beside: int | None) -> int:
    """How many orders of an item are wished for in the month of a day, without the one looked at."""
    last = day.replace(day=monthrange(day.year, day.month)[1])
    here = [
        ServiceOrder.item_id == item_id,
        col(ServiceOrder.wished_on).between(day.replace(day=1), last),
        col(ServiceOrder.status).in_(COUNTED),
        ServiceOrder.id != (beside or 0),
    ]
    return session.exec(select(func.count()).select_from(ServiceOrder).where(*here)).one()


def ordered_of_provider(session: Session, order: ServiceOrder, group_id: int) -> int:
    """Fen ordered of a provider and category in the order's district and fiscal year, without the order itself."""
    here = [
        ServiceOrder.group_id == group_id,
        ServiceOrder.category == order.category,
        ServiceOrder.fiscal_year == order.fiscal_year,
        in_areas(ServiceOrder.area_code, [order.area_code[:6]]),
        col(ServiceOrder.status).in_(COUNTED),
        ServiceOrder.id != (order.id or 0),
    ]
    return int(session.exec(select(func.coalesce(func.sum(ServiceOrder.amount_fen), 0)).where(*here)).one())


def surroundings(session: Session, order: ServiceOrder) -> Surroundings:
    """Everything that the checks of this order ask, read now."""
    item = session.get(Item, order.item_id) if order.item_id else None
    group_id = order.group_id or (item.group_id if item else None)
    purse = find_purse(session, order.area_code, order.fiscal_year)
    threshold = threshold_on(session, order.area_code, order.wished_on)
    return Surroundings(
        today=clock.today(),
        latest_on=_months_on(clock.today(), setting(session, order.area_code, "MAX_MONTHS")),
        item=item,
        provider=session.get(Group, group_id) if group_id else None,
        ordered_this_month=ordered_in_month(session, item.id or 0, order.wished_on, order.id) if item else 0,
        available_fen=balance_of(session, purse).available_fen if purse else None,
        earlier_fen=ordered_of_provider(session, order, group_id) if group_id else 0,
        threshold_fen=threshold.threshold_fen if threshold else None,
    )


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def ratings_of_item(session: Session, item_id: int) -> list[int]:
    """The stars of an item's rated orders, oldest first."""
    here = (ServiceOrder.item_id == item_id, col(ServiceOrder.rating).is_not(None))
    return [
        stars
        for stars in session.exec(select(ServiceOrder.rating).where(*here).order_by(col(ServiceOrder.id)))
        if stars
    ]


def score_of_item(session: Session, item_id: int) -> tuple[str, int] | None:
    """(average to one place, number of rated orders), computed from the orders; None before the first."""
    ratings = ratings_of_item(session, item_id)
    tenths = (sum(ratings) * 20 + len(ratings)) // (2 * len(ratings)) if ratings else 0
    return (f"{tenths // 10}.{tenths % 10}", len(ratings)) if ratings else None


def position_of(session: Session, order: ServiceOrder) -> tuple[int, int]:
    """(fen still reserved, fen paid) for an order."""
    held = ledger.noun_position(session, "service_order", order.id or 0)
    return held.get(order.fund_id or 0, (0, 0))


def provider_choices(session: Session, order: ServiceOrder) -> list[tuple[str, str]]:
    """The groups of the district that may be sent, the one of the item first."""
    item = session.get(Item, order.item_id) if order.item_id else None
    district = [district_of(order.area_code)[:6]]
    here = (in_areas(Group.area_code, district), col(Group.status).in_((GroupStatus.FORMING, GroupStatus.ACTIVE)))
    rows = session.exec(select(Group.id, Group.name).where(*here).order_by(col(Group.name_sort)).limit(500))
    first = item.group_id if item else None
    return sorted(((str(number), name) for number, name in rows), key=lambda one: one[0] != str(first))


def by_category_and_month(session: Session, actor: Actor, year: int) -> dict[tuple[str, int], int]:
    """(category, month) → number of orders: the map of a year's orders for dashboards."""
    here = (visible_to(actor), ServiceOrder.fiscal_year == year, col(ServiceOrder.status).in_(COUNTED))
    month = func.extract("month", ServiceOrder.wished_on)
    counted = select(ServiceOrder.category, month, func.count()).where(*here).group_by(ServiceOrder.category, month)
    return {(category, int(number)): count for category, number, count in session.execute(counted)}


def amounts(session: Session, actor: Actor, states: Sequence[OrderStatus]) -> int:
    """Fen of the orders in these states that the actor sees."""
    here = (visible_to(actor), col(ServiceOrder.status).in_(states))
    return int(session.exec(select(func.coalesce(func.sum(ServiceOrder.amount_fen), 0)).where(*here)).one())


TABLE = Table(
    model=ServiceOrder,
    columns=(
        Col("title", "名称", col(ServiceOrder.title)),
        Col("number", "编号", col(ServiceOrder.number), is_sortable=True),
        Col("community", "社区", col(Area.name)),
        Col("group", "提供组织", col(Group.name)),
        Col("wished_on", "希望日期", col(ServiceOrder.wished_on), kind="date", is_sortable=True),
        Col("amount_fen", "金额（元）", col(ServiceOrder.amount_fen), kind="money"),
        Col("rating", "评单", col(ServiceOrder.rating), kind="number"),
        Col("due_on", "办理期限", col(ServiceOrder.due_on), kind="date"),
        Col("status", "状态", col(ServiceOrder.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(ServiceOrder.status), OrderStatus.choices()),
        Filter(
            "category",
            "服务类别",
            col(ServiceOrder.category),
            lambda session, actor: codelists.choices(session, actor.home() or "", "menu_categories"),
        ),
        Filter(
            "area_code",
            "社区",
            col(ServiceOrder.area_code),
            lambda session, actor: community_choices(session, actor, Permission.ORDERS_VIEW),
        ),
    ),
    search=ServiceOrder.search_text,
    join=lambda statement: statement.join(Area, col(Area.code) == col(ServiceOrder.area_code)).outerjoin(
        Group, col(Group.id) == col(ServiceOrder.group_id)
    ),
    workflow=ORDER,
    empty_text="还没有点单。可以在服务清单里选一项，也可以写明需要什么。",
)
