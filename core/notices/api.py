"""Notices as JSON for everybody, objections for anybody to raise and for their offices to handle."""

from sqlmodel import Session

from core.access import PUBLIC, Actor
from core.call import Call
from core.notices import actions, queries
from core.notices.forms import NoticeOut, ObjectionForm, ReceiptOut
from core.notices.pages import NOTICES, OBJECTIONS, _place
from core.replies import Json, Reply
from core.resource_api import noun_api
from core.web import changes, reads


@reads("/api/v1/notices", PUBLIC, returns=NoticeOut, is_list=True)
def index(session: Session, call: Call) -> Reply:
    """Published notices, open ones first; ``after`` is the value given with the page before."""
    found, has_more = queries.list_public(session, call.asked("q").strip()[:80], _place(call.asked("after")))
    following = f"{queries.rank_of(found[-1])}-{found[-1].id}" if has_more else None
    return Json({"items": [NoticeOut.model_validate(notice) for notice in found], "after": following})


@reads("/api/v1/notices/{notice_id:int}", PUBLIC, returns=NoticeOut)
def get(session: Session, notice_id: int) -> Reply:
    return Json(NoticeOut.model_validate(queries.get_public(session, notice_id)))


@changes("/api/v1/notices/{notice_id:int}/objections", PUBLIC, creates=True, takes=ObjectionForm, returns=ReceiptOut)
def create(session: Session, actor: Actor, call: Call, notice_id: int) -> Reply:
    notice = queries.get_public(session, notice_id)
    objection = actions.lodge_objection(session, actor, notice, call.body(ObjectionForm), address=call.address)
    return Json(ReceiptOut.model_validate(objection), status=201)


HANDLERS = [index, get, create, *noun_api(NOTICES), *noun_api(OBJECTIONS)]
