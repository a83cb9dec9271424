"""Every change to menu items."""

from typing import Any

from sqlmodel import Session

from core import clock, codelists
from core.access import SYSTEM, Actor
from core.changes import add, edit, require
from core.errors import Refused
from core.numbers import next_number
from core.permissions import Permission
from core.search import search_text
from incubator.groups.actions import is_alive, require_own
from incubator.groups.models import Group
from menus.items.forms import ItemForm
from menus.items.models import Item
from menus.items.workflow import ITEM

LISTS = {
    "category": "menu_categories",
    "network": "menu_networks",
    "unit": "menu_units",
    "provider_kind": "provider_kinds",
}


def _content(session: Session, data: ItemForm, group: Group) -> dict[str, Any]:
    for name, code_list in LISTS.items():
        value = getattr(data, name)
        if value and codelists.find(session, group.area_code, code_list, value) is None:
            raise Refused("请从列表中选择。", field=name)
    standards = [line.strip() for line in data.standards.splitlines() if line.strip()]
    found = search_text(data.title, group.name, data.summary[:80])
    return {**data.model_dump(), "standards": standards, "search_text": found}


def add_item(session: Session, actor: Actor, data: ItemForm) -> Item:
    """Describe a service; the group itself or the centre on its behalf."""
    group = require_own(session, actor, data.group_id)
    require(actor, Permission.ITEMS_WRITE, group.area_code)
    if not is_alive(group):
        raise Refused("这个组织已暂停或解散，不能提供服务。", field="group_id")
    number = next_number(session, group.area_code, "FW")
    item = Item(area_code=group.area_code, number=number, **_content(session, data, group))
    return add(session, actor, item, group=group.id, title=item.title)


def edit_item(session: Session, actor: Actor, item: Item, data: ItemForm, version: int | None = None) -> None:
    group = require_own(session, actor, item.group_id)
    require(actor, Permission.ITEMS_WRITE, item.area_code)
    if data.group_id != item.group_id:
        raise Refused("不能换成别的组织，请另建一项。", field="group_id")
    edit(session, actor, item, _content(session, data, group), version)


def submit_item(session: Session, actor: Actor, item: Item, reason: str | None = None) -> None:
    require_own(session, actor, item.group_id)
    ITEM.fire(session, actor, item, "submit", reason, submitted_by=actor.account_id, listed_by=None)


def list_item(session: Session, actor: Actor, item: Item, reason: str | None = None) -> None:
    ITEM.fire(session, actor, item, "list", reason, listed_by=actor.account_id, listed_on=clock.today())


def revise_item(session: Session, actor: Actor, item: Item, reason: str | None = None) -> None:
    """Take a listed item back to the desk: it is listed again, as its next revision, after another check."""
    require_own(session, actor, item.group_id)
    ITEM.fire(session, actor, item, "revise", reason, revision=item.revision + 1)


def withdraw_item(session: Session, actor: Actor, item: Item, reason: str | None) -> None:
    require_own(session, actor, item.group_id)
    ITEM.fire(session, actor, item, "withdraw", reason)


def suspend_by_rule(session: Session, item: Item, reason: str) -> None:
    """The system itself takes a badly rated item out of the menu until the centre has looked at it."""
    ITEM.fire(session, SYSTEM, item, "suspend", reason)
