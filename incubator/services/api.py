"""Services and growth assessments as JSON; the marks of a sheet are sent whole."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission
from core.replies import Json, Reply
from core.resource_api import BASE, noun_api
from core.web import changes
from incubator.services import actions, forms
from incubator.services.pages import ASSESSMENT_NOUN, SERVICE_NOUN


@changes(
    f"{BASE}/growth-assessments/{{row_id:int}}/marks",
    Permission.GROWTH_ASSESS,
    takes=forms.MarksForm,
    returns=forms.AssessmentOut,
)
def save_marks(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    row, data = ASSESSMENT_NOUN.get(session, actor, row_id), call.body(forms.MarksForm)
    words = forms.AdviceForm(advice=data.advice, next_plan=data.next_plan)
    actions.save_marks(session, actor, row, data.marks, data.notes, words)
    return Json(forms.AssessmentOut.model_validate(row))


HANDLERS = [save_marks, *noun_api(SERVICE_NOUN), *noun_api(ASSESSMENT_NOUN)]
