"""Reading star schemes: those in force above one's areas, and the drafts of one's own."""

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from core import schemes
from core.access import NATION, Actor, Area, Level, ancestors, district_of, in_areas, per_actor
from core.errors import NotFound
from core.permissions import Permission
from core.schemes import Scheme
from core.tables import Col, Filter, Table
from ratings.schemes.rules import KIND


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    above = sorted({code for grant in actor.grants for code in ancestors(grant.area_code)})
    published = and_(col(Scheme.is_published).is_(True), col(Scheme.area_code).in_([*above, NATION]))
    own = actor.office_within(Scheme.area_code, Permission.ROUNDS_MANAGE)
    return and_(col(Scheme.kind) == KIND, or_(published, own))


def get_scheme(session: Session, actor: Actor, scheme_id: int) -> Scheme:
    scheme = session.exec(select(Scheme).where(Scheme.id == scheme_id, visible_to(actor))).first()
    if scheme is None:
        raise NotFound
    return scheme


def published_choices(session: Session, area_code: str) -> list[tuple[str, str]]:
    """The published star schemes that a round in this area may be held by."""
    found = schemes.list_schemes(session, area_code, KIND)
    return [(str(s.id), f"{s.title}（第 {s.version} 版）") for s in found if s.is_published]


def district_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """The districts in which the actor manages rating rounds."""
    here = in_areas(Area.code, actor.areas(Permission.ROUNDS_MANAGE))
    rows = session.exec(select(Area).where(Area.level == Level.DISTRICT, here).order_by(col(Area.code)))
    return [(area.code, area.name) for area in rows]


def scheme_in_force(session: Session, area_code: str) -> Scheme:
    return schemes.current_scheme(session, district_of(area_code), KIND)


TABLE = Table(
    model=Scheme,
    columns=(
        Col("title", "名称", col(Scheme.title)),
        Col("version", "版本", col(Scheme.version), kind="number", is_sortable=True),
        Col("area", "适用区域", col(Area.name), show=lambda name: name or "全国范本"),
        Col("is_published", "状态", col(Scheme.is_published), show=lambda done: "已发布" if done else "草稿"),
        Col("published_at", "发布时间", col(Scheme.published_at), kind="datetime"),
    ),
    filters=(
        Filter(
            "published",
            "状态",
            None,
            [("yes", "已发布"), ("no", "草稿")],
            condition=lambda value: col(Scheme.is_published).is_(value == "yes"),
        ),
    ),
    search=Scheme.title,
    join=lambda statement: statement.outerjoin(Area, col(Area.code) == col(Scheme.area_code)),
    empty_text="还没有星级评定方案。",
)
