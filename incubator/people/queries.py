"""Reading the talent pool, always as an actor; who withdrew consent is gone from every reader."""

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from core import codelists, vault
from core.access import Actor, Area, Level, in_areas
from core.errors import NotFound
from core.permissions import Permission
from core.tables import Col, Filter, Table
from incubator.people.models import Talent, TalentStatus


def visible_to(actor: Actor) -> ColumnElement[bool]:
    here = actor.within(Talent.area_code, Permission.TALENTS_VIEW)
    return and_(here, col(Talent.status) != TalentStatus.WITHDRAWN)


def get_talent(session: Session, actor: Actor, talent_id: int) -> Talent:
    talent = session.exec(select(Talent).where(Talent.id == talent_id, visible_to(actor))).first()
    if talent is None:
        raise NotFound
    return talent


def community_choices(session: Session, actor: Actor, permission: Permission) -> list[tuple[str, str]]:
    """The communities in which the actor holds a permission."""
    here = in_areas(Area.code, actor.areas(permission))
    rows = session.exec(select(Area).where(Area.level == Level.COMMUNITY, here).order_by(col(Area.code)))
    return [(area.code, area.name) for area in rows]


def find_by_phone(session: Session, area_code: str, phone: str) -> Talent | None:
    index = vault.blind_index(phone, "phone")
    return session.exec(select(Talent).where(Talent.area_code == area_code, Talent.phone_index == index)).first()


TABLE = Table(
    model=Talent,
    columns=(
        Col("name", "姓名", col(Talent.name)),
        Col("number", "编号", col(Talent.number), is_sortable=True),
        Col("community", "社区", col(Area.name)),
        Col("phone", "手机号", col(Talent.phone_masked)),
        Col("skills", "特长说明", col(Talent.skills)),
        Col("birth_year", "出生年份", col(Talent.birth_year), kind="number"),
        Col("status", "状态", col(Talent.status), kind="state"),
        Col("created_at", "登记时间", col(Talent.created_at), kind="datetime", is_sortable=True),
    ),
    filters=(
        Filter("status", "状态", col(Talent.status), [c for c in TalentStatus.choices() if c[0] != "WITHDRAWN"]),
        Filter(
            "area_code",
            "社区",
            col(Talent.area_code),
            lambda session, actor: community_choices(session, actor, Permission.TALENTS_VIEW),
        ),
        Filter(
            "category",
            "特长类别",
            None,
            lambda session, actor: codelists.choices(session, actor.home() or "", "talent_categories"),
            condition=lambda code: col(Talent.search_text).contains(f"cat:{code.lower()} ", autoescape=True),
        ),
        Filter(
            "channel",
            "发现渠道",
            col(Talent.discover_channel),
            lambda session, actor: codelists.choices(session, actor.home() or "", "discover_channels"),
        ),
    ),
    search=Talent.search_text,
    join=lambda statement: statement.join(Area, col(Area.code) == col(Talent.area_code)),
    empty_text="能人库里还没有人。可以逐个登记，也可以导入社区的登记表。",
)
