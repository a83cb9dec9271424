"""Reading an opened round as the statistics want it; whoever calls has seen that the panel may be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlmodel import Session, col, select

from core.errors import NotFound
from grants.contests.queries import funds_of
from grants.insight import rules
from grants.insight.models import OutlierNote
from grants.methods.rules import Method
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelStatus
from grants.proposals.models import Proposal
from grants.proposals.queries import asked_fen
from grants.ranking import queries as rankings
from grants.ranking.models import Ranking, RankingRun


@dataclass(frozen=True)
class Outlier:
    """A flagged sheet of the newest run, with the note about it if there is one."""

    seat_id: int
    proposal: Proposal
    total: str
    note: str | None


@dataclass(frozen=True)
class Numbers:
    """Everything that the page shows; proposals in the order of the ranking."""

    run: RankingRun
    places: Sequence[tuple[Ranking, Proposal]]
    spread: dict[int, rules.Spread]
    leaning: dict[int, rules.Leaning]
    alpha: float | None
    icc: tuple[float, float] | None
    funded: int
    standing: dict[int, rules.Standing]
    pairs: list[rules.ClosePair]
    one_more: list[int]
    outliers: list[Outlier]


def opened_panel(session: Session, panel: Panel) -> Panel:
    """The panel once its sheets are open; before that there is nothing here for anybody."""
    if panel.status != PanelStatus.CLOSED:
        raise NotFound
    return panel


def newest_places(session: Session, panel: Panel) -> Sequence[tuple[Ranking, Proposal]]:
    return rankings.places_of(session, panel.contest_id, rankings.last_run(session, panel.contest_id))


def outliers_of(session: Session, panel: Panel) -> list[Outlier]:
    """The flagged sheets of the newest run."""
    chosen = select(OutlierNote).where(OutlierNote.panel_id == panel.id).order_by(col(OutlierNote.id))
    notes = {(one.seat_id, one.proposal_id): one.note for one in session.exec(chosen)}
    return [
        Outlier(total["seat_id"], proposal, total["total"], notes.get((total["seat_id"], proposal.id or 0)))
        for row, proposal in newest_places(session, panel)
        for total in row.totals
        if total["is_outlier"]
    ]


def unexplained(session: Session, contest_id: int) -> int:
    """How many flagged sheets of an edition still want a note; none where nobody judged."""
    panel = panels.panel_of(session, contest_id)
    return sum(one.note is None for one in outliers_of(session, panel)) if panel else 0


def numbers_of(session: Session, panel: Panel) -> Numbers:
    places, run = newest_places(session, panel), rankings.runs_of(session, panel.contest_id)[-1]
    method, cells = Method.of(run.rules), _cells(places)
    scores = rules.bootstrap(cells, _extra(places), method, f"{panel.number}/{run.run}")
    order = [row.proposal_id for row, _proposal in places]
    funded = _funded(session, panel, places)
    spread, standing = rules.spreads(cells), rules.standings(scores, funded)
    return Numbers(
        run=run,
        places=places,
        spread=spread,
        leaning=rules.leanings(cells, method),
        alpha=rules.alpha(cells),
        icc=rules.icc(cells),
        funded=funded,
        standing=standing,
        pairs=rules.close_pairs(scores, order, funded),
        one_more=rules.where_one_more_helps(standing, spread),
        outliers=outliers_of(session, panel),
    )


def _cells(places: Sequence[tuple[Ranking, Proposal]]) -> dict[int, dict[int, Fraction]]:
    """The totals that counted or were trimmed, as given."""
    return {row.proposal_id: {t["seat_id"]: Fraction(t["total"]) for t in row.totals} for row, _proposal in places}


def _extra(places: Sequence[tuple[Ranking, Proposal]]) -> dict[int, Fraction]:
    bonus = ("votes", "raised")
    return {row.proposal_id: sum((Fraction(row.parts.get(n, "0")) for n in bonus), Fraction(0)) for row, _p in places}


def _funded(session: Session, panel: Panel, places: Sequence[tuple[Ranking, Proposal]]) -> int:
    money = sum(fund.planned_fen for fund in funds_of(session, panel.contest_id))
    asked = [asked_fen(session, row.proposal_id) for row, _proposal in places]
    return rules.funded_count(asked, [row.is_above_line for row, _proposal in places], money)


def outlier_choices(session: Session, panel: Panel) -> dict[str, list[tuple[str, str]]]:
    """The judges and proposals of flagged sheets."""
    found, names = outliers_of(session, panel), panels.seat_names(session, panel.id or 0)
    seats: dict[str, str] = {str(one.seat_id): names.get(one.seat_id, "") for one in found}
    proposals: dict[str, Any] = {str(o.proposal.id): f"{o.proposal.number} {o.proposal.title}" for o in found}
    return {"seat_id": list(seats.items()), "proposal_id": list(proposals.items())}
