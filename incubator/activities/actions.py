"""Every change to activity records, and the opinions that other packages add."""

from datetime import date
from typing import Any

from sqlmodel import Session

from core import clock
from core.access import Actor
from core.changes import add, edit, require
from core.errors import Forbidden, Refused
from core.files.queries import count_attachments
from core.numbers import next_number
from core.permissions import Permission
from core.search import search_text
from incubator.activities.forms import ActivityForm
from incubator.activities.models import Activity, Feedback
from incubator.activities.rules import SATISFIED_FROM, minutes_of
from incubator.activities.workflow import ACTIVITY
from incubator.groups.actions import is_alive, require_own
from incubator.groups.models import Group

COLLECTORS = (
    Permission.ACTIVITIES_CONFIRM,
    Permission.ORDERS_VERIFY,
    Permission.PROJECTS_CHECK,
    Permission.PROJECTS_ACCEPT,
)


def _content(data: ActivityForm, group: Group) -> dict[str, Any]:
    values = data.model_dump(exclude={"volunteer_hours"})
    values["volunteer_minutes"] = minutes_of(data.volunteer_hours)
    values["search_text"] = search_text(data.title, group.name, data.place)
    return values


def record_activity(
    session: Session, actor: Actor, data: ActivityForm, project_noun: str | None = None, project_id: int | None = None
) -> Activity:
    """Record an activity of a group for which the actor may act; a project that paid for it is named by its caller."""
    group = require_own(session, actor, data.group_id)
    require(actor, Permission.ACTIVITIES_RECORD, group.area_code)
    if not is_alive(group):
        raise Refused("这个组织已暂停或解散，不能再记活动。", field="group_id")
    activity = Activity(
        area_code=group.area_code,
        number=next_number(session, group.area_code, "HD"),
        project_noun=project_noun,
        project_id=project_id,
        **_content(data, group),
    )
    return add(session, actor, activity, activity_kind=data.kind, group=group.id, project=project_id)


def edit_activity(session: Session, actor: Actor, activity: Activity, data: ActivityForm, version: int | None) -> None:
    group = require_own(session, actor, activity.group_id)
    require(actor, Permission.ACTIVITIES_RECORD, activity.area_code)
    if data.group_id != activity.group_id:
        raise Refused("不能换成别的组织，请另记一条。", field="group_id")
    edit(session, actor, activity, _content(data, group), version)


def submit_activity(session: Session, actor: Actor, activity: Activity, reason: str | None = None) -> None:
    """Send the record to somebody else to confirm; it needs heads, a result and a photo."""
    facts = {"photos": count_attachments(session, activity, "photo"), "today": clock.today()}
    ACTIVITY.fire(session, actor, activity, "submit", facts=facts, submitted_by=actor.account_id, confirmed_by=None)


def confirm_activity(session: Session, actor: Actor, activity: Activity, reason: str | None = None) -> None:
    ACTIVITY.fire(session, actor, activity, "confirm", confirmed_by=actor.account_id)


def add_feedback(
    session: Session,
    actor: Actor,
    group: Group,
    noun: str,
    noun_id: int,
    *,
    sampled: int = 1,
    satisfied: int | None = None,
    stars: int | None = None,
    on: date | None = None,
) -> Feedback:
    """Keep what residents thought of an order or a project of this group; the next rating reads it.

    Give how many of ``sampled`` were pleased, or ``stars``: from four on everybody asked counts as pleased. Called by
    whoever verified the order or accepted the project, never by the group itself.
    """
    if not actor.may_act or not any(actor.can(permission, group.area_code) for permission in COLLECTORS):
        raise Forbidden("居民意见由社区或中心登记。")
    if satisfied is None:
        if stars is None:
            raise Refused("请填写满意人数或星数。", field="satisfied")
        satisfied = sampled if stars >= SATISFIED_FROM else 0
    if sampled < 1 or not 0 <= satisfied <= sampled:
        raise Refused("满意人数应在 0 和征求意见人数之间。", field="satisfied")
    if stars is not None and not 1 <= stars <= 5:
        raise Refused("星数应在 1 到 5 之间。", field="stars")
    opinion = Feedback(
        area_code=group.area_code,
        group_id=group.id,
        noun=noun,
        noun_id=noun_id,
        on=on or clock.today(),
        stars=stars,
        sampled=sampled,
        satisfied=satisfied,
    )
    return add(
        session, actor, opinion, group=group.id, about=noun, about_id=noun_id, sampled=sampled, satisfied=satisfied
    )
