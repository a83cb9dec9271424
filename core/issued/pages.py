"""Downloading documents, and verifying them without signing in."""

from sqlmodel import Session

from core import storage
from core.access import PUBLIC, SIGNED_IN, Actor
from core.call import Call
from core.errors import Refused
from core.files.queries import content_of
from core.issued import queries, rules
from core.issued.forms import VerifyForm
from core.replies import PDF, File, Moved, Reply
from core.templating import Page
from core.web import changes, reads

TEMPLATE = "core/issued/verify.html"
UNKNOWN = "没有查到这个核验码。请对照纸面再输入一次；若仍查不到，这份文书可能不是本系统出具的。"


@reads("/documents/{document_id:int}", SIGNED_IN)
def download(session: Session, actor: Actor, document_id: int) -> Reply:
    one, stored = queries.get_document(session, actor, document_id)
    return File(content_of(stored), f"{one.title}-{one.number}-v{one.version}.pdf", PDF)


def _page(call: Call, status: int = 200, **context) -> Page:
    shown = {"form": call.blank(VerifyForm), "found": None, "problem": None, "by_file": False, **context}
    return Page(TEMPLATE, status, **shown)


@reads("/verify", PUBLIC)
def verify_form(call: Call) -> Reply:
    typed = call.asked("code")
    code = rules.normal_code(typed)
    if typed and code:
        return Moved(f"/verify/{code}")
    return _page(call, 404 if typed else 200, problem=UNKNOWN if typed else None)


@reads("/verify/{code:str}", PUBLIC)
def verify(session: Session, call: Call, code: str) -> Reply:
    found = queries.by_code(session, code)
    return _page(call, 200 if found else 404, found=found, problem=None if found else UNKNOWN)


@changes("/verify", PUBLIC, body_limit=12_000_000)
def verify_file(session: Session, call: Call) -> Reply:
    """Compare the bytes of a file with what was issued; the file is not kept."""
    sent = call.files.get("file", [])
    if not sent:
        raise Refused("请先选择要核验的 PDF 文件。", field="file")
    found = queries.by_hash(session, storage.digest_of(sent[0].content))
    problem = "这个文件与本系统出具过的任何文书都不一致：它可能被改动过、重新另存过，或不是本系统出具的。"
    return _page(call, found=found, by_file=True, problem=None if found else problem)


HANDLERS = [download, verify_form, verify, verify_file]
