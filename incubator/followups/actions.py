"""Every change to follow-ups."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from core.access import Actor
from core.changes import add, require
from core.db import Stateful
from core.permissions import Permission
from incubator.followups import queries
from incubator.followups.forms import MeetForm
from incubator.followups.models import FollowUp
from incubator.followups.workflow import FOLLOW_UP
from incubator.people.models import Talent


def return_to_pool(
    session: Session,
    actor: Actor,
    thing: Stateful,
    people: Iterable[Talent],
    title: str,
    outcome: str,
    next_step: str,
    advice: Sequence[str],
) -> list[FollowUp]:
    """Called by whoever tells a result: each of these people is to be met again; ``thing`` is what had no luck."""
    require(actor, Permission.AWARDS_APPROVE, thing.area_code)
    return [
        add(
            session,
            actor,
            FollowUp(
                area_code=talent.area_code,
                talent_id=talent.id,
                noun=str(thing.__tablename__),
                noun_id=thing.id,
                title=title,
                outcome=outcome,
                next_step=next_step,
                advice=list(advice),
            ),
            talent=talent.number,
            about=title,
        )
        for talent in people
    ]


def meet(session: Session, actor: Actor, row: FollowUp, data: MeetForm) -> None:
    """Somebody has been there; what was said is kept with the person."""
    FOLLOW_UP.fire(session, actor, row, "meet", result=data.result)


def forget(session: Session, talent_id: int) -> None:
    """The person has withdrawn consent: nothing is followed up, and what was said is gone."""
    for row in queries.of_talent(session, talent_id):
        session.delete(row)
    session.flush()
