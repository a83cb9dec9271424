"""Writing together as JSON: who writes what, invitations by link, and the lead's sign-off."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.web import changes, reads
from grants.coauthors import actions, queries
from grants.coauthors.forms import InvitationOut, InviteForm, PersonOut, RoleForm, SectionOut, SharingForm, TeamOut
from grants.coauthors.pages import link_of
from grants.proposals.models import Proposal, Writer
from grants.proposals.pages import NOUN
from grants.proposals.queries import form_of

TEAM = f"{BASE}/proposals/{{row_id:int}}/team"


def _invitation(writer: Writer) -> InvitationOut:
    return InvitationOut(id=writer.id or 0, role=writer.role, link=link_of(writer))


def _sections(session: Session, proposal: Proposal) -> list[SectionOut]:
    known = queries.sections_of(session, proposal)
    return [
        SectionOut(
            number=step.number,
            title=step.title,
            assigned_to=one.assigned_to if (one := known.get(step.number)) else None,
            completed_at=one.completed_at if one else None,
        )
        for step in form_of(session, proposal).sections
    ]


def _shown(session: Session, actor: Actor, proposal: Proposal) -> Reply:
    """The whole team; the links are for whoever leads."""
    invitations = queries.invitations_of(session, proposal) if queries.leads(session, actor, proposal) else []
    found = TeamOut(
        people=[PersonOut(**vars(one)) for one in queries.people_of(session, proposal)],
        sections=_sections(session, proposal),
        invitations=[_invitation(one) for one in invitations],
        signed_off_at=proposal.signed_off_at,
        signed_off_by=proposal.signed_off_by,
    )
    return Json(found.model_dump(mode="json"))


@reads(TEAM, P.PROPOSALS_VIEW, returns=TeamOut)
def team(session: Session, actor: Actor, row_id: int) -> Reply:
    return _shown(session, actor, NOUN.get(session, actor, row_id))


@changes(f"{TEAM}/invitations", P.PROPOSALS_WRITE, creates=True, takes=InviteForm, returns=InvitationOut)
def invite(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    made = actions.invite(session, actor, NOUN.get(session, actor, row_id), call.body(InviteForm))
    return Json(_invitation(made).model_dump(mode="json"), status=201)


@changes(f"{TEAM}/invitations/{{writer_id:int}}/revoke", P.PROPOSALS_WRITE, returns=TeamOut)
def revoke(session: Session, actor: Actor, row_id: int, writer_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    actions.revoke(session, actor, proposal, writer_id)
    return _shown(session, actor, proposal)


@changes(f"{TEAM}/people/{{account_id:int}}", P.PROPOSALS_WRITE, takes=RoleForm, returns=TeamOut)
def role(session: Session, actor: Actor, call: Call, row_id: int, account_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    actions.set_role(session, actor, proposal, account_id, call.body(RoleForm))
    return _shown(session, actor, proposal)


@changes(f"{TEAM}/sections", P.PROPOSALS_WRITE, takes=SharingForm, returns=TeamOut)
def share_out(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    actions.share_out(session, actor, proposal, call.body(SharingForm))
    return _shown(session, actor, proposal)


@changes(f"{TEAM}/sign-off", P.PROPOSALS_WRITE, returns=TeamOut)
def sign_off(session: Session, actor: Actor, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    actions.sign_off(session, actor, proposal)
    return _shown(session, actor, proposal)


@changes(f"{BASE}/proposal-invitations/{{writer_id:int}}/{{code:str}}", P.PROPOSALS_WRITE, returns=NOUN.out)
def join(session: Session, actor: Actor, writer_id: int, code: str) -> Reply:
    writer, proposal = queries.get_invitation(session, writer_id, code)
    actions.join(session, actor, writer, proposal)
    return Json(NOUN.out.model_validate(proposal).model_dump(mode="json"))


HANDLERS = [team, invite, revoke, role, share_out, sign_off, join]
