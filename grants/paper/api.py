"""The read-back of a proposal typed from paper, as JSON."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.web import changes
from grants.paper import actions
from grants.paper.forms import ReadBackForm, ReadBackOut
from grants.proposals.pages import NOUN

PATH = f"{BASE}/proposals/{{row_id:int}}/read-backs"


@changes(PATH, P.PROPOSALS_WRITE, creates=True, takes=ReadBackForm, returns=ReadBackOut)
def record(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    row = actions.record(session, actor, NOUN.get(session, actor, row_id), call.body(ReadBackForm))
    return Json(ReadBackOut.model_validate(row).model_dump(mode="json"), status=201)


HANDLERS = [record]
