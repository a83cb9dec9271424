"""Every change to the list of needs."""

from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.changes import add, edit, require
from core.errors import Refused
from core.numbers import next_number
from core.permissions import Permission
from core.search import search_text
from incubator.needs import queries
from incubator.needs.forms import FinishForm, NeedForm
from incubator.needs.models import Need
from incubator.needs.rules import privacy_problem
from incubator.needs.workflow import NEED


def _content(session: Session, data: NeedForm) -> dict[str, Any]:
    if problem := privacy_problem(data.title, data.body):
        raise Refused(problem, field="body")
    if data.category not in dict(queries.category_choices(session, data.area_code)):
        raise Refused("请从列表中选择。", field="category")
    return {**data.model_dump(), "search_text": search_text(data.title, data.body[:80])}


def post_need(session: Session, actor: Actor, data: NeedForm) -> Need:
    """Post a need of a community; it goes on the list once the street or the centre has looked at it."""
    require(actor, Permission.NEEDS_POST, data.area_code)
    need = Need(
        number=next_number(session, data.area_code, "XQ"),
        **_content(session, data),
    )
    return add(session, actor, need, need_kind=data.kind.value, people=data.people_count)


def edit_need(session: Session, actor: Actor, need: Need, data: NeedForm, version: int | None) -> None:
    require(actor, Permission.NEEDS_POST, need.area_code)
    require(actor, Permission.NEEDS_POST, data.area_code)
    edit(session, actor, need, _content(session, data), version)


def review_need(session: Session, actor: Actor, need: Need, reason: str | None = None) -> None:
    NEED.fire(session, actor, need, "review", reason)


def match_need(session: Session, actor: Actor, need_id: int, noun: str, noun_id: int) -> Need:
    """Point a need of the list at what answers it; called by the contest, the proposal or the order that took it up."""
    need = queries.get_need(session, actor, need_id)
    facts = {"noun": noun, "noun_id": noun_id}
    NEED.fire(session, actor, need, "match", facts=facts, matched_noun=noun, matched_id=noun_id)
    return need


def unmatch_need(session: Session, actor: Actor, need: Need, reason: str | None = None) -> None:
    """What was to answer the need fell through: it waits on the list again."""
    NEED.fire(session, actor, need, "unmatch", reason, matched_noun=None, matched_id=None)


def finish_need(session: Session, actor: Actor, need: Need, data: FinishForm) -> None:
    """Close a need that was met; a team does so only for what it posted itself."""
    if privacy := privacy_problem(data.result):
        raise Refused(privacy, field="result")
    _require_hand(actor, need)
    NEED.fire(session, actor, need, "finish", result=data.result)


def close_need(session: Session, actor: Actor, need: Need, reason: str | None = None) -> None:
    _require_hand(actor, need)
    NEED.fire(session, actor, need, "close", reason)


def _require_hand(actor: Actor, need: Need) -> None:
    is_own = need.created_by is not None and need.created_by == actor.account_id
    if not is_own and not actor.can(Permission.ACTIVITIES_CONFIRM, need.area_code):
        require(actor, Permission.NEEDS_REVIEW, need.area_code)
