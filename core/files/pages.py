"""Uploading, downloading and removing the files of any record."""

from sqlmodel import Session

from core.access import SIGNED_IN, Actor
from core.call import Call
from core.files import actions, queries
from core.files.forms import AttachForm
from core.replies import File, Moved, Reply
from core.resource_pages import record_context
from core.templating import Page
from core.web import changes, reads

BODY_LIMIT = 12_000_000


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
        return Moved(f"{noun.path}/{row_id}#files", "附件已保存。")
    context = record_context(noun, session, actor, row)
    return Page(noun.show_template, 422, **context | {"problem": "".join(form.problems.values())})


@changes("/attachments/{attachment_id:int}/remove", SIGNED_IN)
def remove(session: Session, actor: Actor, attachment_id: int) -> Reply:
    noun, row = actions.remove(session, actor, attachment_id)
    return Moved(f"{noun.path}/{row.id}#files", "附件已移除。")


HANDLERS = [download, upload, remove]
