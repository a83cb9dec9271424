"""Reading whom a proposal may invite, and what the rules of an answer look at."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from core import clock
from core.access import Actor, district_of, in_areas, prefix_of
from core.errors import NotFound
from grants.backing.queries import roster_of
from grants.partners.models import Partner
from grants.partners.queries import live_of
from grants.proposals.models import Proposal, ProposalStatus
from grants.proposals.queries import visible_to
from grants.proposals.rules import is_editable
from incubator.groups.models import Group, GroupStatus

MOST = 300


def _may_join(proposal: Proposal) -> tuple[ColumnElement[bool], ...]:
    """Active organisations and teams of the district that are not barred, the lead itself aside."""
    return (
        in_areas(Group.area_code, [prefix_of(district_of(proposal.area_code))]),
        col(Group.status) == GroupStatus.ACTIVE,
        col(Group.blacklisted_until).is_(None) | (col(Group.blacklisted_until) < clock.today()),
        col(Group.id) != proposal.group_id,
    )


def possible_partner(session: Session, proposal: Proposal, group_id: int) -> Group | None:
    return session.exec(select(Group).where(*_may_join(proposal), Group.id == group_id)).first()


def partner_choices(session: Session, proposal: Proposal) -> list[tuple[str, str]]:
    """Who may be invited, those of the own community first."""
    near = (col(Group.area_code) != proposal.area_code, col(Group.name_sort))
    rows = session.exec(select(Group.id, Group.name).where(*_may_join(proposal)).order_by(*near).limit(MOST))
    return [(str(number), name) for number, name in rows]


def get_live(session: Session, proposal: Proposal, partner_id: int) -> Partner:
    """One standing invitation of a proposal that the caller has seen."""
    found = next((one for one in live_of(session, proposal.id or 0) if one.id == partner_id), None)
    if found is None:
        raise NotFound
    return found


def may_read(session: Session, actor: Actor, partner: Partner) -> bool:
    """Whether this person may open the proposal behind an invitation."""
    seen = select(Proposal.id).where(Proposal.id == partner.proposal_id, visible_to(actor))
    return session.exec(seen).first() is not None


def facts_of(session: Session, partner: Partner) -> dict[str, Any]:
    """What the rules look at: the people of the organisation, and whether the proposal can still change."""
    proposal = session.get_one(Proposal, partner.proposal_id)
    return {"roster": roster_of(session, partner.group_id), "is_open": is_agreeing(proposal)}


def is_agreeing(proposal: Proposal) -> bool:
    """Whether partners may still come, go and answer; while a text is coached, what they agreed to stands still."""
    return is_editable(proposal) and proposal.status != ProposalStatus.COACHED
