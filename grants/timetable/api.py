"""The dates of an edition as JSON."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.errors import Refused
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.web import changes, reads
from grants.contests.models import Contest
from grants.contests.queries import get_contest
from grants.timetable import actions, queries
from grants.timetable.forms import ExtensionForm, ExtensionOut, MilestoneOut, TimetableForm, TimetableOut


def _shown(session: Session, contest: Contest) -> Json:
    stages = [MilestoneOut.model_validate(one) for one in queries.milestones_of(session, contest.id or 0).values()]
    shown = TimetableOut(closes_at=contest.closes_at, stages=stages, version=contest.version)
    return Json(shown.model_dump(mode="json"))


@reads(f"{BASE}/contests/{{row_id:int}}/timetable", P.CONTESTS_VIEW, returns=TimetableOut)
def get(session: Session, actor: Actor, row_id: int) -> Reply:
    return _shown(session, get_contest(session, actor, row_id))


@changes(f"{BASE}/contests/{{row_id:int}}/timetable", P.CONTESTS_MANAGE, takes=TimetableForm, returns=TimetableOut)
def put(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    contest, data = get_contest(session, actor, row_id), call.body(TimetableForm)
    stated = call.json.get("version")
    if stated is not None and not isinstance(stated, int):
        raise Refused("version 应是整数。", field="version")
    actions.set_timetable(session, actor, contest, data, stated)
    return _shown(session, contest)


@changes(f"{BASE}/contests/{{row_id:int}}/extensions", P.CONTESTS_APPROVE, takes=ExtensionForm, returns=ExtensionOut)
def extend(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    contest = get_contest(session, actor, row_id)
    made = actions.extend(session, actor, contest, call.body(ExtensionForm))
    shown = ExtensionOut(proposal_id=made.id or 0, number=made.number, title=made.title, until=made.extended_until)
    return Json(shown.model_dump(mode="json"))


HANDLERS = [get, put, extend]
