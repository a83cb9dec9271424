"""Copying an edition, as JSON."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.web import changes
from grants.contests.forms import ContestOut
from grants.contests.queries import get_contest
from grants.copies import actions
from grants.copies.forms import CopyForm


@changes(f"{BASE}/contests/{{row_id:int}}/copy", P.CONTESTS_MANAGE, creates=True, takes=CopyForm, returns=ContestOut)
def copy(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    contest = get_contest(session, actor, row_id)
    made = actions.copy_contest(session, actor, contest, call.body(CopyForm))
    return Json(ContestOut.model_validate(made).model_dump(mode="json"), status=201)


HANDLERS = [copy]
