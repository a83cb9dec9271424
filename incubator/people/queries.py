"""Reading the talent pool, always as an actor; who withdrew consent is gone from every reader."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from core import clock, codelists, vault
from core.access import Actor, Area, Level, in_areas, per_actor
from core.errors import NotFound
from core.files.queries import sealed_content
from core.imports import Planned, Row, names_of, read_sheets, read_table
from core.imports import Table as List
from core.permissions import Permission
from core.tables import Col, Filter, Table
from incubator.people.models import ImportStatus, Talent, TalentImport, TalentStatus
from incubator.people.rules import COLUMNS, REQUIRED, plan_import


@per_actor
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


@per_actor
def imports_visible_to(actor: Actor) -> ColumnElement[bool]:
    """An import is its maker's own, and the centre's that confirms what came of it."""
    here = actor.within(TalentImport.area_code, Permission.TALENTS_ADD)
    own = TalentImport.created_by == actor.account_id
    return and_(here, or_(own, actor.within(TalentImport.area_code, Permission.TALENTS_CONFIRM)))


def known_phones(session: Session, communities: list[str]) -> set[tuple[str, str]]:
    """(community, blind index) of everybody in the pool of these communities."""
    here = col(Talent.area_code).in_(communities)
    return set(session.exec(select(Talent.area_code, Talent.phone_index).where(here)))


def plan_of(session: Session, actor: Actor, content: bytes, name: str, sheet: str) -> tuple[List, list[Planned]]:
    """What an import would make of a list now, for this actor's communities; nothing is written."""
    home = actor.home() or ""
    found = read_table(content, name, COLUMNS, REQUIRED, sheet or None)
    communities = {label: code for code, label in community_choices(session, actor, Permission.TALENTS_ADD)}
    planned = plan_import(
        found.records,
        communities,
        names_of(codelists.items(session, home, "talent_categories")),
        names_of(codelists.items(session, home, "discover_channels")),
        known_phones(session, list(communities.values())),
        clock.today(),
        lambda phone: vault.blind_index(phone, "phone"),
    )
    return found, planned


def content_of_import(session: Session, one: TalentImport) -> bytes:
    """The bytes of the list as they were sent; raises Erased once the list was destroyed."""
    if one.key_id is None:
        raise vault.Erased("这张原表已经销毁。")
    return sealed_content(session, "talent_import", one.key_id, one.file_id)


def list_old_imports(session: Session, before: datetime) -> list[TalentImport]:
    """Imports whose list is still readable though its time is over."""
    kept = (col(TalentImport.key_id).is_not(None), col(TalentImport.status_since) < before)
    return list(session.exec(select(TalentImport).where(*kept).order_by(col(TalentImport.id)).limit(200)))


def rows_of(content: bytes, name: str, sheet: str) -> list[Row]:
    return list(next(one.rows for one in read_sheets(content, name) if one.name == sheet))


IMPORTS = Table(
    model=TalentImport,
    columns=(
        Col("number", "编号", col(TalentImport.number), is_sortable=True),
        Col("name", "文件", col(TalentImport.name)),
        Col("total", "行数", col(TalentImport.total), kind="number"),
        Col("ok_count", "可导入", col(TalentImport.ok_count), kind="number"),
        Col("duplicate_count", "重复", col(TalentImport.duplicate_count), kind="number"),
        Col("error_count", "有误", col(TalentImport.error_count), kind="number"),
        Col("status", "状态", col(TalentImport.status), kind="state"),
        Col("created_at", "上传时间", col(TalentImport.created_at), kind="datetime", is_sortable=True),
    ),
    filters=(Filter("status", "状态", col(TalentImport.status), ImportStatus.choices()),),
    search=TalentImport.name,
    empty_text="还没有导入过登记表。",
)
