"""Rehearsals as JSON: starting, adopting, throwing away. Playing is for people in a browser."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE, noun_api
from core.web import changes
from grants.contests.forms import ContestOut
from grants.contests.queries import get_contest
from grants.copies.forms import CopyForm
from grants.rehearsals import actions
from grants.rehearsals.forms import RehearsalOut
from grants.rehearsals.pages import NOUN


@changes(f"{BASE}/contests/{{row_id:int}}/rehearse", P.CONTESTS_MANAGE, creates=True, returns=RehearsalOut)
def start(session: Session, actor: Actor, row_id: int) -> Reply:
    made = actions.start_rehearsal(session, actor, get_contest(session, actor, row_id))
    return Json(RehearsalOut.model_validate(made).model_dump(mode="json"), status=201)


@changes(f"{BASE}/rehearsals/{{row_id:int}}/adopt", P.CONTESTS_MANAGE, creates=True, takes=CopyForm, returns=ContestOut)
def adopt(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    made = actions.adopt(session, actor, NOUN.get(session, actor, row_id), call.body(CopyForm))
    return Json(ContestOut.model_validate(made).model_dump(mode="json"), status=201)


HANDLERS = [start, adopt, *noun_api(NOUN)]
