"""Reading stars: offices by area, groups their own, the public the register of valid ones."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from core import clock
from core.access import Actor, Area, is_live, per_actor
from core.errors import NotFound
from core.permissions import Permission
from core.schemes import Scheme
from core.tables import Col, Filter, Table
from incubator.groups.models import Group
from incubator.groups.queries import own_groups
from incubator.people.queries import community_choices
from ratings.stars.models import Star, StarStatus
from ratings.stars.workflow import STAR


@dataclass(frozen=True)
class PublicStar:
    """One line of the public register; nothing in it is about a person."""

    group: str
    community: str
    stars: int
    number: str
    valid_from: date
    valid_to: date
    scheme: str
    scheme_version: int


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    here = actor.office_within(Star.area_code, Permission.RATINGS_VIEW)
    return or_(here, col(Star.group_id).in_(own_groups(actor)))


def get_star(session: Session, actor: Actor, star_id: int) -> Star:
    star = session.exec(select(Star).where(Star.id == star_id, visible_to(actor))).first()
    if star is None:
        raise NotFound
    return star


def _is_public() -> ColumnElement[bool]:
    is_valid = (col(Star.status) == StarStatus.VALID) & (col(Star.valid_to) >= clock.today())
    return is_valid & is_live(Star.area_code)


def list_public_stars(session: Session, stars: int | None = None, limit: int = 1000) -> list[PublicStar]:
    """The valid stars, highest first: what the public page and the open data show."""
    wanted = [_is_public()] + ([col(Star.stars) == stars] if stars else [])
    columns = (
        Group.name,
        Area.name,
        Star.stars,
        Star.number,
        Star.valid_from,
        Star.valid_to,
        Scheme.title,
        Scheme.version,
    )
    chosen = (
        select(*columns)
        .join_from(Star, Group, col(Group.id) == col(Star.group_id))
        .join(Area, col(Area.code) == col(Star.area_code))
        .join(Scheme, col(Scheme.id) == col(Star.scheme_id))
    )
    ordered = chosen.where(*wanted).order_by(col(Star.stars).desc(), col(Group.name_sort)).limit(limit)
    return [PublicStar(*row) for row in session.execute(ordered)]


def count_public_stars(session: Session) -> dict[int, int]:
    """Stars → number of groups that hold them now."""
    counted = select(Star.stars, func.count()).where(_is_public()).group_by(col(Star.stars))
    return {stars: count for stars, count in session.execute(counted)}


def valid_star_of(session: Session, group_id: int) -> Star | None:
    here = (Star.group_id == group_id, Star.status == StarStatus.VALID)
    return session.exec(select(Star).where(*here)).first()


def list_over(session: Session, actor: Actor, limit: int = 200) -> list[Star]:
    """Stars whose term is over but which are still noted as valid."""
    over = (Star.status == StarStatus.VALID, col(Star.valid_to) < clock.today(), visible_to(actor))
    return list(session.exec(select(Star).where(*over).order_by(col(Star.id)).limit(limit)))


TABLE = Table(
    model=Star,
    columns=(
        Col("number", "证书编号", col(Star.number), is_sortable=True),
        Col("group", "组织", col(Group.name)),
        Col("community", "社区", col(Area.name)),
        Col("stars", "星级", col(Star.stars), kind="stars", is_sortable=True),
        Col("valid_to", "有效期至", col(Star.valid_to), kind="date", is_sortable=True),
        Col("status", "状态", col(Star.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(Star.status), StarStatus.choices()),
        Filter(
            "stars",
            "星级",
            None,
            [("5", "五星"), ("4", "四星"), ("3", "三星")],
            lambda value: col(Star.stars) == int(value),
        ),
        Filter(
            "area_code",
            "社区",
            col(Star.area_code),
            lambda session, actor: community_choices(session, actor, Permission.RATINGS_VIEW),
        ),
    ),
    search=Group.search_text,
    join=lambda statement: statement.join(Group, col(Group.id) == col(Star.group_id)).join(
        Area, col(Area.code) == col(Star.area_code)
    ),
    workflow=STAR,
    empty_text="还没有授星。公示生效后，在评定轮次里授星发证。",
)
