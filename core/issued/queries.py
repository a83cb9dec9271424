"""Reading issued documents: as a viewer of their record, or as anybody who holds a code or the file."""

from typing import Any

from sqlmodel import Session, col, func, select

from core import clock
from core.access import Actor, allows, is_shadow
from core.errors import NotFound
from core.files.models import StoredFile
from core.files.rules import size_text
from core.i18n import translator
from core.issued.forms import IssuedOut
from core.issued.models import IssuedDocument
from core.issued.rules import normal_code, spaced
from core.nouns import NOUNS, Noun
from core.statements import Prepared

_ISSUED = Prepared(
    lambda noun, noun_id: (
        select(IssuedDocument)
        .where(IssuedDocument.noun == noun, IssuedDocument.noun_id == noun_id)
        .order_by(col(IssuedDocument.id).desc())
    )
)
_SIZES = Prepared(lambda files: select(StoredFile.id, StoredFile.size).where(col(StoredFile.id).in_(files)))


def list_issued(session: Session, noun: str, noun_id: int, kind: str | None = None) -> list[IssuedDocument]:
    """The documents of one record, newest first; the caller has seen that the record may be seen."""
    found = _ISSUED(session, noun=noun, noun_id=noun_id)
    return [one for one in found if kind is None or one.kind == kind]


def newest(session: Session, thing: Any, kind: str) -> IssuedDocument | None:
    found = list_issued(session, str(thing.__tablename__), thing.id, kind)
    return max(found, key=lambda one: one.version, default=None)


def newest_version(session: Session, one: IssuedDocument) -> int:
    same = (IssuedDocument.noun == one.noun, IssuedDocument.noun_id == one.noun_id, IssuedDocument.kind == one.kind)
    return session.exec(select(func.max(IssuedDocument.version)).where(*same)).one() or one.version


def get_document(session: Session, actor: Actor, document_id: int) -> tuple[IssuedDocument, StoredFile]:
    """A document as this actor; NotFound unless the record that it is about may be seen."""
    one = session.get(IssuedDocument, document_id)
    noun = NOUNS.get(one.noun) if one else None
    if one is None or noun is None or not allows(actor, noun.view):
        raise NotFound
    if not noun.shows_file(actor, noun.get(session, actor, one.noun_id), one.kind):
        raise NotFound
    return one, session.get_one(StoredFile, one.file_id)


def documents_of(session: Session, actor: Actor, noun: Noun, row: Any) -> list[dict[str, Any]]:
    """The documents of a record that the actor sees, as the ``documents`` macro draws them."""
    label = translator(actor.lang)
    issued = list_issued(session, str(row.__tablename__), row.id)
    found = [one for one in issued if noun.shows_file(actor, row, one.kind)]
    latest: dict[str, int] = {}
    for one in found:
        latest[one.kind] = max(latest.get(one.kind, 0), one.version)
    if not found:
        return []
    sizes = dict(_SIZES(session, files=[one.file_id for one in found]).all())
    return [
        {
            "title": one.title,
            "href": f"/documents/{one.id}",
            "note": _note(one, sizes[one.file_id], latest[one.kind], label),
        }
        for one in found
    ]


def _note(one: IssuedDocument, size: int, latest: int, label: Any) -> str:
    version = label("第 {n} 版").format(n=one.version)
    if one.version < latest:
        version += label("（已有新版）")
    parts = ["PDF", size_text(size), one.number, version, clock.format_date(one.issued_at)]
    if one.missing:
        parts.append(label("字库缺字：{chars}").format(chars=one.missing))
    return " · ".join(parts)


def by_code(session: Session, typed: str) -> IssuedOut | None:
    """What a code stands for."""
    code = normal_code(typed)
    one = session.exec(select(IssuedDocument).where(IssuedDocument.verify_code == code)).first() if code else None
    return _public(session, one) if one and not is_shadow(one.area_code) else None


def by_hash(session: Session, sha256: str) -> IssuedOut | None:
    """The issued document whose file has exactly these bytes."""
    one = session.exec(select(IssuedDocument).where(IssuedDocument.sha256 == sha256)).first()
    return _public(session, one) if one and not is_shadow(one.area_code) else None


def _public(session: Session, one: IssuedDocument) -> IssuedOut:
    latest = newest_version(session, one)
    return IssuedOut(
        code=spaced(one.verify_code),
        title=one.title,
        number=one.number,
        issuer=one.issuer,
        issued_on=clock.local(one.issued_at).date(),
        version=one.version,
        newest_version=latest,
        is_newest=one.version == latest,
        sha256=one.sha256,
        content_hash=one.content_hash,
    )
