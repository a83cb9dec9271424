"""Pages of purses and thresholds."""

from typing import Any

from sqlmodel import Session

from core import clock
from core.access import Actor, area_name
from core.call import Call
from core.money import format_yuan
from core.nouns import Change, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes
from incubator.people.queries import community_choices
from menus.purchases import actions, forms, queries
from menus.purchases.models import ProcurementThreshold, Purse


def _facts(session: Session, actor: Actor, purse: Purse) -> list[tuple[str, Any]]:
    fund = queries.balance_of(session, purse)
    return [
        ("社区", area_name(session, purse.area_code)),
        ("年度", purse.year),
        ("依据（文号等）", purse.basis),
        ("总额", format_yuan(fund.total_fen) + " 元"),
        ("已承诺", format_yuan(fund.reserved_fen) + " 元"),
        ("已支付", format_yuan(fund.paid_fen) + " 元"),
        ("可用", format_yuan(fund.available_fen) + " 元"),
    ]


def _parts(session: Session, actor: Actor, purse: Purse) -> dict[str, Any]:
    may_top_up = actor.may_act and actor.can(P.PURSES_MANAGE, purse.area_code)
    return {"top_up_form": Call("GET", "", actor=actor).blank(forms.PurseTopUpForm) if may_top_up else None}


NOUN = register(
    Noun(
        name="purse",
        label="社区服务经费",
        plural="purses",
        section="服务点单",
        model=Purse,
        table=queries.TABLE,
        view=P.ORDERS_VIEW,
        visible=queries.visible_to,
        out=forms.PurseOut,
        title=lambda purse: f"{purse.year} 年社区服务经费",
        add=Change(P.PURSES_MANAGE, forms.PurseForm, actions.open_purse, "登记经费"),
        choices=lambda session, actor, purse: {"area_code": community_choices(session, actor, P.PURSES_MANAGE)},
        facts=_facts,
        show=_parts,
        show_template="menus/purchases/purse.html",
        event_labels={"top_up": "追加经费"},
    )
)

THRESHOLD_NOUN = register(
    Noun(
        name="procurement_threshold",
        label="采购限额标准",
        plural="procurement-thresholds",
        section="服务点单",
        model=ProcurementThreshold,
        table=queries.THRESHOLDS,
        view=P.ORDERS_VIEW,
        visible=queries.thresholds_visible_to,
        out=forms.ThresholdOut,
        title=lambda one: f"采购限额标准（{clock.format_date(one.from_on)}起）",
        add=Change(P.PURSES_MANAGE, forms.ThresholdForm, actions.set_threshold, "登记标准"),
        edit=Change(P.PURSES_MANAGE, forms.ThresholdForm, actions.edit_threshold, "修改"),
        choices=lambda session, actor, one: {"area_code": queries.district_choices(session, actor)},
        facts=lambda session, actor, one: [
            ("适用区域", area_name(session, one.area_code)),
            ("自何日起", one.from_on),
            ("限额标准", format_yuan(one.threshold_fen) + " 元"),
            ("依据（文号）", one.basis),
        ],
        form_note="同一组织、同一类别一年内的点单合计达到限额时，系统提示须办理政府采购。",
    )
)


@changes("/purses/{row_id:int}/top-up", P.PURSES_MANAGE, creates=True, takes=forms.PurseTopUpForm)
def top_up(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    purse = NOUN.get(session, actor, row_id)
    form = call.bind(forms.PurseTopUpForm)
    with form.catching(session):
        actions.top_up_purse(session, actor, purse, form.value)
        return Moved(f"/purses/{row_id}", "已追加。")
    return Page(NOUN.show_template, 422, **record_context(NOUN, session, actor, purse) | {"top_up_form": form})


HANDLERS = [top_up, *noun_pages(NOUN), *noun_pages(THRESHOLD_NOUN)]
