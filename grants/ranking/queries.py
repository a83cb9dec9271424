"""Reading rankings; whoever calls has seen that the edition's panel may be seen."""

from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, func, select

from grants.proposals.models import Proposal
from grants.ranking.models import Bonus, Ranking, RankingRun


@dataclass(frozen=True)
class Place:
    """The place of one proposal in the newest ranking of an edition."""

    proposal_id: int
    number: str
    title: str
    score: Decimal | None
    rank: int
    is_above_line: bool
    tie_break: str | None


def runs_of(session: Session, contest_id: int) -> list[RankingRun]:
    chosen = select(RankingRun).where(RankingRun.contest_id == contest_id)
    return list(session.exec(chosen.order_by(col(RankingRun.run))))


def last_run(session: Session, contest_id: int) -> int:
    return session.exec(select(func.max(RankingRun.run)).where(RankingRun.contest_id == contest_id)).one() or 0


def places_of(session: Session, contest_id: int, run: int) -> list[tuple[Ranking, Proposal]]:
    """The rows of one run, best first."""
    joined = select(Ranking, Proposal).join(Proposal, col(Proposal.id) == col(Ranking.proposal_id))
    here = (Ranking.contest_id == contest_id, Ranking.run == run)
    return list(session.exec(joined.where(*here).order_by(col(Ranking.rank))).all())


def runs_with_places(session: Session, contest_id: int) -> list[tuple[RankingRun, list[tuple[Ranking, Proposal]]]]:
    return [(run, places_of(session, contest_id, run.run)) for run in runs_of(session, contest_id)]


def ranking_of(session: Session, contest_id: int) -> list[Place]:
    """The newest ranking of an edition, best first; empty until its panel has closed."""
    return [
        Place(
            proposal_id=row.proposal_id,
            number=proposal.number,
            title=proposal.title,
            score=Decimal(row.score) if row.score is not None else None,
            rank=row.rank,
            is_above_line=row.is_above_line,
            tie_break=row.tie_break,
        )
        for row, proposal in places_of(session, contest_id, last_run(session, contest_id))
    ]


def bonuses_of(session: Session, contest_id: int) -> dict[int, Bonus]:
    """Proposal → its votes and money raised, as last entered."""
    chosen = select(Bonus).where(Bonus.contest_id == contest_id).order_by(col(Bonus.id))
    return {row.proposal_id: row for row in session.exec(chosen)}
