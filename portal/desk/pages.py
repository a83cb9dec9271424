"""The home page of whoever is signed in."""

from typing import Any

from sqlmodel import Session

from core import clock
from core.access import SIGNED_IN, Actor
from core.i18n import translator
from core.replies import Moved, Reply
from core.templating import Page
from core.web import reads
from portal.desk import queries


def _item(session: Session, actor: Actor, task: queries.Task, today: Any, label: Any) -> dict[str, Any]:
    days = (task.due_on - today).days if task.due_on else None
    left = None
    if days is not None:
        left = label("已超期 {n} 天").format(n=-days) if days < 0 else label("还有 {n} 天").format(n=days)
    return {
        "title": task.noun.title_for(session, actor, task.row),
        "href": task.href,
        "verb": label(task.verb or "催办"),
        "note": label(task.noun.label),
        "since": clock.format_date(task.since),
        "due": clock.format_date(task.due_on) if task.due_on else None,
        "left": left,
        "is_late": days is not None and days < 0,
    }


@reads("/desk", SIGNED_IN)
def desk(session: Session, actor: Actor) -> Reply:
    if {grant.role for grant in actor.grants} == {"JUDGE"}:
        return Moved("/judging")
    label, today = translator(actor.lang), clock.today()
    found = queries.desk_of(session, actor)
    tasks = [_item(session, actor, task, today, label) for task in found.tasks]
    late = sum(task["is_late"] for task in tasks)
    overdue = [_item(session, actor, task, today, label) for task in found.overdue]
    return Page("portal/desk/desk.html", tasks=tasks, has_more=found.has_more, late=late, overdue=overdue)


HANDLERS = [desk]
