"""Uploading, downloading and removing the files of any record."""

import re

from sqlmodel import Session

from core.access import SIGNED_IN, Actor
from core.call import Call
from core.files import actions, queries
from core.files.forms import AttachForm
from core.nouns import Noun
from core.replies import File, Moved, Reply
from core.resource_pages import record_context
from core.templating import Page
from core.web import changes, reads

BODY_LIMIT = 12_000_000
PART = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)?")


def _home(noun: Noun, row_id: int, part: str | None) -> str:
    """The record, or the page below it from which somebody came."""
    below = f"/{part}" if part and PART.fullmatch(part) else ""
    return f"{noun.path}/{row_id}{below}#files"


@reads("/files/{attachment_id:int}", SIGNED_IN)
def download(session: Session, actor: Actor, attachment_id: int) -> Reply:
    one, stored, _noun, _row = queries.get_attachment(session, actor, attachment_id)
    return File(queries.content_of(stored), one.name, stored.media_type)


@changes("/attachments/{noun_name:str}/{row_id:int}", SIGNED_IN, creates=True, body_limit=BODY_LIMIT)
def upload(session: Session, actor: Actor, call: Call, noun_name: str, row_id: int) -> Reply:
    noun, row = queries.record_of(session, actor, noun_name, row_id)
    form = call.bind(AttachForm)
    with form.catching(session):
        data = form.value
        actions.upload_to(session, actor, noun, row, call.files.get("file", []), data.slot, data.caption)
        return Moved(_home(noun, row_id, call.one("back")), "附件已保存。")
    context = record_context(noun, session, actor, row)
    return Page(noun.show_template, 422, **context | {"problem": "".join(form.problems.values())})


@changes("/attachments/{attachment_id:int}/remove", SIGNED_IN)
def remove(session: Session, actor: Actor, call: Call, attachment_id: int) -> Reply:
    noun, row = actions.remove(session, actor, attachment_id)
    return Moved(_home(noun, row.id, call.asked("back")), "附件已移除。")


HANDLERS = [download, upload, remove]
