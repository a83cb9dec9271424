"""Score sheets as JSON: a judge's own declarations and sheets, nothing of anybody else's."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE, noun_api
from core.web import changes, reads
from grants.panels import queries as panels
from grants.panels.models import Panel
from grants.sheets import actions, forms, queries
from grants.sheets.models import Sheet
from grants.sheets.pages import NOUN, own_sheet


@reads(f"{BASE}/panel-seats/{{seat_id:int}}/declarations", P.JUDGING_SCORE, returns=forms.CardOut, is_list=True)
def to_declare(session: Session, actor: Actor, seat_id: int) -> Reply:
    """The proposals about which the judge has still to declare."""
    seat = panels.get_own_seat(session, actor, seat_id)
    desk = queries.desk_of(session, seat, session.get_one(Panel, seat.panel_id))
    return Json({"items": [forms.CardOut.model_validate(card) for card in desk.to_declare], "after": None})


@changes(f"{BASE}/panel-seats/{{seat_id:int}}/declarations", P.JUDGING_SCORE, takes=forms.DeclareBody)
def declare(session: Session, actor: Actor, call: Call, seat_id: int) -> Reply:
    seat, body = panels.get_own_seat(session, actor, seat_id), call.body(forms.DeclareBody)
    answers = {row.proposal_id: row.reason for row in body.answers}
    actions.declare(session, actor, seat, answers, {row.proposal_id: row.note for row in body.answers})
    return Json({"declared": len(answers)})


def _content(session: Session, sheet: Sheet) -> Json:
    return Json(forms.ContentOut(**queries.content_of(session, sheet), version=sheet.version))


@reads(f"{BASE}/score-sheets/{{row_id:int}}/content", P.JUDGING_SCORE, returns=forms.ContentOut)
def content(session: Session, actor: Actor, row_id: int) -> Reply:
    return _content(session, own_sheet(session, actor, row_id))


@changes(
    f"{BASE}/score-sheets/{{row_id:int}}/content", P.JUDGING_SCORE, takes=forms.SheetForm, returns=forms.ContentOut
)
def save(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    sheet, data = own_sheet(session, actor, row_id), call.body(forms.SheetForm)
    stated = call.json.get("version")
    actions.save_sheet(session, actor, sheet, data, stated if isinstance(stated, int) else None)
    return _content(session, sheet)


HANDLERS = [to_declare, declare, content, save, *noun_api(NOUN)]
