"""The same for programs: the code is sent with the token that will act."""

from sqlmodel import Session

from core import audit
from core.access import SIGNED_IN, Actor
from core.accounts.actions import count_failure
from core.accounts.queries import credential_of
from core.call import Call
from core.errors import Refused
from core.proof import actions, queries
from core.proof.forms import ProofBody, ProofOut
from core.replies import Json, Reply
from core.resource_api import BASE
from core.web import changes


@changes(f"{BASE}/account/proof", SIGNED_IN, takes=ProofBody, returns=ProofOut)
def prove(session: Session, actor: Actor, call: Call) -> Reply:
    data, subject = call.body(ProofBody), queries.subject_of(session, actor)
    try:
        until = actions.prove(session, actor, credential_of(call), data.code, call.address)
    except Refused:
        call.afterwards.append(lambda after: count_failure(after, subject, call.address))
        raise
    return Json(ProofOut(proven_until=audit.rules.instant_text(until)).model_dump(mode="json"))


HANDLERS = [prove]
