"""Drafting, changing and publishing schemes. Who may do so is asked by the callers, who know the kind."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from core import audit, clock
from core.access import Actor
from core.errors import Refused, WrongState
from core.schemes.definition import BrokenScheme, parse_definition
from core.schemes.models import NATIONWIDE, Scheme
from core.schemes.queries import get_scheme, list_schemes, next_version


def draft_scheme(
    session: Session, actor: Actor, *, area_code: str, kind: str, definition: Mapping[str, Any], title: str = ""
) -> Scheme:
    """A new unpublished version; its code and, unless given, its title come from the definition."""
    _check(definition)
    scheme = Scheme(
        area_code=area_code,
        kind=kind,
        code=definition["code"],
        version=next_version(session, area_code, definition["code"]),
        title=title or definition["zh"],
        definition=dict(definition),
    )
    session.add(scheme)
    session.flush()
    audit.record(session, actor, "scheme.draft", scheme, code=scheme.code, version=scheme.version)
    return scheme


def _check(definition: Mapping[str, Any]) -> None:
    try:
        parse_definition(definition)
    except BrokenScheme as broken:
        raise Refused(str(broken), field="definition") from broken


def edit_draft(
    session: Session, actor: Actor, scheme_id: int, definition: Mapping[str, Any], title: str = ""
) -> Scheme:
    """Replace a draft's definition; a published scheme is frozen and gets a new version instead."""
    _check(definition)
    scheme = get_scheme(session, scheme_id)
    if definition["code"] != scheme.code:
        raise Refused("方案编号不能改，请另建一个方案。", field="definition")
    _change_draft(session, scheme, definition=dict(definition), title=title or definition["zh"])
    audit.record(session, actor, "scheme.edit", scheme, version=scheme.version)
    return scheme


def publish_scheme(session: Session, actor: Actor, scheme_id: int) -> Scheme:
    """Put a draft into force from now on. What was scored before keeps the version it was scored by."""
    scheme = get_scheme(session, scheme_id)
    _change_draft(session, scheme, is_published=True, published_at=clock.now())
    audit.record(session, actor, "scheme.publish", scheme, code=scheme.code, version=scheme.version)
    return scheme


def _change_draft(session: Session, scheme: Scheme, **values: Any) -> None:
    session.flush()
    changed = session.execute(
        update(Scheme)
        .where(col(Scheme.id) == scheme.id, col(Scheme.is_published).is_(False))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise WrongState("方案已经发布，不能再改；请新建一个版本。")
    session.refresh(scheme)


def copy_scheme(session: Session, actor: Actor, scheme_id: int, area_code: str) -> Scheme:
    """A draft for ``area_code`` that starts from another scheme, usually the shipped one."""
    source = get_scheme(session, scheme_id)
    return draft_scheme(
        session, actor, area_code=area_code, kind=source.kind, definition=source.definition, title=source.title
    )


def install_scheme(session: Session, actor: Actor, kind: str, definition: Mapping[str, Any]) -> Scheme:
    """Publish a shipped definition for the whole country, unless its newest version already says the same."""
    shipped = [
        scheme
        for scheme in list_schemes(session, NATIONWIDE, kind)
        if scheme.code == definition["code"] and scheme.is_published
    ]
    if shipped and shipped[0].definition == definition:
        return shipped[0]
    scheme = draft_scheme(session, actor, area_code=NATIONWIDE, kind=kind, definition=definition)
    return publish_scheme(session, actor, scheme.id)
