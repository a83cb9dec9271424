"""Many complete drafts of one group, so that a crowd can submit at once; copied, for telling each would take long."""

from sqlalchemy import insert
from sqlmodel import Session, select

from grants.contests.models import Contest
from grants.proposals.actions import snapshot_of
from grants.proposals.models import BudgetLine, PlanLine, Proposal, ReadBack, TeamLine
from grants.proposals.queries import read_backs_of
from grants.proposals.rules import words_hash

PARTS = (BudgetLine, PlanLine, TeamLine)


def copies(session: Session, first: Proposal, contest: Contest, count: int) -> list[int]:
    """The numbers of ``count`` drafts like the first one, with their lines, in this edition."""
    contest.eligibility = ["NOT_BARRED"]  # one group may else hand in one proposal only
    pattern = first.model_dump(exclude={"id", "contest_id"})
    rows = [pattern | {"contest_id": contest.id, "number": f"{contest.number}-{n}"} for n in range(count)]
    session.execute(insert(Proposal), rows)
    here = (Proposal.contest_id == contest.id, Proposal.id != first.id)
    made = dict(session.exec(select(Proposal.id, Proposal.number).where(*here)).all())
    for part in PARTS:
        lines = session.exec(select(part).where(part.proposal_id == first.id)).all()
        rows = [one.model_dump(exclude={"id", "proposal_id"}) | {"proposal_id": n} for n in made for one in lines]
        session.execute(insert(part), rows)
    _read_back(session, first, made)
    return list(made)


def _read_back(session: Session, first: Proposal, made: dict[int, str]) -> None:
    """Each copy was read out as the first one was; its number is among the words."""
    text = snapshot_of(session, first)
    for one in read_backs_of(session, first.id or 0):
        heard = one.model_dump(exclude={"id", "proposal_id", "content_hash"})
        hashes = {n: words_hash(text | {"number": number}) for n, number in made.items()}
        rows = [heard | {"proposal_id": n, "content_hash": digest} for n, digest in hashes.items()]
        session.execute(insert(ReadBack), rows)
