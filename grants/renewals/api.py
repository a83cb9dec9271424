"""Taking an earlier proposal up again, as JSON."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.web import changes
from grants.proposals.pages import NOUN
from grants.renewals import actions
from grants.renewals.forms import RenewalForm
from grants.renewals.pages import choices, choices_above


@changes(f"{BASE}/proposals/{{row_id:int}}/renew", P.PROPOSALS_WRITE, creates=True, takes=RenewalForm, returns=NOUN.out)
def renew(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    earlier, data = NOUN.get(session, actor, row_id), call.body(RenewalForm, choices(session, actor))
    made = actions.renew(session, actor, earlier, data)
    return Json(NOUN.out.model_validate(made).model_dump(mode="json"), status=201)


@changes(
    f"{BASE}/proposals/{{row_id:int}}/forward", P.AWARDS_PROPOSE, creates=True, takes=RenewalForm, returns=NOUN.out
)
def put_forward(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    winner = NOUN.get(session, actor, row_id)
    made = actions.put_forward(session, actor, winner, call.body(RenewalForm, choices_above(session, actor, winner)))
    return Json(NOUN.out.model_validate(made).model_dump(mode="json"), status=201)


HANDLERS = [renew, put_forward]
