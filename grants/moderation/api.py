"""Rooms and the record as JSON."""

from sqlmodel import Session

from core.access import SIGNED_IN, Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE, noun_api
from core.web import changes, reads
from grants.moderation import actions, forms, queries
from grants.moderation.pages import NOUN
from grants.panels.queries import get_panel

ROOM = f"{BASE}/panels/{{row_id:int}}/rooms/{{proposal_id:int}}"


def _said(session: Session, room: queries.Room) -> list[forms.MessageOut]:
    return [
        forms.MessageOut(id=one.id or 0, name=name, is_judge=one.is_judge, body=one.body, created_at=one.created_at)
        for one, name in queries.messages_of(session, room)
    ]


@reads(ROOM, SIGNED_IN, returns=forms.MessageOut, is_list=True)
def room(session: Session, actor: Actor, row_id: int, proposal_id: int) -> Reply:
    """What was said about a proposal."""
    return Json({"items": _said(session, queries.room_of(session, actor, row_id, proposal_id)), "after": None})


@changes(ROOM, SIGNED_IN, creates=True, takes=forms.MessageForm, returns=forms.MessageOut)
def speak(session: Session, actor: Actor, call: Call, row_id: int, proposal_id: int) -> Reply:
    here = queries.room_of(session, actor, row_id, proposal_id)
    actions.speak(session, actor, here, call.body(forms.MessageForm))
    return Json(_said(session, here)[-1], status=201)


@changes(
    f"{BASE}/panels/{{row_id:int}}/moderation", P.JUDGING_MANAGE, takes=forms.RecordForm, returns=forms.ModerationOut
)
def write_record(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """Write the record of the meeting, or write it anew while it is pending."""
    panel, stated = get_panel(session, actor, row_id), call.json.get("version") if isinstance(call.json, dict) else None
    data = call.body(forms.RecordForm)
    record = actions.write_record(session, actor, panel, data, stated if isinstance(stated, int) else None)
    return Json(forms.ModerationOut.model_validate(record))


HANDLERS = [room, speak, write_record, *noun_api(NOUN)]
