"""Reading the dates of an edition, and who should hear when they change."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from core import clock, codelists
from core.access import Actor
from core.accounts.models import Account, AccountStatus
from core.permissions import Permission
from core.workdays import add_working_days, load_overrides, working_days_between
from grants.contests.models import Contest, ContestStatus, Milestone, Stage
from grants.panels.models import Panel, PanelSeat, SeatStatus
from grants.proposals import queries as proposals
from grants.proposals.models import Proposal, ProposalStatus, Writer
from grants.timetable.rules import CODES, Days, first_plan
from incubator.groups.models import Group

LATE = (ProposalStatus.DRAFT, ProposalStatus.SUBMITTED)
LIVE = (ProposalStatus.DRAFT, ProposalStatus.SUBMITTED, ProposalStatus.RETURNED, ProposalStatus.ELIGIBLE)
CHANGEABLE = (
    ContestStatus.DRAFT,
    ContestStatus.PROPOSED,
    ContestStatus.OPEN,
    ContestStatus.SCREENING,
    ContestStatus.JUDGING,
    ContestStatus.DECIDING,
    ContestStatus.NOTICED,
)


def milestones_of(session: Session, contest_id: int) -> dict[Stage, Milestone]:
    """The stages that have days, in the order of the stages."""
    found = {one.stage: one for one in session.exec(select(Milestone).where(Milestone.contest_id == contest_id))}
    return {stage: found[stage] for stage in Stage if stage in found}


def days_of(session: Session, contest_id: int) -> dict[Stage, Days]:
    return {stage: (one.starts_on, one.ends_on) for stage, one in milestones_of(session, contest_id).items()}


def planned(session: Session, contest: Contest) -> dict[Stage, Days]:
    """A first plan by working days, with the lengths that the district's list of deadlines gives."""
    overrides = load_overrides(session)
    items = codelists.items(session, contest.area_code, "deadlines")
    lengths = {CODES[one["code"]]: max(one["value"], 1) for one in items if one["code"] in CODES}
    last = clock.local(contest.closes_at).date()
    return first_plan(last, lengths, lambda day, count: add_working_days(day, count, overrides))


def lines(session: Session, contest: Contest) -> list[dict[str, Any]]:
    """The timetable as people read it: stage, days, how many working days, and whether it is over or running."""
    overrides, today = load_overrides(session), clock.today()
    return [
        {
            "label": stage.label,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "workdays": working_days_between(starts_on - timedelta(days=1), ends_on, overrides),
            "is_over": ends_on < today,
            "is_now": starts_on <= today <= ends_on,
        }
        for stage, (starts_on, ends_on) in days_of(session, contest.id or 0).items()
    ]


def may_change(actor: Actor, contest: Contest) -> bool:
    return contest.status in CHANGEABLE and actor.can(Permission.CONTESTS_MANAGE, contest.area_code)


def may_extend(actor: Actor, contest: Contest) -> bool:
    running = (ContestStatus.OPEN, ContestStatus.SCREENING)
    return contest.status in running and actor.can(Permission.CONTESTS_APPROVE, contest.area_code)


def late_choices(session: Session, actor: Actor, contest: Contest) -> list[tuple[str, str]]:
    """Whose time may be extended: the group and the number, for what a draft says is nobody's but its writers'."""
    in_area = actor.office_within(Proposal.area_code, Permission.CONTESTS_APPROVE)
    here = (Proposal.contest_id == contest.id, col(Proposal.status).in_(LATE), in_area)
    named = select(Proposal.id, Proposal.number, Group.name).join(Group, col(Group.id) == col(Proposal.group_id))
    found = session.exec(named.where(*here).order_by(col(Proposal.number)).limit(2000))
    return [(str(proposal_id), f"{name} {number}") for proposal_id, number, name in found]


def extended(session: Session, actor: Actor, contest: Contest) -> list[tuple[str, str, datetime]]:
    """(group, number, until) of each extension: for the office that gives them, and for those whose proposal it is."""
    in_area = actor.office_within(Proposal.area_code, Permission.CONTESTS_APPROVE)
    here = (Proposal.contest_id == contest.id, col(Proposal.extended_until).is_not(None))
    named = select(Group.name, Proposal.number, Proposal.extended_until)
    joined = named.join(Group, col(Group.id) == col(Proposal.group_id))
    seen = joined.where(*here, or_(in_area, proposals.visible_to(actor)))
    return list(session.exec(seen.order_by(col(Proposal.extended_until))))


def applicants_of(session: Session, contest_id: int) -> list[Account]:
    """Everybody who writes a proposal that is still in the running."""
    wrote = select(Writer.account_id).join(Proposal, col(Proposal.id) == col(Writer.proposal_id))
    return _accounts(session, wrote.where(Proposal.contest_id == contest_id, col(Proposal.status).in_(LIVE)))


def writers_of(session: Session, proposal: Proposal) -> list[Account]:
    return _accounts(session, select(Writer.account_id).where(Writer.proposal_id == proposal.id))


def judges_of(session: Session, contest_id: int) -> list[Account]:
    """Everybody who was asked to judge and has not declined."""
    asked = select(PanelSeat.account_id).join(Panel, col(Panel.id) == col(PanelSeat.panel_id))
    sits = col(PanelSeat.status).in_((SeatStatus.INVITED, SeatStatus.ACCEPTED))
    return _accounts(session, asked.where(Panel.contest_id == contest_id, sits))


def _accounts(session: Session, numbers: Any) -> list[Account]:
    active = (col(Account.id).in_(numbers), Account.status == AccountStatus.ACTIVE)
    return list(session.exec(select(Account).where(*active).order_by(col(Account.id))))


def day_text(days: tuple[date, date] | None) -> str:
    return f"{clock.format_date(days[0])} 至 {clock.format_date(days[1])}" if days else "不再安排"
