"""Reading editions: those of the actor's areas and districts."""

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from core.access import Actor, Area, Level, ancestors, in_areas, per_actor
from core.permissions import Permission
from core.tables import Col, Filter, Table
from incubator.groups.models import Group
from menus.editions.models import EditionStatus, MenuEdition
from menus.editions.workflow import EDITION
from menus.items.models import Item


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    above = sorted({code for grant in actor.grants for code in ancestors(grant.area_code)})
    published = and_(col(MenuEdition.status) == EditionStatus.PUBLISHED, col(MenuEdition.area_code).in_(above))
    return or_(actor.office_within(MenuEdition.area_code, Permission.ITEMS_APPROVE), published)


def district_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    here = in_areas(Area.code, actor.areas(Permission.ITEMS_APPROVE))
    rows = session.exec(select(Area).where(Area.level == Level.DISTRICT, here).order_by(col(Area.code)))
    return [(area.code, area.name) for area in rows]


def list_public_editions(session: Session) -> list[MenuEdition]:
    here = MenuEdition.status == EditionStatus.PUBLISHED
    return list(session.exec(select(MenuEdition).where(here).order_by(col(MenuEdition.id).desc()).limit(20)))


def providers_of(session: Session, items: list[Item]) -> dict[int, Group]:
    ids = {item.group_id for item in items}
    return {group.id or 0: group for group in session.exec(select(Group).where(col(Group.id).in_(ids)))}


TABLE = Table(
    model=MenuEdition,
    columns=(
        Col("title", "名称", col(MenuEdition.title)),
        Col("number", "编号", col(MenuEdition.number), is_sortable=True),
        Col("year", "年度", col(MenuEdition.year), kind="number", is_sortable=True, show=str),
        Col("season", "季度", col(MenuEdition.season)),
        Col("published_on", "发布日期", col(MenuEdition.published_on), kind="date"),
        Col("status", "状态", col(MenuEdition.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(MenuEdition.status), EditionStatus.choices()),),
    search=MenuEdition.title,
    workflow=EDITION,
    empty_text="还没有服务清单手册。",
)
