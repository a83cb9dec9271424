"""Reading who applies together; the caller has seen the proposal, or reads as an actor."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, or_
from sqlmodel import Session, col, select

from core.access import Actor, per_actor
from core.db import once
from core.permissions import Permission
from core.statements import Prepared
from core.tables import Col, Filter, Table
from grants.partners.models import Partner, PartnerStatus
from incubator.groups.queries import own_groups

_OF = Prepared(lambda proposal: select(Partner).where(Partner.proposal_id == proposal).order_by(col(Partner.id)))


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Who is asked, and the offices that help the team write; the team itself reads it on its proposal."""
    return or_(
        col(Partner.group_id).in_(own_groups(actor)),
        actor.office_within(Partner.asked_in, Permission.PROPOSALS_WRITE),
    )


@per_actor
def joined_by(actor: Actor) -> Select:
    """The proposals that an organisation of this account has agreed to join: it may read them."""
    mine = (Partner.status == PartnerStatus.ACCEPTED, col(Partner.group_id).in_(own_groups(actor)))
    return select(Partner.proposal_id).where(*mine)


def joined_by_group(group_id: Any) -> Select:
    """The proposals that this organisation has agreed to join."""
    return select(Partner.proposal_id).where(Partner.group_id == group_id, Partner.status == PartnerStatus.ACCEPTED)


def invited_to(session: Session, proposal_id: int) -> list[Partner]:
    """Everybody who was ever asked, the first one first."""
    return once(session, ("partners of proposal", proposal_id), lambda: list(_OF(session, proposal=proposal_id)))


def live_of(session: Session, proposal_id: int) -> list[Partner]:
    """What stands: each organisation once, asked, agreed or not."""
    return [one for one in invited_to(session, proposal_id) if one.status != PartnerStatus.RECALLED]


def partners_of(session: Session, proposal_id: int) -> list[Partner]:
    """Those who have agreed to apply together."""
    return [one for one in live_of(session, proposal_id) if one.status == PartnerStatus.ACCEPTED]


def partners_by_proposal(session: Session, proposal_ids: Iterable[int]) -> dict[int, list[Partner]]:
    """The same for several proposals at once; one that the lead enters alone is not in it."""
    here = (col(Partner.proposal_id).in_(list(proposal_ids)), Partner.status == PartnerStatus.ACCEPTED)
    found: dict[int, list[Partner]] = {}
    for one in session.exec(select(Partner).where(*here).order_by(col(Partner.id))):
        found.setdefault(one.proposal_id, []).append(one)
    return found


TABLE = Table(
    model=Partner,
    columns=(
        Col("title", "项目名称", col(Partner.title)),
        Col("name", "请的组织", col(Partner.name)),
        Col("share", "份额（元）", col(Partner.share_fen), kind="money"),
        Col("status", "状态", col(Partner.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Partner.status), PartnerStatus.choices()),),
    search=Partner.title,
    empty_text="还没有联合申报的邀请。",
)
