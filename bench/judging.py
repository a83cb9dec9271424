"""A panel that scores now: the open edition of the demo led on to its judging, through the actions."""

from datetime import timedelta

from sqlmodel import Session, select

from core import clock
from core.access import Actor
from core.accounts import queries as account_queries
from core.accounts.models import Account
from core.vault import blind_index
from grants.contests import actions as contest_actions
from grants.contests.models import Contest, ContestStatus
from grants.panels import actions as panel_actions
from grants.proposals import actions as proposal_actions
from grants.proposals.forms import CheckForm, CheckRow
from grants.proposals.models import Proposal, ProposalStatus
from grants.sheets import actions as sheet_actions
from grants.sheets import queries as sheet_queries
from portal.demo.district import DISTRICT
from portal.demo.scoring import JUDGES


def person(session: Session, key: str) -> Account:
    """Somebody of the demo's cast."""
    index = blind_index(f"{key}@demo.example", "sign-in")
    return session.exec(select(Account).where(Account.sign_in_index == index)).one()


def _actor(session: Session, key: str) -> Actor:
    return account_queries.actor_of(session, person(session, key))


def start_round(session: Session) -> int:
    """Open a panel over what was submitted and let the first judge declare; the number of that judge's first sheet."""
    is_big = (Contest.status == ContestStatus.OPEN, Contest.area_code == DISTRICT)  # a street has a small one beside it
    contest = session.exec(select(Contest).where(*is_big)).one()
    contest.closes_at = clock.now() - timedelta(minutes=1 + contest.grace_minutes)
    session.flush()
    centre = _actor(session, "centre")
    contest_actions.fire(session, centre, contest, "screen")
    checks = CheckForm(checks=[CheckRow(rule=rule, result="PASS") for rule in contest.eligibility])
    here = (Proposal.contest_id == contest.id, Proposal.status == ProposalStatus.SUBMITTED)
    for proposal in session.exec(select(Proposal).where(*here)).all():
        proposal_actions.check_eligibility(session, centre, proposal, checks)
        proposal_actions.fire(session, centre, proposal, "pass")
    contest_actions.fire(session, centre, contest, "judge")
    panel = panel_actions.open_panel(session, centre, contest)
    for key, role, organisation in JUDGES:
        account = person(session, key)
        seat = panel_actions.invite_judge(session, centre, panel, account.id or 0, role, organisation)
        panel_actions.answer_invitation(session, _actor(session, key), seat, True)
    panel_actions.start_scoring(session, centre, panel)
    seat, judge = panel_actions.queries.seats_of(session, panel.id or 0)[0], _actor(session, JUDGES[0][0])
    waiting = sheet_queries.to_declare(session, panel, seat)
    sheet_actions.declare(session, judge, seat, {proposal.id or 0: None for proposal in waiting})
    return sheet_queries.sheets_of_seat(session, seat)[0].id or 0
