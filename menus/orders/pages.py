"""Pages of orders."""

from typing import Any

from pydantic import Field
from sqlmodel import Session

from core import codelists
from core.access import Actor, area_name
from core.call import Call
from core.clock import format_date
from core.forms import Form
from core.money import format_yuan
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes
from incubator.groups.queries import names_of
from incubator.needs.queries import need_choices
from incubator.people.queries import community_choices
from menus.items.models import Item
from menus.items.pages import NOUN as ITEM_NOUN
from menus.items.queries import item_choices
from menus.orders import actions, forms, queries, rules
from menus.orders.models import OrderStatus as S
from menus.orders.models import ServiceOrder
from menus.orders.workflow import ORDER

STARS = [("5", "五星"), ("4", "四星"), ("3", "三星"), ("2", "二星"), ("1", "一星")]

# The average of an item is computed from its orders, which only this feature knows.
_item_parts = ITEM_NOUN.show
ITEM_NOUN.show = lambda session, actor, item: {
    **_item_parts(session, actor, item),
    "scores": queries.score_of_item(session, item.id),
}


class RevealForm(Form):
    """Why somebody looks at a contact."""

    reason: str = Field(min_length=2, max_length=200, title="用途")


def _choices(session: Session, actor: Actor, order: ServiceOrder | None) -> dict[str, list[tuple[str, str]]]:
    home = order.area_code if order else actor.home() or ""
    return {
        "area_code": community_choices(session, actor, P.ORDERS_PLACE),
        "item_id": _with_kept(item_choices(session, actor), order.item_id if order else None, "原选服务"),
        "need_id": _with_kept(need_choices(session, actor), order.need_id if order else None, "原选需求"),
        "category": codelists.choices(session, home, "menu_categories"),
    }


def _with_kept(found: list[tuple[str, str]], kept: int | None, label: str) -> list[tuple[str, str]]:
    """What was chosen before stays on offer, even when it left the list since."""
    return found if kept is None or str(kept) in dict(found) else [(str(kept), label), *found]


def _facts(session: Session, actor: Actor, order: ServiceOrder) -> list[tuple[str, Any]]:
    categories = codelists.labels(session, order.area_code, "menu_categories")
    item = session.get(Item, order.item_id) if order.item_id else None
    group_id = order.group_id or (item.group_id if item else None)
    provider = names_of(session, [group_id]).get(group_id) if group_id else None
    amount = f"{format_yuan(order.price_fen)} 元 × {order.units} = {format_yuan(order.amount_fen)} 元"
    found = [
        ("点单社区", area_name(session, order.area_code)),
        ("服务类别", categories.get(order.category)),
        ("提供组织", provider),
        ("具体需要", order.description),
        ("人数", order.people),
        ("希望时间", f"{format_date(order.wished_on)} {order.wished_time}"),
        ("地点", order.place),
        ("现场联系人", order.contact_masked),
        ("特别说明", order.notes),
        ("金额", amount if order.amount_fen else "免费"),
        ("办理期限", order.due_on),
    ]
    return found + _progress(order)


def _progress(order: ServiceOrder) -> list[tuple[str, Any]]:
    """What became known on the way; what has no value yet is not shown."""
    day = format_date(order.scheduled_on) if order.scheduled_on else ""
    slot = f"{day} {order.scheduled_time} {order.staff}" if day else None
    steps = [
        ("审核意见", order.review_opinion),
        ("采购依据", order.procurement_basis),
        ("派单说明", order.dispatch_note),
        ("排期", slot),
        ("实际服务日期", order.served_on),
        ("签到人数", order.sign_in_n or None),
        ("服务情况", order.report),
        ("居民意见", f"{order.satisfied_n}/{order.sampled_n}" if order.sampled_n else None),
        ("验收说明", order.remark),
        ("结算金额", f"{format_yuan(order.settled_fen)} 元" if order.settled_fen else None),
        ("评单", f"{order.rating} / 5 {order.comment}" if order.rating else None),
        ("收款单位", order.payee_name),
        ("付款凭证号", order.slip_number),
    ]
    return [(label, value) for label, value in steps if value]


def _parts(session: Session, actor: Actor, order: ServiceOrder) -> dict[str, Any]:
    is_open = rules.is_editable(order)
    may = (P.ORDERS_SERVE, P.ORDERS_PLACE, P.ORDERS_DISPATCH)
    may_reveal = actor.may_act and any(actor.can(permission, rules.place_of(order, permission)) for permission in may)
    return {
        "checks": rules.checks(order, queries.surroundings(session, order)) if is_open else [],
        "may_reveal": may_reveal and bool(order.person_key_id),
        "reveal_form": Call("GET", "", actor=actor).blank(RevealForm),
        "revealed": None,
    }


def _may_attach(session: Session, actor: Actor, order: ServiceOrder) -> bool:
    serving = order.status in (
        S.SCHEDULED,
        S.IN_SERVICE,
        S.DELIVERED,
        S.DISPUTED,
    )
    serves = serving and actor.can(P.ORDERS_SERVE, rules.place_of(order, P.ORDERS_SERVE))
    return serves or actor.can(P.ORDERS_VERIFY, order.area_code) or actor.can(P.ORDERS_SETTLE, order.area_code)


NOUN = register(
    Noun(
        name="order",
        label="点单",
        list_label="服务订单",
        plural="orders",
        section="服务点单",
        model=ServiceOrder,
        table=queries.TABLE,
        view=P.ORDERS_VIEW,
        visible=queries.visible_to,
        out=forms.OrderOut,
        title=lambda order: order.title,
        workflow=ORDER,
        add=Change(P.ORDERS_PLACE, forms.OrderForm, actions.draft_order, "我要点单"),
        edit=Change(P.ORDERS_PLACE, forms.OrderEditForm, actions.edit_order, "修改", rules.is_editable),
        moves={
            "submit": Move(actions.submit_order),
            "approve": Move(actions.approve_order, forms.ApproveForm),
            "dispatch": Move(
                actions.dispatch_order,
                forms.DispatchForm,
                lambda session, actor, order: {"group_id": queries.provider_choices(session, order)},
            ),
            "accept": Move(actions.accept_order),
            "schedule": Move(actions.schedule_order, forms.ScheduleForm),
            "deliver": Move(actions.deliver_order, forms.DeliverForm),
            "verify": Move(actions.verify_order, forms.AcceptanceForm),
            "rate": Move(actions.rate_order, forms.RateForm, lambda session, actor, order: {"rating": STARS}),
            "settle": Move(actions.settle_order, forms.SettleForm),
            "cancel": Move(actions.cancel_order),
            "call_off": Move(actions.call_off_order),
        },
        choices=_choices,
        facts=_facts,
        show=_parts,
        rule_facts=actions.facts_of,
        show_template="menus/orders/show.html",
        slots=(("sign_in", "签到表"), ("photo", "服务照片"), ("opinion", "居民意见"), ("bill", "付款凭证")),
        may_attach=_may_attach,
        form_note="先存草稿；提交时系统逐项核对提供组织、有效期、可接单数、社区经费和采购限额。",
        event_labels={"reveal": "查看联系方式"},
    )
)


@changes("/orders/{row_id:int}/reveal", P.ORDERS_VIEW, takes=RevealForm)
def reveal(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    order = NOUN.get(session, actor, row_id)
    form = call.bind(RevealForm)
    found, status = None, 422
    with form.catching(session):
        found, status = actions.reveal_contact(session, actor, order, form.value.reason), 200
    context = record_context(NOUN, session, actor, order) | {"reveal_form": form, "revealed": found}
    return Page(NOUN.show_template, status, **context)


HANDLERS = [reveal, *noun_pages(NOUN)]
