"""Reading activities, and the evidence that ratings and grants take from them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from core import clock, codelists
from core.access import Actor, per_actor
from core.errors import NotFound
from core.permissions import Permission
from core.schemes.rules import round_half_up
from core.tables import Col, Filter, Table
from incubator.activities.models import Activity, ActivityStatus, Feedback
from incubator.activities.rules import ActivityCounts, counted
from incubator.groups.models import Group
from incubator.groups.queries import group_choices, own_groups


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    here = actor.office_within(Activity.area_code, Permission.ACTIVITIES_VIEW)
    return or_(here, col(Activity.group_id).in_(own_groups(actor)))


def get_activity(session: Session, actor: Actor, activity_id: int) -> Activity:
    activity = session.exec(select(Activity).where(Activity.id == activity_id, visible_to(actor))).first()
    if activity is None:
        raise NotFound
    return activity


def list_activities(
    session: Session, actor: Actor, group_id: int | None = None, project: tuple[str, int] | None = None
) -> list[Activity]:
    """The activities of a group, or of a project given as (noun, id), newest first."""
    wanted = [visible_to(actor)]
    if group_id is not None:
        wanted.append(Activity.group_id == group_id)
    if project is not None:
        wanted += [Activity.project_noun == project[0], Activity.project_id == project[1]]
    return list(
        session.exec(select(Activity).where(*wanted).order_by(col(Activity.on).desc(), col(Activity.id).desc()))
    )


def _confirmed(group_id: int, since: date, until: date) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Activity.group_id) == group_id,
        col(Activity.status) == ActivityStatus.CONFIRMED,
        col(Activity.on).between(since, until),
    )


def activity_counts(session: Session, group_id: int, since: date, until: date) -> ActivityCounts:
    """What a group did between two days, both included: confirmed activities only.

    The longest gap is in days and counts from ``since`` to the first activity and from the last one to ``until``, or
    to today when that comes first; without any activity it is the whole span.
    """
    columns = (Activity.on, Activity.residents, Activity.volunteers, Activity.volunteer_minutes)
    rows = session.execute(select(*columns).where(*_confirmed(group_id, since, until))).all()
    return counted(rows, since, min(until, clock.today()))


def satisfaction(session: Session, group_id: int, since: date, until: date) -> tuple[int, Decimal | None]:
    """How many residents were asked between two days, both included, and the percentage of them that was pleased.

    Adds what confirmed activities counted and what orders and projects reported; None when nobody was asked.
    """
    activities = _confirmed(group_id, since, until)
    opinions = (col(Feedback.group_id) == group_id, col(Feedback.on).between(since, until))
    sampled = satisfied = 0
    for model, where in ((Activity, activities), (Feedback, opinions)):
        sums = (func.coalesce(func.sum(model.sampled), 0), func.coalesce(func.sum(model.satisfied), 0))
        asked, pleased = session.execute(select(*sums).where(*where)).one()
        sampled, satisfied = sampled + int(asked), satisfied + int(pleased)
    return sampled, round_half_up(Fraction(satisfied * 100, sampled)) if sampled else None


def count_confirmed(session: Session, group_id: int) -> int:
    here = (Activity.group_id == group_id, Activity.status == ActivityStatus.CONFIRMED)
    return session.exec(select(func.count()).select_from(Activity).where(*here)).one()


def count_projects(session: Session, group_id: int) -> int:
    """The projects in which the group has carried out confirmed activities."""
    here = (Activity.group_id == group_id, Activity.status == ActivityStatus.CONFIRMED)
    projects = select(Activity.project_noun, Activity.project_id).where(*here, col(Activity.project_id).is_not(None))
    return session.exec(select(func.count()).select_from(projects.distinct().subquery())).one()


def last_activity_on(session: Session, group_id: int) -> date | None:
    here = (Activity.group_id == group_id, Activity.status == ActivityStatus.CONFIRMED)
    return session.exec(select(func.max(Activity.on)).where(*here)).one()


def list_feedback(
    session: Session, group_id: int, since: date | None = None, until: date | None = None
) -> list[Feedback]:
    """The opinions about a group, newest first."""
    wanted = [Feedback.group_id == group_id]
    if since is not None:
        wanted.append(col(Feedback.on) >= since)
    if until is not None:
        wanted.append(col(Feedback.on) <= until)
    return list(
        session.exec(select(Feedback).where(*wanted).order_by(col(Feedback.on).desc(), col(Feedback.id).desc()))
    )


TABLE = Table(
    model=Activity,
    columns=(
        Col("title", "活动名称", col(Activity.title)),
        Col("number", "编号", col(Activity.number), is_sortable=True),
        Col("group", "组织", col(Group.name)),
        Col("on", "日期", col(Activity.on), kind="date", is_sortable=True),
        Col("residents", "居民人数", col(Activity.residents), kind="number"),
        Col("volunteers", "志愿者人数", col(Activity.volunteers), kind="number"),
        Col("spending_fen", "支出（元）", col(Activity.spending_fen), kind="money"),
        Col("status", "状态", col(Activity.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(Activity.status), ActivityStatus.choices()),
        Filter(
            "kind",
            "类型",
            col(Activity.kind),
            lambda session, actor: codelists.choices(session, actor.home() or "", "activity_kinds"),
        ),
        Filter(
            "group_id",
            "组织",
            None,
            lambda session, actor: group_choices(session, actor, permission=Permission.ACTIVITIES_VIEW),
            condition=lambda value: col(Activity.group_id) == int(value),
        ),
    ),
    search=Activity.search_text,
    sort="-on",
    join=lambda statement: statement.join(Group, col(Group.id) == col(Activity.group_id)),
    empty_text="还没有活动记录。办完活动，填人数、传照片就可以。",
)
