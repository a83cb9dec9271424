"""Reading the menu: offices by area, groups their own, everybody signed in what is listed in the district."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from core import clock, codelists
from core.access import Actor, Area, Level, in_areas, is_live, per_actor
from core.errors import NotFound
from core.permissions import Permission
from core.tables import Col, Filter, Table
from incubator.groups.models import Group
from incubator.groups.queries import own_groups
from menus.items.models import Item, ItemStatus, PricingMode
from menus.items.workflow import ITEM


@dataclass(frozen=True)
class PublicItem:
    """One card of the public menu: no contact, no person."""

    id: int
    number: str
    title: str
    category: str
    network: str
    provider: str
    provider_stars: int
    summary: str
    target: str
    pricing_mode: PricingMode
    price_fen: int
    unit: str
    min_people: int
    max_people: int
    duration_min: int
    lead_days: int
    valid_to: date


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    districts = sorted({grant.area_code[:6] for grant in actor.grants})
    shown = col(Item.status).in_((ItemStatus.LISTED, ItemStatus.SUSPENDED))
    listed = and_(shown, in_areas(Item.area_code, districts))
    here = actor.office_within(Item.area_code, Permission.ITEMS_VIEW)
    return or_(here, listed, col(Item.group_id).in_(own_groups(actor)))


def get_item(session: Session, actor: Actor, item_id: int) -> Item:
    item = session.exec(select(Item).where(Item.id == item_id, visible_to(actor))).first()
    if item is None:
        raise NotFound
    return item


def _is_offered(area_code: str | None = None) -> ColumnElement[bool]:
    wanted = and_(col(Item.status) == ItemStatus.LISTED, col(Item.valid_to) >= clock.today())
    return and_(wanted, in_areas(Item.area_code, [area_code[:6]])) if area_code else wanted


def list_offered(session: Session, area_code: str) -> list[Item]:
    """The listed items of a district that are not out of date, by category."""
    chosen = select(Item).where(_is_offered(area_code)).order_by(col(Item.category), col(Item.number))
    return list(session.exec(chosen))


def list_public_items(session: Session, category: str | None = None, limit: int = 1000) -> list[PublicItem]:
    """The menu as anybody may read it."""
    wanted = [_is_offered(), is_live(Item.area_code)] + ([col(Item.category) == category] if category else [])
    chosen = select(Item, Group.name, Group.stars).join(Group, col(Group.id) == col(Item.group_id)).where(*wanted)
    rows = session.exec(chosen.order_by(col(Item.category), col(Item.number)).limit(limit)).all()
    names = [name for name in PublicItem.__dataclass_fields__ if name not in ("provider", "provider_stars")]
    return [
        PublicItem(provider=provider, provider_stars=stars, **{name: getattr(item, name) for name in names})
        for item, provider, stars in rows
    ]


def item_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    here = and_(_is_offered(), visible_to(actor))
    chosen = select(Item, Group.name).join(Group, col(Group.id) == col(Item.group_id)).where(here)
    rows = session.exec(chosen.order_by(col(Item.category), col(Item.number)).limit(500))
    return [(str(item.id), f"{item.title}（{group}）") for item, group in rows]


def community_names(session: Session, area_code: str) -> list[tuple[str, str]]:
    """The communities of a district, for an item's scope."""
    here = in_areas(Area.code, [area_code[:6]])
    rows = session.exec(select(Area).where(Area.level == Level.COMMUNITY, here).order_by(col(Area.code)))
    return [(area.code, area.name) for area in rows]


TABLE = Table(
    model=Item,
    columns=(
        Col("title", "服务名称", col(Item.title)),
        Col("number", "编号", col(Item.number), is_sortable=True),
        Col("group", "提供组织", col(Group.name)),
        Col("stars", "星级", col(Group.stars), kind="stars"),
        Col("pricing_mode", "收费方式", col(Item.pricing_mode)),
        Col("price_fen", "单价（元）", col(Item.price_fen), kind="money", is_sortable=True),
        Col("valid_to", "有效期至", col(Item.valid_to), kind="date"),
        Col("status", "状态", col(Item.status), kind="state"),
    ),
    filters=(
        Filter(
            "category",
            "服务类别",
            col(Item.category),
            lambda session, actor: codelists.choices(session, actor.home() or "", "menu_categories"),
        ),
        Filter("pricing_mode", "收费方式", col(Item.pricing_mode), PricingMode.choices()),
        Filter(
            "network",
            "所属网络",
            col(Item.network),
            lambda session, actor: codelists.choices(session, actor.home() or "", "menu_networks"),
        ),
        Filter("status", "状态", col(Item.status), ItemStatus.choices()),
        Filter(
            "stars",
            "提供组织星级",
            None,
            [("3", "三星及以上"), ("4", "四星及以上"), ("5", "五星")],
            condition=lambda value: col(Group.stars) >= int(value),
        ),
        Filter(
            "colour",
            "七彩",
            col(Group.colour),
            lambda session, actor: codelists.choices(session, actor.home() or "", "qicai"),
        ),
    ),
    search=Item.search_text,
    join=lambda statement: statement.join(Group, col(Group.id) == col(Item.group_id)),
    workflow=ITEM,
    empty_text="清单里还没有服务。由组织填写服务项目，中心审核后上架。",
)
