"""Endorsements and fiscal hosts as JSON: what a proposal asked, asking, and the answers."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE, noun_api
from core.web import changes, reads
from grants.asking import actions
from grants.asking.forms import AskForm
from grants.asking.pages import NOUN, PROPOSAL_NOUN, choices
from grants.backing.models import Backing
from grants.backing.queries import asked_of

PATH = f"{BASE}/proposals/{{row_id:int}}/backings"


def _shown(row: Backing) -> dict:
    return NOUN.out.model_validate(row).model_dump(mode="json")


@reads(PATH, P.PROPOSALS_VIEW, returns=NOUN.out, is_list=True)
def asked(session: Session, actor: Actor, row_id: int) -> Reply:
    proposal = PROPOSAL_NOUN.get(session, actor, row_id)
    return Json({"items": [_shown(row) for row in asked_of(session, proposal.id)], "after": None})


@changes(PATH, P.PROPOSALS_WRITE, creates=True, takes=AskForm, returns=NOUN.out)
def ask(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = PROPOSAL_NOUN.get(session, actor, row_id)
    data = call.body(AskForm, choices(session, proposal))
    return Json(_shown(actions.ask(session, actor, proposal, data)), status=201)


HANDLERS = [asked, ask, *noun_api(NOUN)]
