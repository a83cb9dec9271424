"""Attachments as JSON, on the same queries and actions."""

from sqlmodel import Session

from core.access import SIGNED_IN, Actor
from core.call import Call
from core.errors import Refused
from core.files import actions, queries
from core.files.forms import AttachForm, AttachmentOut
from core.files.models import StoredFile
from core.files.pages import BODY_LIMIT
from core.forms import check
from core.replies import File, Json, Reply
from core.web import changes, reads


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Refused("请给出 noun 和 id。", field="id")
    return int(text)


@reads("/api/v1/attachments", SIGNED_IN, returns=AttachmentOut, is_list=True)
def index(session: Session, actor: Actor, call: Call) -> Reply:
    noun, row = queries.record_of(session, actor, call.asked("noun"), _number(call.asked("id")))
    found = queries.visible_attachments(session, actor, noun, row)
    return Json({"items": [AttachmentOut(**queries.shown(*pair)) for pair in found], "after": None})


@reads("/api/v1/attachments/{attachment_id:int}", SIGNED_IN, returns=AttachmentOut)
def get(session: Session, actor: Actor, attachment_id: int) -> Reply:
    one, stored, _noun, _row = queries.get_attachment(session, actor, attachment_id)
    return Json(AttachmentOut(**queries.shown(one, stored)))


@reads("/api/v1/attachments/{attachment_id:int}/content", SIGNED_IN)
def content(session: Session, actor: Actor, attachment_id: int) -> Reply:
    one, stored, _noun, _row = queries.get_attachment(session, actor, attachment_id)
    return File(queries.content_of(stored), one.name, stored.media_type)


@changes("/api/v1/attachments", SIGNED_IN, creates=True, takes=AttachForm, returns=AttachmentOut, body_limit=BODY_LIMIT)
def create(session: Session, actor: Actor, call: Call) -> Reply:
    """A multipart form with ``noun``, ``id``, ``slot``, ``caption`` and one ``file``."""
    noun, row = queries.record_of(session, actor, call.one("noun") or "", _number(call.one("id") or ""))
    data = check(AttachForm, {"slot": call.one("slot") or "", "caption": call.one("caption") or ""})
    one = actions.upload_to(session, actor, noun, row, call.files.get("file", [])[:1], data.slot, data.caption)[0]
    return Json(AttachmentOut(**queries.shown(one, session.get_one(StoredFile, one.file_id))), status=201)


HANDLERS = [index, get, content, create]
