"""Reading whom a proposal may ask, and what the rules of an answer look at."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from core import clock
from core.access import district_of, in_areas, prefix_of
from grants.backing.models import Backing
from grants.backing.queries import roster_of
from grants.proposals.models import Proposal
from incubator.groups.models import Group, GroupStatus, LegalStatus

MOST = 300


def _may_hold(proposal: Proposal) -> tuple[ColumnElement[bool], ...]:
    """Registered organisations of the district that are not barred; nobody holds the money for himself."""
    today = clock.today()
    return (
        in_areas(Group.area_code, [prefix_of(district_of(proposal.area_code))]),
        col(Group.legal_status) == LegalStatus.REGISTERED,
        col(Group.status) == GroupStatus.ACTIVE,
        col(Group.blacklisted_until).is_(None) | (col(Group.blacklisted_until) < today),
        col(Group.id) != proposal.group_id,
    )


def possible_host(session: Session, proposal: Proposal, group_id: int) -> Group | None:
    return session.exec(select(Group).where(*_may_hold(proposal), Group.id == group_id)).first()


def host_choices(session: Session, proposal: Proposal) -> list[tuple[str, str]]:
    """Who else may hold the money, hubs first; registered organisations are public."""
    chosen = select(Group.id, Group.name).where(*_may_hold(proposal))
    rows = session.exec(chosen.order_by(col(Group.is_hub).desc(), col(Group.name_sort)).limit(MOST))
    return [(str(number), name) for number, name in rows]


def facts_of(session: Session, backing: Backing) -> dict[str, Any]:
    """What the rules look at: the people of the organisation that is asked."""
    return {"roster": roster_of(session, backing.host_group_id) if backing.host_group_id else set()}
