"""Coaching as JSON: appointments, the advice of each, and the team's answers."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE, noun_api
from core.web import changes, reads
from grants.coaching import actions
from grants.coaching.forms import AdviceOut, AnswersForm
from grants.coaching.pages import NOUN
from grants.coaching.queries import advice_of


def _advice(session: Session, coaching_id: int) -> Reply:
    found = [AdviceOut.model_validate(one).model_dump(mode="json") for one in advice_of(session, coaching_id)]
    return Json({"items": found, "after": None})


@reads(f"{BASE}/coachings/{{row_id:int}}/advice", P.PROPOSALS_VIEW, returns=AdviceOut, is_list=True)
def advice(session: Session, actor: Actor, row_id: int) -> Reply:
    return _advice(session, NOUN.get(session, actor, row_id).id)


@changes(f"{BASE}/coachings/{{row_id:int}}/answers", P.PROPOSALS_WRITE, takes=AnswersForm)
def answer(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    coaching = NOUN.get(session, actor, row_id)
    actions.answer(session, actor, coaching, call.body(AnswersForm))
    return _advice(session, coaching.id)


HANDLERS = [advice, answer, *noun_api(NOUN)]
