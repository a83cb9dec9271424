"""Every change to orders, from the wish to the settled bill."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from core import audit, clock, codelists, ledger, vault
from core.access import Actor, Grant, area_name
from core.changes import add, edit, require
from core.errors import Refused
from core.issued.actions import issue
from core.ledger import FundExhausted
from core.money import format_yuan
from core.numbers import next_number
from core.permissions import Permission, Role
from core.search import search_text
from incubator.activities.actions import add_feedback
from incubator.groups.models import Group
from incubator.needs.actions import match_need
from incubator.needs.queries import list_needs
from menus.items.actions import suspend_by_rule
from menus.items.models import Item, ItemStatus
from menus.items.queries import get_item
from menus.orders import documents, queries, rules
from menus.orders.forms import (
    AcceptanceForm,
    ApproveForm,
    DeliverForm,
    DispatchForm,
    OrderForm,
    RateForm,
    ScheduleForm,
    SettleForm,
)
from menus.orders.models import ServiceOrder
from menus.orders.workflow import ORDER
from menus.purchases.queries import find_purse

NOUN = "service_order"


def _content(session: Session, actor: Actor, data: OrderForm) -> dict[str, Any]:
    """The order's columns; an item lends its title, category, price and standards as they stand now."""
    values = data.model_dump(exclude={"contact_name", "contact_phone"})
    if data.item_id:
        item = get_item(session, actor, data.item_id)
        values |= {"title": data.title or item.title, "category": item.category, **_terms(item, data.units)}
    elif codelists.find(session, data.area_code, "menu_categories", data.category) is None:
        raise Refused("请从列表中选择。", field="category")
    values["fiscal_year"] = data.wished_on.year
    values["search_text"] = search_text(values["title"], data.place, data.description[:60])
    return values


def _terms(item: Item, units: int) -> dict[str, Any]:
    return {"price_fen": item.price_fen, "amount_fen": item.price_fen * units, "standards": list(item.standards)}


def _contact(session: Session, data: OrderForm, key_id: int | None) -> dict[str, Any]:
    """Name and telephone sealed under a key of their own; masked ones that came back from the form stay."""
    if "*" in data.contact_phone:
        return {}
    key_id = key_id or vault.new_person_key(session)
    mask = data.contact_name[:1] + "*" * max(1, len(data.contact_name) - 1)
    return {
        "person_key_id": key_id,
        "contact_name_sealed": vault.seal(session, key_id, NOUN, "contact_name", data.contact_name),
        "contact_phone_sealed": vault.seal(session, key_id, NOUN, "contact_phone", data.contact_phone),
        "contact_masked": f"{mask} {vault.mask_phone(data.contact_phone)}",
    }


def draft_order(session: Session, actor: Actor, data: OrderForm) -> ServiceOrder:
    require(actor, Permission.ORDERS_PLACE, data.area_code)
    order = ServiceOrder(
        number=next_number(session, data.area_code, "DD"),
        **_content(session, actor, data),
        **_contact(session, data, None),
    )
    return add(session, actor, order, item=data.item_id, people=data.people)


def edit_order(session: Session, actor: Actor, order: ServiceOrder, data: OrderForm, version: int | None) -> None:
    require(actor, Permission.ORDERS_PLACE, order.area_code)
    require(actor, Permission.ORDERS_PLACE, data.area_code)
    contact = _contact(session, data, order.person_key_id)
    edit(session, actor, order, {**_content(session, actor, data), **contact}, version)


def facts_of(session: Session, order: ServiceOrder) -> dict[str, Any]:
    is_open = rules.is_editable(order)
    return {"checks": rules.checks(order, queries.surroundings(session, order)) if is_open else []}


def submit_order(session: Session, actor: Actor, order: ServiceOrder, reason: str | None = None) -> None:
    """Place the order once every check passes; the procurement flag goes with it to the reviewer."""
    if order.item_id:
        item = get_item(session, actor, order.item_id)
        edit(session, actor, order, _terms(item, order.units))
    facts = facts_of(session, order)
    if failed := rules.problems(facts["checks"]):
        raise Refused("".join(check.sentence for check in failed))
    flagged = any(check.code == "PROCUREMENT" and not check.is_ok for check in facts["checks"])
    values = {"placed_by": actor.account_id, "needs_procurement": flagged, "reviewed_by": None}
    ORDER.fire(session, actor, order, "submit", reason, facts, **values)
    if order.need_id and not list_needs(session, actor, NOUN, order.id or 0):
        match_need(session, actor, order.need_id, NOUN, order.id or 0)


def approve_order(session: Session, actor: Actor, order: ServiceOrder, data: ApproveForm) -> None:
    """The street or the centre lets the order pass; a flagged one only with the number of its procurement."""
    if order.needs_procurement and len(data.procurement_basis) < 2:
        raise Refused("这个订单须办理政府采购，请填写采购项目编号或文号。", field="procurement_basis")
    values = {"reviewed_by": actor.account_id, "due_on": order.due_on, **data.model_dump()}
    ORDER.fire(session, actor, order, "approve", data.review_opinion, **values)


def dispatch_order(session: Session, actor: Actor, order: ServiceOrder, data: DispatchForm) -> None:
    """Send the order to a group; a wish of the community's own words gets its price here, and its checks again."""
    group = session.get(Group, data.group_id)
    if group is None or str(group.id) not in dict(queries.provider_choices(session, order)):
        raise Refused("请从列表中选择。", field="group_id")
    price = order.price_fen if order.item_id or data.price_fen is None else data.price_fen
    reached = _check_dispatch(session, order, group, price)
    values = {
        "needs_procurement": order.needs_procurement or reached,
        "group_id": group.id,
        "provider_area_code": group.area_code,
        "price_fen": price,
        "amount_fen": price * order.units,
        "dispatched_by": actor.account_id,
        "dispatched_on": clock.today(),
        "dispatch_note": data.dispatch_note,
    }
    ORDER.fire(session, actor, order, "dispatch", data.dispatch_note, **values)
    _print(session, actor, order, "order", "服务订单（派单）", "DDP", documents.order_blocks)


def _check_dispatch(session: Session, order: ServiceOrder, group: Group, price: int) -> bool:
    """Whether this provider's year reaches the procurement threshold; refuses what cannot be sent."""
    trial = ServiceOrder(**{**order.model_dump(), "group_id": group.id, "amount_fen": price * order.units})
    found = rules.checks(trial, queries.surroundings(session, trial))
    failed = [one for one in rules.problems(found) if one.code in ("PROVIDER", "PURSE")]
    if failed:
        raise Refused("".join(one.sentence for one in failed), field="group_id")
    reached = any(one.code == "PROCUREMENT" and not one.is_ok for one in found)
    if reached and not order.procurement_basis:
        raise Refused("派给这个组织后达到采购限额，须办理政府采购。请退回，由审核人补填采购依据。", field="group_id")
    return reached


def _print(session: Session, actor: Actor, order: ServiceOrder, kind: str, title: str, code: str, press: Any) -> None:
    community = area_name(session, order.area_code)
    category = codelists.labels(session, order.area_code, "menu_categories").get(order.category, order.category)
    provider = session.get_one(Group, order.group_id).name
    blocks = press(order, community, category, provider)
    issue(session, actor, order, kind, code, title, blocks, issuer=community)


def accept_order(session: Session, actor: Actor, order: ServiceOrder, reason: str | None = None) -> None:
    """The provider takes the order: from now on its money is reserved in the community's purse."""
    ORDER.check(ORDER.find("accept", order.status), actor, order, reason, {})
    fund_id = None
    if order.amount_fen:
        purse = find_purse(session, order.area_code, order.fiscal_year)
        if purse is None:
            raise Refused("社区还没有登记服务经费，请联系社区。")
        fund_id = purse.fund_id
        _reserve(session, actor, order, fund_id)
    ORDER.fire(session, actor, order, "accept", reason, fund_id=fund_id)


def _reserve(session: Session, actor: Actor, order: ServiceOrder, fund_id: int) -> None:
    key = f"order-{order.id}-reserve-{order.version}"
    try:
        ledger.reserve(session, actor, fund_id, order.amount_fen, key, NOUN, order.id or 0, order.number)
    except FundExhausted:
        need = format_yuan(order.amount_fen)
        raise Refused(f"社区服务经费不足 {need} 元，暂时不能接单，请联系社区。") from None


def _release(session: Session, actor: Actor, order: ServiceOrder, memo: str) -> None:
    """Give back what is still reserved for the order."""
    reserved, _paid = queries.position_of(session, order)
    if reserved:
        key = f"order-{order.id}-release-{order.version}"
        ledger.release(session, actor, order.fund_id or 0, reserved, key, NOUN, order.id or 0, memo)


def schedule_order(session: Session, actor: Actor, order: ServiceOrder, data: ScheduleForm) -> None:
    if data.scheduled_on < clock.today():
        raise Refused("服务日期不能早于今天。", field="scheduled_on")
    ORDER.fire(session, actor, order, "schedule", **data.model_dump())


def deliver_order(session: Session, actor: Actor, order: ServiceOrder, data: DeliverForm) -> None:
    ORDER.fire(session, actor, order, "deliver", delivered_by=actor.account_id, **data.model_dump())


def verify_order(session: Session, actor: Actor, order: ServiceOrder, data: AcceptanceForm) -> None:
    """The community checks standard by standard and says what is to be paid, at most the price."""
    if data.settled_fen > order.amount_fen:
        raise Refused(f"结算金额不能超过订单金额 {format_yuan(order.amount_fen)} 元。", field="settled_fen")
    values = {"verified_by": actor.account_id, "verified_on": clock.today(), **data.model_dump()}
    ORDER.fire(session, actor, order, "verify", data.remark, **values)
    _print(session, actor, order, "acceptance", "服务验收单", "DDY", documents.acceptance_blocks)


def rate_order(session: Session, actor: Actor, order: ServiceOrder, data: RateForm) -> None:
    """Stars and opinions become evidence of the group; a badly rated item leaves the menu until it was looked at."""
    ORDER.fire(session, actor, order, "rate", data.comment, **data.model_dump())
    group = session.get_one(Group, order.group_id)
    satisfied = order.satisfied_n if order.sampled_n else None
    sampled = order.sampled_n or 1
    who = _from_next_door(actor, group)
    add_feedback(session, who, group, NOUN, order.id or 0, sampled=sampled, satisfied=satisfied, stars=data.rating)
    _look_at_item(session, order)


def _from_next_door(actor: Actor, group: Group) -> Actor:
    """A community says what it thinks of whoever served it, also of a group whose home is elsewhere."""
    if actor.can(Permission.ORDERS_VERIFY, group.area_code):
        return actor
    return replace(actor, grants=(*actor.grants, Grant(Role.COMMUNITY, group.area_code)), _areas={})


def _look_at_item(session: Session, order: ServiceOrder) -> None:
    item = session.get(Item, order.item_id) if order.item_id else None
    if item is None or item.status != ItemStatus.LISTED:
        return
    below, after = (queries.setting(session, item.area_code, code) for code in ("REVIEW_BELOW", "REVIEW_AFTER"))
    ratings = queries.ratings_of_item(session, item.id or 0)
    if rules.is_badly_rated(ratings, below, after):
        suspend_by_rule(session, item, f"{len(ratings)} 次评单均分低于 {below / 10:g} 分，暂停接单，待复核。")


def settle_order(session: Session, actor: Actor, order: ServiceOrder, data: SettleForm) -> None:
    """Pay what was accepted out of the purse and give the rest back."""
    if order.settled_fen and not data.slip_number:
        raise Refused("请填写付款凭证号。", field="slip_number")
    values = {"settled_by": actor.account_id, "settled_on": clock.today(), **data.model_dump()}
    version = order.version
    ORDER.fire(session, actor, order, "settle", **values)
    if order.settled_fen:
        payee, key = f"group-{order.group_id}", f"order-{order.id}-pay-{version}"
        fund = order.fund_id or 0
        ledger.pay(session, actor, fund, order.settled_fen, key, NOUN, order.id or 0, payee, data.slip_number)
    _release(session, actor, order, f"{order.number} 结算余额")


def cancel_order(session: Session, actor: Actor, order: ServiceOrder, reason: str | None) -> None:
    ORDER.fire(session, actor, order, "cancel", reason)
    _release(session, actor, order, f"{order.number} 取消")


def call_off_order(session: Session, actor: Actor, order: ServiceOrder, reason: str | None) -> None:
    ORDER.fire(session, actor, order, "call_off", reason)
    _release(session, actor, order, f"{order.number} 撤单")


def reveal_contact(session: Session, actor: Actor, order: ServiceOrder, reason: str) -> tuple[str, str]:
    """Name and telephone in clear for whoever orders, sends or serves; each look is an event."""
    may = (Permission.ORDERS_SERVE, Permission.ORDERS_PLACE, Permission.ORDERS_DISPATCH)
    if not any(actor.can(permission, rules.place_of(order, permission)) for permission in may):
        require(actor, Permission.ORDERS_PLACE, order.area_code)
    if len(reason.strip()) < 2:
        raise Refused("请写明查看联系方式的用途。", field="reason")
    audit.record(session, actor, f"{NOUN}.reveal", order, reason=reason.strip())
    key_id = order.person_key_id or 0
    name = vault.unseal(session, key_id, NOUN, "contact_name", order.contact_name_sealed)
    return name, vault.unseal(session, key_id, NOUN, "contact_phone", order.contact_phone_sealed)
