"""Reading attachments: always through the record that they belong to, as the actor."""

from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from core import clock, storage, vault
from core.access import Actor, allows
from core.db import once
from core.errors import NotFound
from core.files.models import Attachment, StoredFile
from core.files.rules import size_text
from core.i18n import translator
from core.nouns import NOUNS, Noun
from core.statements import Prepared

Pair = tuple[Attachment, StoredFile]
SHOWN = ("id", "noun", "noun_id", "slot", "name", "caption", "scan", "created_at")
KINDS = {"application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG", "image/webp": "WebP", "text/plain": "TXT"}
KINDS |= {"text/csv": "CSV"}


_KEPT = Prepared(
    lambda noun, noun_id: (
        select(Attachment, StoredFile)
        .join(StoredFile, col(StoredFile.id) == col(Attachment.file_id))
        .where(Attachment.noun == noun, Attachment.noun_id == noun_id, col(Attachment.removed_at).is_(None))
        .order_by(col(Attachment.id))
    )
)


def list_attachments(session: Session, noun: str, noun_id: int, slot: str | None = None) -> list[Pair]:
    """The attachments of one record, oldest first; the caller has seen that the record may be seen."""
    read = lambda: _KEPT(session, noun=noun, noun_id=noun_id).all()  # noqa: E731
    found = once(session, ("attachments", noun, noun_id), read)
    return [(one, stored) for one, stored in found if slot is None or one.slot == slot]


def count_attachments(session: Session, thing: Any, slot: str | None = None) -> int:
    return len(list_attachments(session, str(thing.__tablename__), thing.id, slot))


def sent_since(session: Session, actor: Actor, since: datetime) -> int:
    """The bytes that an account has attached since then, whether they still hang there or not."""
    mine = (Attachment.created_by == actor.account_id, Attachment.created_at > since)
    sizes = select(func.coalesce(func.sum(StoredFile.size), 0)).join(Attachment, Attachment.file_id == StoredFile.id)
    return session.exec(sizes.where(*mine)).one()


def record_of(session: Session, actor: Actor, noun_name: str, noun_id: int) -> tuple[Noun, Any]:
    """The record that files hang on, as this actor; NotFound when it may not be seen."""
    noun = NOUNS.get(noun_name)
    if noun is None or not allows(actor, noun.view):
        raise NotFound
    return noun, noun.get(session, actor, noun_id)


def visible_attachments(session: Session, actor: Actor, noun: Noun, row: Any) -> list[Pair]:
    found = list_attachments(session, str(row.__tablename__), row.id)
    return [(one, stored) for one, stored in found if noun.shows_file(actor, row, one.slot)]


def get_attachment(session: Session, actor: Actor, attachment_id: int) -> tuple[Attachment, StoredFile, Noun, Any]:
    """One attachment with its record; NotFound unless this actor may see the record and this kind of file of it."""
    one = session.get(Attachment, attachment_id)
    if one is None or one.removed_at is not None:
        raise NotFound
    noun, row = record_of(session, actor, one.noun, one.noun_id)
    if not noun.shows_file(actor, row, one.slot):
        raise NotFound
    return one, session.get_one(StoredFile, one.file_id), noun, row


def content_of(stored: StoredFile) -> bytes:
    return storage.get(stored.sha256)


def sealed_content(session: Session, purpose: str, key_id: int, file_id: int) -> bytes:
    """Bytes that were kept under a key of their own; raises Erased once that key was destroyed."""
    sealed = content_of(session.get_one(StoredFile, file_id)).decode()
    return b64decode(vault.unseal(session, key_id, purpose, "content", sealed))


def files_of(
    session: Session, actor: Actor, noun: Noun, row: Any, slots: Sequence[str] | None = None, back: str = ""
) -> list[dict[str, Any]]:
    """The attachments of a record as the ``attachments`` macro draws them; ``back`` is the page to return to."""
    may_remove = noun.takes_files(session, actor, row)
    after = f"?back={back}" if back else ""
    label, labels = translator(actor.lang), dict(noun.slots)
    return [
        {
            "name": one.name,
            "href": f"/files/{one.id}",
            "note": _note(one, stored, labels.get(one.slot, ""), label),
            "remove_href": f"/attachments/{one.id}/remove{after}" if may_remove else None,
        }
        for one, stored in visible_attachments(session, actor, noun, row)
        if slots is None or one.slot in slots
    ]


def _note(one: Attachment, stored: StoredFile, slot: str, label: Any) -> str:
    kind = KINDS.get(stored.media_type, one.name.rpartition(".")[2].upper())
    scan = "" if one.scan == "clean" else label("未经病毒扫描")
    parts = [one.caption, label(slot), kind, size_text(stored.size), clock.format_date(one.created_at), scan]
    return " · ".join(part for part in parts if part)


def shown(one: Attachment, stored: StoredFile) -> dict[str, Any]:
    """An attachment as the API gives it."""
    facts = {
        name: getattr(one, name) for name in ("id", "noun", "noun_id", "slot", "name", "caption", "scan", "created_at")
    }
    content = {name: getattr(stored, name) for name in ("media_type", "size", "sha256")}
    return facts | content | {"href": f"/api/v1/attachments/{one.id}/content"}
