"""Reading who stands behind a proposal; the caller has seen the proposal, or reads as an actor."""

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from core.access import Actor, per_actor
from core.db import once
from core.permissions import Permission
from core.statements import Prepared
from core.tables import Col, Filter, Table
from grants.backing.models import Backing, BackingStatus
from grants.contests.models import BackingKind
from incubator.groups.models import Member, MemberStatus
from incubator.groups.queries import own_groups

_OF = Prepared(lambda proposal: select(Backing).where(Backing.proposal_id == proposal).order_by(col(Backing.id)))


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Who is asked, and the offices that help the team write; the team itself reads it on its proposal."""
    return or_(
        actor.office_within(Backing.area_code, Permission.BACKINGS_ANSWER),
        actor.office_within(Backing.asked_in, Permission.PROPOSALS_WRITE),
        col(Backing.host_group_id).in_(own_groups(actor)),
    )


def asked_of(session: Session, proposal_id: int) -> list[Backing]:
    """Everything that was ever asked for a proposal, the first one first."""
    return once(session, ("backings of proposal", proposal_id), lambda: list(_OF(session, proposal=proposal_id)))


def live_of(session: Session, proposal_id: int) -> list[Backing]:
    """What stands: of each kind at most one, asked, accepted or declined."""
    return [one for one in asked_of(session, proposal_id) if one.status != BackingStatus.RECALLED]


def host_of(session: Session, proposal_id: int) -> Backing | None:
    """The fiscal host that accepted; None where nobody was asked or the answer is not a yes."""
    accepted = (BackingKind.HOST, BackingStatus.ACCEPTED)
    return next((one for one in live_of(session, proposal_id) if (one.kind, one.status) == accepted), None)


def roster_of(session: Session, group_id: int | None) -> set[int]:
    """The accounts that may speak for an organisation."""
    here = (Member.group_id == group_id, Member.status == MemberStatus.ACCEPTED, col(Member.account_id).is_not(None))
    return {number for number in session.exec(select(Member.account_id).where(*here)) if number}


TABLE = Table(
    model=Backing,
    columns=(
        Col("title", "项目名称", col(Backing.title)),
        Col("kind", "请求", col(Backing.kind)),
        Col("name", "请的是谁", col(Backing.name)),
        Col("status", "状态", col(Backing.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(Backing.status), BackingStatus.choices()),
        Filter("kind", "请求", col(Backing.kind), BackingKind.choices()),
    ),
    search=Backing.title,
    empty_text="还没有团队来请社区出具意见或代管资金。",
)
