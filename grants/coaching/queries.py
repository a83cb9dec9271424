"""Reading appointments and advice: the offices that coach, the communities that help, and the teams their own."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from core import clock
from core.access import Actor, per_actor
from core.accounts.models import Account, AccountStatus, RoleHold
from core.permissions import Permission, Role
from core.tables import Col, Filter, Table
from grants.coaching.models import Advice, Coaching, CoachingStatus
from grants.coaching.rules import Days
from grants.contests.models import Contest, ContestStatus, Milestone, Stage
from grants.proposals.models import Proposal, ProposalStatus, Writer
from grants.proposals.queries import contest_of, form_of
from grants.proposals.queries import visible_to as proposals_visible_to
from grants.questions.rules import label_of
from incubator.dealings.queries import source
from incubator.dealings.rules import Dealing, Somebody, by_account
from incubator.groups.queries import own_groups

COACHES = (Role.CENTRE, Role.JUDGE)
HELD = (CoachingStatus.OPEN, CoachingStatus.CLOSED)
MOST = 300


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    named = select(Writer.proposal_id).where(Writer.account_id == actor.account_id)
    return or_(
        actor.office_within(Coaching.area_code, Permission.PROPOSALS_VIEW),
        col(Coaching.group_id).in_(own_groups(actor)),
        col(Coaching.proposal_id).in_(named),
    )


def proposal_of(session: Session, coaching: Coaching) -> Proposal:
    return session.get_one(Proposal, coaching.proposal_id)


def advice_of(session: Session, coaching_id: int) -> list[Advice]:
    here = select(Advice).where(Advice.coaching_id == coaching_id)
    return list(session.exec(here.order_by(col(Advice.section))))


def advised(session: Session, proposal_id: int) -> list[tuple[Coaching, list[Advice]]]:
    """Every appointment that led to advice for a proposal, the first one first."""
    here = (Coaching.proposal_id == proposal_id, col(Coaching.status).in_(HELD))
    return [
        (one, advice_of(session, one.id or 0))
        for one in session.exec(select(Coaching).where(*here).order_by(col(Coaching.id)))
    ]


def count_open(session: Session, contest_id: int) -> int:
    """How many proposals of an edition are out with their teams after coaching."""
    here = (Proposal.contest_id == contest_id, Proposal.status == ProposalStatus.COACHED)
    return session.exec(select(func.count()).select_from(Proposal).where(*here)).one()


def window_of(session: Session, contest_id: int) -> Days | None:
    """The days that the timetable gives to coaching; None where it says nothing of it."""
    here = (Milestone.contest_id == contest_id, Milestone.stage == Stage.COACHING)
    found = session.exec(select(Milestone).where(*here)).first()
    return (found.starts_on, found.ends_on) if found else None


def facts_of(session: Session, coaching: Coaching) -> dict[str, Any]:
    """What the rules of an appointment look at."""
    contest = contest_of(session, proposal_of(session, coaching))
    return {
        "contest": contest,
        "days": window_of(session, contest.id or 0),
        "advice": advice_of(session, coaching.id or 0),
        "today": clock.today(),
    }


def proposal_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """What may be coached: proposals that passed the check, of editions that are not judged yet."""
    here = (
        actor.office_within(Proposal.area_code, Permission.PROPOSALS_SCREEN),
        proposals_visible_to(actor),
        Proposal.status == ProposalStatus.ELIGIBLE,
        Contest.status == ContestStatus.SCREENING,
    )
    joined = select(Proposal.id, Proposal.number, Proposal.title).join(Contest, col(Contest.id) == Proposal.contest_id)
    rows = session.exec(joined.where(*here).order_by(col(Proposal.number)).limit(MOST))
    return [(str(number), f"{code} {title}") for number, code, title in rows]


def coach_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """The centre's staff, and the experts who judge: whoever coaches does not judge the same proposal."""
    here = actor.office_within(RoleHold.area_code, Permission.PROPOSALS_SCREEN)
    holds = select(RoleHold.account_id).where(col(RoleHold.role).in_(COACHES), here)
    chosen = select(Account.id, Account.name).where(col(Account.id).in_(holds), Account.status == AccountStatus.ACTIVE)
    return [(str(n), name) for n, name in session.exec(chosen.order_by(col(Account.id)).limit(MOST))]


def section_choices(session: Session, coaching: Coaching, lang: str) -> list[tuple[str, str]]:
    form = form_of(session, proposal_of(session, coaching))
    return [(str(step.number), label_of(step, lang)) for step in form.sections]


def coach_name(session: Session, coaching: Coaching) -> str:
    return session.get_one(Account, coaching.coach_id).name


@source
def coach_dealings(session: Session, people: Sequence[Somebody], group_ids: Sequence[int]) -> Iterator[Dealing]:
    """Who coached a proposal of a group."""
    known = by_account(people)
    here = (
        col(Coaching.group_id).in_(group_ids),
        col(Coaching.coach_id).in_(known),
        Coaching.status != CoachingStatus.CANCELLED,
    )
    for one in session.exec(select(Coaching).where(*here).order_by(col(Coaching.id))):
        day = clock.local(one.meets_at).date()
        said = f"{clock.format_date(day)}，{known[one.coach_id].name}辅导过这个组织的申报“{one.title}”。"
        yield Dealing("COACH", one.coach_id, one.group_id, day, said)


TABLE = Table(
    model=Coaching,
    columns=(
        Col("title", "项目名称", col(Coaching.title)),
        Col("coach", "辅导人", col(Account.name)),
        Col("meets_at", "时间", col(Coaching.meets_at), kind="datetime"),
        Col("place", "地点", col(Coaching.place)),
        Col("due_on", "期限", col(Coaching.due_on), kind="date"),
        Col("status", "状态", col(Coaching.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Coaching.status), CoachingStatus.choices()),),
    search=Coaching.title,
    join=lambda statement: statement.join(Account, col(Account.id) == col(Coaching.coach_id)),
    empty_text="还没有辅导预约。资格审查通过后，在这里约团队来谈。",
)
