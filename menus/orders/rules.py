"""The checks of an order before it is submitted, and who may act on it; all on loaded values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.clock import format_date
from core.money import format_yuan
from core.permissions import Permission
from incubator.groups.models import Group, GroupStatus
from menus.items import rules as item_rules
from menus.items.models import Item
from menus.orders.models import OrderStatus as S
from menus.orders.models import ServiceOrder
from menus.purchases.rules import needs_procurement

IDLE = (S.DRAFT, S.REJECTED, S.DECLINED, S.CANCELLED)
COUNTED = tuple(status for status in S if status not in IDLE)


@dataclass(frozen=True)
class Check:
    """One check with the sentence that stands beside it; a flag does not stop the order."""

    code: str
    is_ok: bool
    sentence: str
    is_flag: bool = False


@dataclass(frozen=True)
class Surroundings:
    """What the checks ask beside the order: its item and provider, the purse, and what else was ordered."""

    today: date
    latest_on: date
    item: Item | None = None
    provider: Group | None = None
    ordered_this_month: int = 0
    available_fen: int | None = None
    earlier_fen: int = 0
    threshold_fen: int | None = None


def checks(order: ServiceOrder, around: Surroundings) -> list[Check]:
    """Every check that applies, passed or not, in the order in which people read them."""
    found = [_date_check(order, around)]
    if around.provider:
        found.append(_provider_check(around.provider, around.today))
    if around.item:
        found += _item_checks(order, around.item, around)
    if order.amount_fen:
        found += _money_checks(order, around)
    return found


def _date_check(order: ServiceOrder, around: Surroundings) -> Check:
    lead = around.item.lead_days if around.item else 0
    earliest = around.today + timedelta(days=lead)
    is_ok = earliest <= order.wished_on <= around.latest_on
    if order.wished_on > around.latest_on:
        return Check("DATE", False, f"希望日期太远，最晚 {format_date(around.latest_on)}。")
    return Check("DATE", is_ok, f"须提前 {lead} 天预约，最早可约 {format_date(earliest)}。")


def _provider_check(group: Group, today: date) -> Check:
    is_alive = group.status in (GroupStatus.FORMING, GroupStatus.ACTIVE)
    is_barred = group.blacklisted_until is not None and group.blacklisted_until >= today
    if is_barred:
        return Check("PROVIDER", False, f"提供组织“{group.name}”在失信限制期内。")
    state = "正常" if is_alive else GroupStatus(group.status).label
    return Check("PROVIDER", is_alive, f"提供组织“{group.name}”状态：{state}。")


def _item_checks(order: ServiceOrder, item: Item, around: Surroundings) -> list[Check]:
    left = item.monthly_capacity - around.ordered_this_month
    valid = item_rules.is_valid_on(item, order.wished_on)
    fits = item.min_people <= order.people <= item.max_people
    room = f"{order.wished_on.month} 月可接 {item.monthly_capacity} 单，还剩 {max(left, 0)} 单。"
    found = [
        Check("ITEM", valid, f"服务已上架，有效期 {format_date(item.valid_from)}至{format_date(item.valid_to)}。"),
        Check("AREA", item_rules.serves(item, order.area_code), "服务范围包含本社区。"),
        Check("CAPACITY", left > 0, room),
        Check("PEOPLE", fits, f"人数应在 {item.min_people} 到 {item.max_people} 之间。"),
        Check("PAYABLE", item_rules.is_payable(item.pricing_mode), "可以用公共资金点单（市场化服务不可以）。"),
    ]
    if item.pricing_mode == "LOW":
        within = item_rules.is_within_cost(item.pricing_mode, item.price_fen, item.cost_fen)
        sentence = f"低偿单价 {format_yuan(item.price_fen)} 元，不高于成本 {format_yuan(item.cost_fen)} 元。"
        found.append(Check("COST", within, sentence))
    if order.amount_fen:
        found.append(Check("DIRECTORY", bool(item.directory_code), "财政资金购买的服务应在指导性目录内。"))
    return found


def _money_checks(order: ServiceOrder, around: Surroundings) -> list[Check]:
    if around.available_fen is None:
        purse = Check("PURSE", False, f"本社区 {order.fiscal_year} 年还没有登记服务经费。")
    else:
        need, left = format_yuan(order.amount_fen), format_yuan(around.available_fen)
        purse = Check("PURSE", around.available_fen >= order.amount_fen, f"需要 {need} 元，社区经费可用 {left} 元。")
    return [purse, _threshold_check(order, around)]


def _threshold_check(order: ServiceOrder, around: Surroundings) -> Check:
    if around.threshold_fen is None:
        return Check("PROCUREMENT", True, "区里还没有登记采购限额标准，不作采购提示。", is_flag=True)
    is_reached = needs_procurement(around.threshold_fen, around.earlier_fen, order.amount_fen)
    whole = format_yuan(around.earlier_fen + order.amount_fen)
    sentence = f"同一组织、同一类别本年点单合计 {whole} 元，限额标准 {format_yuan(around.threshold_fen)} 元"
    return Check("PROCUREMENT", not is_reached, sentence + ("，须办理政府采购。" if is_reached else "。"), is_flag=True)


def problems(found: Sequence[Check]) -> list[Check]:
    return [check for check in found if not check.is_ok and not check.is_flag]


def is_badly_rated(ratings: Sequence[int], below_tenths: int, after: int) -> bool:
    """Whether the average of enough rated orders is below a limit given in tenths of a star; exact."""
    return len(ratings) >= after and sum(ratings) * 10 < below_tenths * len(ratings)


def place_of(order: ServiceOrder, permission: Permission) -> str:
    """Providers serve by the area of their own group, everybody else acts by the ordering community's."""
    if permission == Permission.ORDERS_SERVE and order.provider_area_code:
        return order.provider_area_code
    return order.area_code


def is_editable(order: ServiceOrder) -> bool:
    return order.status in (S.DRAFT, S.REJECTED)


# Needs of the workflow: (order, actor, facts)


def passes_checks(order: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return not problems(facts.get("checks", ()))


def reviewer_is_another(order: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id != order.placed_by


def is_reviewed(order: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return order.reviewed_by is not None


def is_not_reviewed(order: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return order.reviewed_by is None


def verifier_is_another(order: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id not in (order.placed_by, order.delivered_by)


def settler_is_another(order: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id not in (order.placed_by, order.verified_by)
