"""Adding and editing rows: the change and its audit row together, and nothing overwritten unseen."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from core import audit
from core.access import Actor, world_of
from core.db import Stateful, write
from core.errors import Forbidden, NotFound, StaleForm
from core.permissions import Permission
from core.workflow import WORKFLOWS

Thing = TypeVar("Thing", bound=SQLModel)


def require(actor: Actor, permission: Permission, area_code: str | None = None) -> None:
    """Refuse when the actor does not hold the permission in the area; every action starts with it or with fire()."""
    if not actor.may_act or not actor.can(permission, area_code):
        raise Forbidden


def require_world(actor: Actor, area_code: str) -> None:
    """Refuse what belongs to another world: nothing of a rehearsal is joined from real life, nor the other way."""
    if actor.worlds != {world_of(area_code)}:
        raise NotFound("这个链接在这里打不开：试运行和正式数据互不相通。")


def add(session: Session, actor: Actor, thing: Thing, /, **data: Any) -> Thing:
    """Insert a row and its audit row; the person who enters it is kept where the table has a place for that.

    The clock of the first state starts here, as ``fire`` starts that of every other.
    """
    if "created_by" in type(thing).model_fields and getattr(thing, "created_by", None) is None:
        thing.created_by = actor.account_id  # type: ignore[attr-defined]
    workflow = WORKFLOWS.get(type(getattr(thing, "status", None)))  # type: ignore[arg-type]
    if workflow and isinstance(thing, Stateful) and thing.due_on is None:
        thing.due_on = workflow.due_on(session, thing.status)  # type: ignore[attr-defined]
    session.add(thing)
    session.flush()
    audit.record(session, actor, f"{thing.__tablename__}.add", thing, **data)
    return thing


def private_columns(model: type[SQLModel]) -> frozenset[str]:
    """Columns whose values never enter the audit chain: the table names them in ``__private__``."""
    return frozenset(getattr(model, "__private__", ()))


def differences(thing: SQLModel, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What would change: column → [before, after]; private columns only say that they changed."""
    private = private_columns(type(thing))
    return {
        name: ["…", "…"] if name in private else [getattr(thing, name), value]
        for name, value in values.items()
        if getattr(thing, name) != value
    }


def edit(session: Session, actor: Actor, thing: Any, values: Mapping[str, Any], version: int | None = None) -> None:
    """Write ``values`` if nobody wrote since ``version``; raise StaleForm with the stored row otherwise."""
    session.flush()
    changed = differences(thing, values)
    expected = thing.version if version is None else version
    if not changed and expected == thing.version:
        return
    written = {"version": expected + 1} | {name: values[name] for name in changed}
    if not write(session, thing, written, version=expected):
        session.refresh(thing)
        raise StaleForm(current=thing)
    audit.record(session, actor, f"{thing.__tablename__}.edit", thing, changes=changed)
