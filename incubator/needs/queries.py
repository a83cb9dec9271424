"""Reading needs: offices all of their area, teams what is on the list and what they posted."""

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from core import codelists
from core.access import Actor, Area, per_actor
from core.errors import NotFound
from core.permissions import Permission
from core.tables import Col, Filter, Table
from incubator.needs.models import Need, NeedKind, NeedStatus
from incubator.needs.rules import LISTED
from incubator.people.queries import community_choices

LISTS = ("menu_categories", "project_categories")


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    listed = and_(actor.within(Need.area_code, Permission.NEEDS_VIEW), col(Need.status).in_(LISTED))
    own = and_(col(Need.created_by).is_not(None), Need.created_by == actor.account_id)
    return or_(actor.office_within(Need.area_code, Permission.NEEDS_VIEW), listed, own)


def get_need(session: Session, actor: Actor, need_id: int) -> Need:
    need = session.exec(select(Need).where(Need.id == need_id, visible_to(actor))).first()
    if need is None:
        raise NotFound
    return need


def category_choices(session: Session | None, area_code: str) -> list[tuple[str, str]]:
    """The categories of the service menu, then those that only projects have."""
    found: dict[str, str] = {}
    for name in LISTS:
        for code, label in codelists.choices(session, area_code, name):
            found.setdefault(code, label)
    return list(found.items())


def list_needs(session: Session, actor: Actor, noun: str, noun_id: int) -> list[Need]:
    """The needs that a contest's theme, a proposal or an order answers."""
    here = (Need.matched_noun == noun, Need.matched_id == noun_id, visible_to(actor))
    return list(session.exec(select(Need).where(*here).order_by(col(Need.id))))


def need_choices(
    session: Session, actor: Actor, area_code: str | None = None, keeps: int | None = None
) -> list[tuple[str, str]]:
    """Needs on the list that still wait for an answer, and the one that the form points at already."""
    here = [visible_to(actor), or_(col(Need.status) == NeedStatus.REVIEWED, col(Need.id) == keeps)]
    if area_code is not None:
        here.append(col(Need.area_code) == area_code)
    named = select(Need.id, Need.title, Need.number).where(*here)
    rows = session.exec(named.order_by(col(Need.id).desc()).limit(300))
    return [(str(number), f"{title}（{code}）") for number, title, code in rows]


TABLE = Table(
    model=Need,
    columns=(
        Col("title", "需求", col(Need.title)),
        Col("number", "编号", col(Need.number), is_sortable=True),
        Col("kind", "种类", col(Need.kind)),
        Col("community", "社区", col(Area.name)),
        Col("people_count", "涉及人数", col(Need.people_count), kind="number", is_sortable=True),
        Col("wished_on", "希望完成", col(Need.wished_on), kind="date"),
        Col("status", "状态", col(Need.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(Need.status), NeedStatus.choices()),
        Filter("kind", "种类", col(Need.kind), NeedKind.choices()),
        Filter(
            "category",
            "类别",
            col(Need.category),
            lambda session, actor: category_choices(session, actor.home() or ""),
        ),
        Filter(
            "area_code",
            "社区",
            col(Need.area_code),
            lambda session, actor: community_choices(session, actor, Permission.NEEDS_VIEW),
        ),
    ),
    search=Need.search_text,
    join=lambda statement: statement.join(Area, col(Area.code) == col(Need.area_code)),
    empty_text="需求清单还是空的。走访、议事时听到的，都可以先记下来。",
)
