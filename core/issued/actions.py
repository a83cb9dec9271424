"""Issuing documents: number, code, hashes, bytes and audit row in one transaction."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import Session

from core import audit, clock
from core.access import Actor
from core.addresses import absolute
from core.documents import Block, Letterhead, content_digest, missing_characters, render
from core.errors import Forbidden
from core.files.actions import store
from core.issued import queries, rules
from core.issued.models import IssuedDocument
from core.numbers import next_number

Press = Callable[[Letterhead], bytes]


def issue(
    session: Session,
    actor: Actor,
    thing: Any,
    kind: str,
    number_kind: str,
    title: str,
    blocks: Sequence[Block],
    *,
    issuer: str,
    label: str | None = None,
    press: Press | None = None,
) -> IssuedDocument:
    """Print, number and keep a document about ``thing``; issued again it keeps its number and gets the next version.

    Whether the actor may issue it is the caller's question. ``press`` prints something else than the blocks,
    such as a certificate; the blocks then still are what its content hash covers.
    """
    if not actor.may_act:
        raise Forbidden
    earlier = queries.newest(session, thing, kind)
    number = earlier.number if earlier else next_number(session, thing.area_code, number_kind)
    code, now = rules.new_code(), clock.now()
    head = Letterhead(
        title=title,
        number=number,
        issuer=issuer,
        issued_on=clock.local(now).date(),
        version=earlier.version + 1 if earlier else 1,
        made_by=actor.name,
        verify_url=absolute(f"/verify/{code}"),
        content_hash=content_digest(title, number, blocks),
        audit_head=audit.head(session, audit.chain_of(thing))[1],
        label=label,
        made_at=clock.format_datetime(now),
    )
    content = press(head) if press else render(head, blocks)
    return _keep(
        session, actor, thing, kind, head, code, content, "".join(missing_characters(rules.text_of(title, blocks)))
    )


def _keep(
    session: Session, actor: Actor, thing: Any, kind: str, head: Letterhead, code: str, content: bytes, missing: str
) -> IssuedDocument:
    stored = store(session, content, "application/pdf")
    one = IssuedDocument(
        area_code=thing.area_code,
        number=head.number,
        kind=kind,
        noun=str(thing.__tablename__),
        noun_id=thing.id,
        version=head.version,
        title=head.title,
        issuer=head.issuer,
        sha256=stored.sha256,
        content_hash=head.content_hash,
        verify_code=code,
        missing=missing[:200],
        issued_at=clock.now(),
        issued_by=actor.account_id,
        file_id=stored.id,
    )
    session.add(one)
    session.flush()
    audit.record(
        session,
        actor,
        f"{thing.__tablename__}.issue",
        thing,
        kind=kind,
        number=head.number,
        version=head.version,
        sha256=stored.sha256,
        content_hash=head.content_hash,
    )
    return one
