"""Every change to rating rounds."""

from sqlmodel import Session

from core import clock
from core.access import Actor
from core.changes import add, edit, require
from core.errors import Refused
from core.numbers import next_number
from core.permissions import Permission
from ratings.rounds.forms import RoundForm
from ratings.rounds.models import RatingRound, RoundStatus
from ratings.rounds.workflow import ROUND
from ratings.schemes.queries import published_choices


def plan_round(session: Session, actor: Actor, data: RoundForm) -> RatingRound:
    require(actor, Permission.ROUNDS_MANAGE, data.area_code)
    _check_scheme(session, data)
    one = RatingRound(number=next_number(session, data.area_code, "PX"), **data.model_dump())
    return add(session, actor, one, title=data.title)


def _check_scheme(session: Session, data: RoundForm) -> None:
    if str(data.scheme_id) not in dict(published_choices(session, data.area_code)):
        raise Refused("请选一个已发布的评定方案。", field="scheme_id")


def edit_round(session: Session, actor: Actor, one: RatingRound, data: RoundForm, version: int | None = None) -> None:
    """Dates and text may be corrected; the scheme is fixed once groups may apply."""
    require(actor, Permission.ROUNDS_MANAGE, one.area_code)
    require(actor, Permission.ROUNDS_MANAGE, data.area_code)
    _check_scheme(session, data)
    is_fixed = one.status != RoundStatus.DRAFT
    if is_fixed and (data.scheme_id, data.area_code) != (one.scheme_id, one.area_code):
        raise Refused("已经开始申报，评定方案和范围不能再改。", field="scheme_id")
    edit(session, actor, one, data.model_dump(), version)


def open_round(session: Session, actor: Actor, one: RatingRound, reason: str | None = None) -> None:
    ROUND.fire(session, actor, one, "open")


def close_round(session: Session, actor: Actor, one: RatingRound, reason: str | None = None) -> None:
    ROUND.fire(session, actor, one, "close")


def is_window_open(one: RatingRound) -> bool:
    return one.status == RoundStatus.OPEN and one.opens_on <= clock.today() <= one.closes_on
