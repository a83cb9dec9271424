"""Rounds, assessments, score sheets and votes as JSON."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import noun_api
from core.web import changes
from ratings.assessments import actions, forms
from ratings.assessments.pages import NOUN, ROUND_NOUN
from ratings.sheets.forms import SheetForm


@changes("/api/v1/assessments/{row_id:int}/sheet", P.RATINGS_VIEW, takes=SheetForm)
def put_sheet(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    sheet = actions.save_sheet(session, actor, NOUN.get(session, actor, row_id), call.body(SheetForm))
    return Json({"column": sheet.column, "marks": sheet.marks, "version": sheet.version})


@changes("/api/v1/assessments/{row_id:int}/vote", P.RATINGS_VOTE, takes=forms.VoteForm)
def put_vote(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    vote = actions.cast_vote(session, actor, NOUN.get(session, actor, row_id), call.body(forms.VoteForm))
    return Json({"stars": vote.stars}, status=201)


HANDLERS = [put_sheet, put_vote, *noun_api(ROUND_NOUN), *noun_api(NOUN)]
