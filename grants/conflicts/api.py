"""Conflicts as JSON, and the recusals that an applicant asks for."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE, noun_api
from core.web import changes, reads
from grants.conflicts import actions, forms, queries
from grants.conflicts.pages import NOUN, recusal_choices
from grants.proposals.models import Proposal

RECUSALS = f"{BASE}/proposals/{{row_id:int}}/recusals"


def _asked(session: Session, proposal: Proposal) -> list[forms.RecusalOut]:
    facts = ("id", "seat_id", "reason", "note", "status", "decision")
    return [
        forms.RecusalOut(judge=name, **{fact: getattr(row, fact) for fact in facts})
        for row, name in queries.asked_for(session, proposal)
    ]


@reads(RECUSALS, P.PROPOSALS_SUBMIT, returns=forms.RecusalOut, is_list=True)
def recusals(session: Session, actor: Actor, row_id: int) -> Reply:
    """What the applicant asked for, and what became of it."""
    return Json({"items": _asked(session, queries.get_own(session, actor, row_id)), "after": None})


@reads(f"{BASE}/proposals/{{row_id:int}}/judges", P.PROPOSALS_SUBMIT, returns=forms.NamedOut, is_list=True)
def judges(session: Session, actor: Actor, row_id: int) -> Reply:
    """Whom a recusal may name: the whole panel while it is told to applicants, whoever scores this proposal."""
    choices = recusal_choices(session, queries.get_own(session, actor, row_id))["seat_id"]
    found = [forms.NamedOut(seat_id=int(number), name=name) for number, name in choices]
    return Json({"items": found, "after": None})


@changes(RECUSALS, P.PROPOSALS_SUBMIT, creates=True, takes=forms.RecusalForm, returns=forms.RecusalOut)
def ask_recusal(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = queries.get_own(session, actor, row_id)
    actions.ask_recusal(session, actor, proposal, call.body(forms.RecusalForm))
    return Json(_asked(session, proposal)[-1], status=201)


HANDLERS = [recusals, judges, ask_recusal, *noun_api(NOUN)]
