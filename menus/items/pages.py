"""Pages of menu items and of the editions of the menu."""

from typing import Any

from sqlmodel import Session

from core import codelists
from core.access import Actor
from core.clock import format_date
from core.money import format_yuan
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.resource_pages import noun_pages
from incubator.groups.models import Group
from incubator.groups.queries import group_choices
from menus.editions import actions as edition_actions
from menus.editions import queries as edition_queries
from menus.editions.documents import price_text
from menus.editions.forms import EditionForm, EditionOut
from menus.editions.models import EditionStatus, MenuEdition
from menus.editions.workflow import EDITION
from menus.items import actions, forms, queries, rules
from menus.items.models import Item, ItemStatus
from menus.items.workflow import ITEM


def _choices(session: Session, actor: Actor, item: Item | None) -> dict[str, list[tuple[str, str]]]:
    home = item.area_code if item else actor.home() or ""
    lists = {name: codelists.choices(session, home, code_list) for name, code_list in actions.LISTS.items()}
    groups = group_choices(session, actor, permission=P.ITEMS_WRITE)
    return {**lists, "group_id": groups, "areas": queries.community_names(session, home)}


def _facts(session: Session, actor: Actor, item: Item) -> list[tuple[str, Any]]:
    labels = {name: codelists.labels(session, item.area_code, found) for name, found in actions.LISTS.items()}
    group, communities = session.get_one(Group, item.group_id), dict(queries.community_names(session, item.area_code))
    scope = "全区" if item.is_district_wide else "、".join(communities.get(code, code) for code in item.areas)
    return [
        ("提供组织", group.name),
        ("提供方类型", labels["provider_kind"].get(item.provider_kind)),
        ("服务类别", labels["category"].get(item.category)),
        ("所属网络", labels["network"].get(item.network)),
        ("服务对象", item.target),
        ("价格", price_text(item.model_dump(), labels["unit"])),
        ("单位成本", f"{format_yuan(item.cost_fen)} 元 {item.cost_breakdown}"),
        ("人数", f"{item.min_people}–{item.max_people}"),
        ("时长（分钟）", item.duration_min),
        ("场地设备要求", item.venue_need),
        ("服务范围", scope),
        ("提前预约天数", item.lead_days),
        ("每月可接单数", item.monthly_capacity),
        ("可服务时段", item.season),
        ("服务人员与资质", item.staffing),
        ("安全与保险", item.safety),
        ("联系人", item.contact),
        ("指导性目录代码", item.directory_code),
        ("过往案例", item.evidence),
        ("有效期", f"{format_date(item.valid_from)}至{format_date(item.valid_to)}"),
        ("修订次数", item.revision),
    ]


def _parts(session: Session, actor: Actor, item: Item) -> dict[str, Any]:
    group = session.get_one(Group, item.group_id)
    may_order = item.status == ItemStatus.LISTED and rules.is_payable(item.pricing_mode) and actor.can(P.ORDERS_PLACE)
    return {"may_order": may_order, "provider": group, "scores": None}


NOUN = register(
    Noun(
        name="item",
        label="服务项目",
        list_label="服务清单",
        plural="items",
        section="服务点单",
        model=Item,
        table=queries.TABLE,
        view=P.ITEMS_VIEW,
        visible=queries.visible_to,
        out=forms.ItemOut,
        title=lambda item: item.title,
        workflow=ITEM,
        add=Change(P.ITEMS_WRITE, forms.ItemForm, actions.add_item, "新增服务"),
        edit=Change(P.ITEMS_WRITE, forms.ItemForm, actions.edit_item, "修改", rules.is_editable),
        moves={
            "submit": Move(actions.submit_item),
            "list": Move(actions.list_item),
            "revise": Move(actions.revise_item),
            "withdraw": Move(actions.withdraw_item),
        },
        choices=_choices,
        facts=_facts,
        show=_parts,
        show_template="menus/items/show.html",
        slots=(("evidence", "案例与资质"),),
        form_note="低偿服务的单价不能高于单位成本；市场化服务只作信息展示，不能用公共资金点单。",
    )
)


def _is_draft(edition: MenuEdition) -> bool:
    return edition.status == EditionStatus.DRAFT


EDITION_NOUN = register(
    Noun(
        name="menu_edition",
        label="清单手册",
        plural="menu-editions",
        section="服务点单",
        model=MenuEdition,
        table=edition_queries.TABLE,
        view=P.ITEMS_VIEW,
        visible=edition_queries.visible_to,
        out=EditionOut,
        title=lambda edition: edition.title,
        workflow=EDITION,
        add=Change(P.ITEMS_APPROVE, EditionForm, edition_actions.plan_edition, "编制手册"),
        edit=Change(P.ITEMS_APPROVE, EditionForm, edition_actions.edit_edition, "修改", _is_draft),
        moves={"publish": Move(edition_actions.publish_edition)},
        choices=lambda session, actor, edition: {"area_code": edition_queries.district_choices(session, actor)},
        facts=lambda session, actor, edition: [
            ("年度", edition.year),
            ("季度", edition.season),
            ("发布日期", edition.published_on),
            ("服务项数", len(edition.items) if edition.items else None),
            ("点单办法", edition.how_to_order),
        ],
        show=lambda session, actor, edition: {
            "categories": codelists.labels(session, edition.area_code, "menu_categories"),
            "snapshot": edition.items,
        },
        rule_facts=edition_actions.facts_of,
        show_template="menus/items/edition.html",
    )
)

HANDLERS = [*noun_pages(NOUN), *noun_pages(EDITION_NOUN)]
