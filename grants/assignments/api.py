"""Plans as JSON, and an assignment made elsewhere sent as a spreadsheet."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.forms import check
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE, noun_api
from core.web import changes
from grants.assignments import actions, forms
from grants.assignments.pages import NOUN


@changes(
    f"{BASE}/assignment-plans/upload",
    P.JUDGING_MANAGE,
    creates=True,
    takes=forms.SheetForm,
    returns=forms.PlanOut,
    body_limit=6_000_000,
)
def upload(session: Session, actor: Actor, call: Call) -> Reply:
    """A multipart form with ``panel_id`` and one ``file``; the plan that comes back is read and applied like others."""
    data = check(forms.SheetForm, {"panel_id": call.one("panel_id") or ""}, NOUN.choices(session, actor, None))
    plan = actions.read_sheet_plan(session, actor, data, next(iter(call.files.get("file", [])), None))
    return Json(forms.PlanOut.model_validate(plan), status=201)


HANDLERS = [upload, *noun_api(NOUN)]
