"""Many complete drafts of one group, so that a crowd can submit at once; copied, for telling each would take long."""

from sqlalchemy import insert
from sqlmodel import Session, select

from grants.contests.models import Contest
from grants.proposals.models import BudgetLine, PlanLine, Proposal, ReadBack, TeamLine

PARTS = (BudgetLine, PlanLine, TeamLine, ReadBack)


def copies(session: Session, first: Proposal, contest: Contest, count: int) -> list[int]:
    """The numbers of ``count`` drafts like the first one, with their lines, in this edition."""
    contest.eligibility = ["NOT_BARRED"]  # one group may else hand in one proposal only
    pattern = first.model_dump(exclude={"id", "contest_id"})
    rows = [pattern | {"contest_id": contest.id, "number": f"{contest.number}-{n}"} for n in range(count)]
    session.execute(insert(Proposal), rows)
    here = (Proposal.contest_id == contest.id, Proposal.id != first.id)
    made = list(session.exec(select(Proposal.id).where(*here)).all())
    for part in PARTS:
        lines = session.exec(select(part).where(part.proposal_id == first.id)).all()
        rows = [one.model_dump(exclude={"id", "proposal_id"}) | {"proposal_id": n} for n in made for one in lines]
        session.execute(insert(part), rows)
    return made
