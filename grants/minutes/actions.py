"""Issuing the papers of a roadshow: numbered, with the head of the audit chain, kept as they were."""

from sqlmodel import Session

from core.access import Actor
from core.changes import require
from core.errors import WrongState
from core.issued.actions import issue
from core.issued.models import IssuedDocument
from core.permissions import Permission
from grants.minutes.documents import minutes_blocks, order_blocks
from grants.minutes.queries import record_of
from grants.roadshow.models import Roadshow, RoadshowStatus


def issue_order(session: Session, actor: Actor, roadshow: Roadshow) -> IssuedDocument:
    """The order list, once there is an order."""
    require(actor, Permission.JUDGING_MANAGE, roadshow.area_code)
    if roadshow.order_kind is None:
        raise WrongState("还没有排出场顺序。")
    record = record_of(session, roadshow)
    return issue(
        session, actor, roadshow, "ORDER", "SXB", "路演出场顺序表", order_blocks(record), issuer=record.panel.title
    )


def issue_minutes(session: Session, actor: Actor, roadshow: Roadshow) -> IssuedDocument:
    """The minutes, once the roadshow is over; issued again after the opening, they say the result too."""
    require(actor, Permission.JUDGING_MANAGE, roadshow.area_code)
    if roadshow.status != RoadshowStatus.CLOSED:
        raise WrongState("路演结束后才能出具会议记录。")
    record = record_of(session, roadshow)
    return issue(
        session, actor, roadshow, "MINUTES", "HYJL", "路演会议记录", minutes_blocks(record), issuer=record.panel.title
    )
