"""Joint applications as JSON: whom a proposal invited, inviting, sharing out, and the answers."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE, noun_api
from core.web import changes, reads
from grants.inviting import actions, queries
from grants.inviting.forms import InviteForm, OwnShareForm
from grants.inviting.pages import NOUN, PROPOSAL_NOUN, choices
from grants.partners.models import Partner
from grants.partners.queries import live_of

PATH = f"{BASE}/proposals/{{row_id:int}}/partners"


def _shown(row: Partner) -> dict:
    return NOUN.out.model_validate(row).model_dump(mode="json")


@reads(PATH, P.PROPOSALS_VIEW, returns=NOUN.out, is_list=True)
def index(session: Session, actor: Actor, row_id: int) -> Reply:
    proposal = PROPOSAL_NOUN.get(session, actor, row_id)
    return Json({"items": [_shown(row) for row in live_of(session, proposal.id)], "after": None})


@changes(PATH, P.PROPOSALS_WRITE, creates=True, takes=InviteForm, returns=NOUN.out)
def invite(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = PROPOSAL_NOUN.get(session, actor, row_id)
    data = call.body(InviteForm, choices(session, proposal))
    return Json(_shown(actions.invite(session, actor, proposal, data)), status=201)


@changes(f"{PATH}/share", P.PROPOSALS_WRITE, takes=OwnShareForm, returns=PROPOSAL_NOUN.out)
def keep_share(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = PROPOSAL_NOUN.get(session, actor, row_id)
    actions.keep_share(session, actor, proposal, call.body(OwnShareForm))
    return Json(PROPOSAL_NOUN.out.model_validate(proposal).model_dump(mode="json"))


@changes(f"{PATH}/{{partner_id:int}}/recall", P.PROPOSALS_WRITE, returns=NOUN.out)
def take_back(session: Session, actor: Actor, row_id: int, partner_id: int) -> Reply:
    proposal = PROPOSAL_NOUN.get(session, actor, row_id)
    partner = queries.get_live(session, proposal, partner_id)
    actions.take_back(session, actor, proposal, partner)
    return Json(_shown(partner))


HANDLERS = [index, invite, keep_share, take_back, *noun_api(NOUN)]
