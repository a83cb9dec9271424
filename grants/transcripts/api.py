"""Papers as JSON: taken in with a multipart form, typed as a score sheet, never read back."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.forms import check
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE, noun_api
from core.web import changes
from grants.panels.queries import get_panel
from grants.sheets.forms import SheetForm
from grants.transcripts import actions, forms, queries
from grants.transcripts.pages import NOUN


@changes(
    f"{BASE}/panels/{{row_id:int}}/papers",
    P.JUDGING_MANAGE,
    creates=True,
    takes=forms.PaperForm,
    returns=forms.PaperOut,
    body_limit=12_000_000,
)
def take_in(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """A multipart form with ``seat_id``, ``proposal_id``, ``stage`` and one ``file``, the scan."""
    panel = get_panel(session, actor, row_id)
    given = {name: call.one(name) for name in ("seat_id", "proposal_id", "stage") if call.one(name)}
    data = check(forms.PaperForm, given, queries.pair_choices(session, panel))
    paper = actions.take_in(session, actor, panel, data, next(iter(call.files.get("file", [])), None))
    return Json(forms.PaperOut.model_validate(paper), status=201)


@changes(f"{BASE}/paper-sheets/{{row_id:int}}/entries", P.JUDGING_MANAGE, takes=SheetForm, returns=forms.PaperOut)
def type_in(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """What this person reads on the paper; the answer says whether two agree, and no figure."""
    paper = NOUN.get(session, actor, row_id)
    actions.type_in(session, actor, paper, call.body(SheetForm))
    return Json(forms.PaperOut.model_validate(paper))


HANDLERS = [take_in, type_in, *noun_api(NOUN)]
