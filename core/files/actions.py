"""Attaching and removing files, each with its audit row; a file's name stays out of the chain, its hash goes in."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from core import audit, clock, storage, vault, virus
from core.access import Actor
from core.call import Upload
from core.db import upsert
from core.errors import Forbidden, NotFound, Refused
from core.files import queries, rules
from core.files.models import Attachment, StoredFile
from core.nouns import Noun

MAX_PER_RECORD = 100
MAX_PER_DAY = 1_000_000_000  # bytes that one account may send: a day of scanning, and no disk filled overnight


def store(session: Session, content: bytes, media_type: str) -> StoredFile:
    """Keep bytes that the system made or has examined; equal bytes share one row."""
    sha256 = storage.put(content)
    values = {"size": len(content), "media_type": media_type, "created_at": clock.now()}
    found = session.exec(select(StoredFile).where(StoredFile.sha256 == sha256)).first()
    if found is None:
        upsert(session, StoredFile, {"sha256": sha256}, values)
        found = session.exec(select(StoredFile).where(StoredFile.sha256 == sha256)).one()
    return found


def store_sealed(session: Session, purpose: str, content: bytes, key_id: int | None = None) -> tuple[int, int]:
    """Keep bytes that name people under a key of their own: destroying it destroys them in every backup.

    Bytes that belong to something sealed already are kept under its ``key_id``.

    Returns the numbers of the key and of the file; ``queries.sealed_content`` reads them again.
    """
    key_id = vault.new_person_key(session) if key_id is None else key_id
    sealed = vault.seal(session, key_id, purpose, "content", b64encode(content).decode())
    return key_id, store(session, sealed.encode(), "application/octet-stream").id or 0


def attach(session: Session, actor: Actor, thing: Any, upload: Upload, slot: str = "", caption: str = "") -> Attachment:
    """Examine, scan, keep and attach one file; whether the actor may is the caller's question (``upload_to`` asks)."""
    examined = rules.examine(upload.name, upload.content)
    if queries.count_attachments(session, thing) >= MAX_PER_RECORD:
        raise Refused(f"一条记录最多 {MAX_PER_RECORD} 个附件，请先移除不用的。", field="file")
    if queries.sent_since(session, actor, clock.now() - timedelta(days=1)) + len(upload.content) > MAX_PER_DAY:
        raise Refused(f"一天最多上传 {MAX_PER_DAY // 1_000_000} MB，请明天再传。", field="file")
    scan = virus.scan(upload.content)
    stored = store(session, upload.content, examined.media_type)
    one = Attachment(
        noun=str(thing.__tablename__),
        noun_id=thing.id,
        slot=slot,
        file_id=stored.id,
        name=examined.name,
        caption=caption,
        scan=scan,
        area_code=thing.area_code,
        created_by=actor.account_id,
    )
    session.add(one)
    session.flush()
    audit.record(
        session, actor, f"{thing.__tablename__}.attach", thing, slot=slot, sha256=stored.sha256, size=stored.size
    )
    return one


def upload_to(
    session: Session, actor: Actor, noun: Noun, row: Any, uploads: list[Upload], slot: str = "", caption: str = ""
) -> list[Attachment]:
    """Attach what somebody sends to a record that takes files from them now."""
    if not noun.takes_files(session, actor, row):
        raise Forbidden("现在不能给这条记录添加附件。")
    if noun.slots and slot not in dict(noun.slots):
        raise Refused("请选择附件的类别。", field="slot")
    if not uploads:
        raise Refused(f"请先选择文件。{rules.ALLOWED_TEXT}", field="file")
    return [attach(session, actor, row, upload, slot, caption) for upload in uploads]


def remove(session: Session, actor: Actor, attachment_id: int) -> tuple[Noun, Any]:
    """Hide an attachment; its bytes stay, because the audit row names them. Returns the record it hung on."""
    one, stored, noun, row = queries.get_attachment(session, actor, attachment_id)
    if not noun.takes_files(session, actor, row):
        raise Forbidden("现在不能移除这条记录的附件。")
    here = (col(Attachment.id) == one.id, col(Attachment.removed_at).is_(None))
    if session.execute(update(Attachment).where(*here).values(removed_at=clock.now())).rowcount != 1:
        raise NotFound
    audit.record(session, actor, f"{one.noun}.detach", row, slot=one.slot, sha256=stored.sha256)
    return noun, row
