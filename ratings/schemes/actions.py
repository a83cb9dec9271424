"""Installing, copying, changing and publishing the star scheme."""

import json
from typing import Any

from sqlmodel import Session

from core import codelists, schemes
from core.access import Actor
from core.changes import require
from core.errors import Refused
from core.permissions import Permission
from core.schemes import Scheme
from ratings.schemes.forms import CopyForm, SchemeForm
from ratings.schemes.rules import KIND, addition_problem


def install_shipped(session: Session, actor: Actor) -> Scheme:
    """Put the shipped star scheme into force for the whole country, once."""
    return schemes.install_scheme(session, actor, KIND, codelists.shipped()["star_scheme"])


def copy_scheme(session: Session, actor: Actor, scheme: Scheme, data: CopyForm) -> Scheme:
    """A draft of the district's own that starts from this version."""
    require(actor, Permission.ROUNDS_MANAGE, data.area_code)
    return schemes.copy_scheme(session, actor, scheme.id or 0, data.area_code)


def edit_scheme(session: Session, actor: Actor, scheme: Scheme, data: SchemeForm, version: int | None = None) -> None:
    require(actor, Permission.ROUNDS_MANAGE, scheme.area_code)
    definition: dict[str, Any] = json.loads(data.definition)
    schemes.edit_draft(session, actor, scheme.id or 0, definition, data.title)
    if problem := addition_problem(definition):
        raise Refused(problem, field="definition")


def publish_scheme(session: Session, actor: Actor, scheme: Scheme) -> None:
    """Put a draft into force; rounds that are already open keep the version they began with."""
    require(actor, Permission.ROUNDS_MANAGE, scheme.area_code)
    schemes.publish_scheme(session, actor, scheme.id or 0)
