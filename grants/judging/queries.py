"""Reading panels, seats, sheets and rankings; until a panel closes a sheet exists for its author only."""

from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, func, select

from grants.judging.models import Panel, Ranking
from grants.proposals.models import Proposal


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


def panel_of(session: Session, contest_id: int) -> Panel | None:
    return session.exec(select(Panel).where(Panel.contest_id == contest_id)).first()


def last_run(session: Session, panel_id: int) -> int:
    return session.exec(select(func.max(Ranking.run)).where(Ranking.panel_id == panel_id)).one() or 0


def ranking_of(session: Session, contest_id: int) -> list[Place]:
    """The newest ranking of an edition, best first; empty until its panel has closed."""
    panel = panel_of(session, contest_id)
    if panel is None:
        return []
    newest = (Ranking.panel_id == panel.id, Ranking.run == last_run(session, panel.id or 0))
    joined = select(Ranking, Proposal).join(Proposal, col(Proposal.id) == col(Ranking.proposal_id))
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
        for row, proposal in session.exec(joined.where(*newest).order_by(col(Ranking.rank)))
    ]
