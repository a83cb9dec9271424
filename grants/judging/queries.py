"""Reading a round as an office.

Offices learn one figure while a round runs: how many sheets of the whole panel are in. It says nothing about a
proposal or a judge, and without it nobody could know when to remind or to end. Judges learn only their own.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from core import clock, codelists
from core.access import Actor
from core.permissions import Permission
from grants.panels import queries as panels
from grants.panels.models import Declaration, Panel, PanelStatus
from grants.proposals.models import Proposal, ProposalStatus
from grants.proposals.queries import asked_fen
from grants.ranking.models import Ranking
from grants.ranking.queries import bonuses_of, ranking_of, runs_of, runs_with_places
from grants.roadshow.models import RoadshowStatus
from grants.roadshow.queries import called, roadshow_of
from grants.sheets.models import Sheet, Stage
from grants.sheets.queries import content_of, counting_sheets, definition_of, eligible
from grants.transcripts.queries import count_open

__all__ = ["ranking_of"]


@dataclass(frozen=True)
class Progress:
    """How many sheets of the whole panel are in, and how many are due."""

    handed_in: int
    due: int

    @property
    def outstanding(self) -> int:
        return self.due - self.handed_in


def progress_of(session: Session, panel: Panel) -> Progress:
    """The panel-wide figure; for the office that runs the panel, never for judges."""
    due = panels.due_pairs(session, panel, [p.id or 0 for p in eligible(session, panel)])
    return Progress(len({(s.seat_id, s.proposal_id) for s in counting_sheets(session, panel)} & due), len(due))


def shortage(session: Session, panel: Panel) -> int:
    """How many proposals have fewer judges than the panel gives each; 0 where all judges score everything."""
    if panel.judges_per_proposal is None or panel.status == PanelStatus.CLOSED:
        return 0
    proposals = [p.id or 0 for p in eligible(session, panel)]
    count = Counter(proposal for _seat, proposal in panels.due_pairs(session, panel, proposals))
    return sum(count[number] < panel.judges_per_proposal for number in proposals)


def panel_facts(session: Session, panel: Panel) -> dict[str, Any]:
    """What the rules of a panel look at."""
    covered = {sheet.proposal_id for sheet in counting_sheets(session, panel)}
    return {
        "contest": panels.contest_of(session, panel),
        "seats": panels.seats_of(session, panel.id or 0),
        "is_dealt_out": panels.is_dealt_out(session, panel),
        "undecided": panels.count_undecided(session, panel.id or 0),
        "outstanding": progress_of(session, panel).outstanding,
        "is_covered": bool(covered) and {p.id for p in eligible(session, panel)} <= covered,
        "open_papers": count_open(session, panel),
        **_roadshow_facts(session, panel),
        "now": clock.now(),
    }


def _roadshow_facts(session: Session, panel: Panel) -> dict[str, bool]:
    """Whether the roadshow that the method counts is over, and each item that was heard has a score."""
    if not panel.rules.get("roadshow_percent"):
        return {"roadshow_is_over": True, "is_heard": True}
    roadshow = roadshow_of(session, panel.id or 0)
    if roadshow is None or roadshow.status != RoadshowStatus.CLOSED:
        return {"roadshow_is_over": False, "is_heard": True}
    scored = {sheet.proposal_id for sheet in counting_sheets(session, panel, Stage.ROADSHOW)}
    return {"roadshow_is_over": True, "is_heard": called(session, roadshow) <= scored}


def recusals_of(session: Session, panel_id: int) -> list[tuple[Declaration, str, Proposal, str]]:
    """Every recusal on a panel with the judge's name, the proposal and the reason in words."""
    joined = select(Declaration, Proposal).join(Proposal, col(Proposal.id) == col(Declaration.proposal_id))
    here = (Declaration.panel_id == panel_id, col(Declaration.reason).is_not(None))
    reasons = codelists.labels(None, "", "recusal_reasons")
    names = panels.seat_names(session, panel_id)
    return [
        (row, names.get(row.seat_id, ""), proposal, reasons.get(row.reason or "", row.reason or ""))
        for row, proposal in session.exec(joined.where(*here).order_by(col(Declaration.id)))
    ]


def last_ballot(session: Session, panel: Panel) -> list[int]:
    runs = runs_of(session, panel.contest_id)
    return list(runs[-1].ballot) if runs else []


def proposal_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """The proposals before the panels that this actor runs."""
    here = actor.office_within(Panel.area_code, Permission.JUDGING_MANAGE)
    joined = select(Proposal).join(Panel, col(Panel.contest_id) == col(Proposal.contest_id)).where(here)
    early = col(Proposal.status).not_in(
        (ProposalStatus.DRAFT, ProposalStatus.SUBMITTED, ProposalStatus.RETURNED, ProposalStatus.WITHDRAWN)
    )
    return [
        (str(p.id), f"{p.number} {p.title}") for p in session.exec(joined.where(early).order_by(col(Proposal.number)))
    ]


def sheets_with_proposals(session: Session, panel: Panel) -> list[tuple[Sheet, Proposal, int]]:
    """Every revealed sheet of a closed panel, counted or not, with its proposal and the amount asked in fen."""
    here = (Sheet.panel_id == panel.id, col(Sheet.revealed_at).is_not(None))
    joined = select(Sheet, Proposal).join(Proposal, col(Proposal.id) == col(Sheet.proposal_id)).where(*here)
    found = session.exec(joined.order_by(col(Proposal.number), col(Sheet.seat_id), col(Sheet.stage))).all()
    asked = {proposal.id: asked_fen(session, proposal.id or 0) for _sheet, proposal in found}
    return [(sheet, proposal, asked[proposal.id]) for sheet, proposal in found]


def round_facts(session: Session, panel: Panel) -> dict[str, Any]:
    """Everything that the ranking of a closed round follows from, and what it is, as plain data."""
    proposals = eligible(session, panel)
    bonuses = bonuses_of(session, panel.contest_id)
    return {
        "format": "miaopu-round/2",
        "panel": {"number": panel.number, "title": panel.title, "closed_at": f"{panel.closed_at:%Y-%m-%dT%H:%M:%SZ}"},
        "rubrics": {stage.value: _rubric_facts(session, panel, stage) for stage in Stage},
        "proposals": [
            {"proposal": p.id, "number": p.number, "title": p.title, "asked_fen": asked_fen(session, p.id or 0)}
            for p in proposals
        ],
        "sheets": [_sheet_facts(session, sheet) for sheet, _proposal, _asked in sheets_with_proposals(session, panel)],
        "bonuses": [
            {"proposal": number, "votes": row.votes, "raised_fen": row.raised_fen}
            for number, row in sorted(bonuses.items())
        ],
        "runs": [
            {"run": run.run, "cause": run.cause, "rules": run.rules, "excluded": run.excluded}
            | {"conflicts": run.conflicts, "ballot": run.ballot, "places": [_place_facts(row) for row, _p in places]}
            for run, places in runs_with_places(session, panel.contest_id)
        ],
    }


def _rubric_facts(session: Session, panel: Panel, stage: Stage) -> list[dict[str, Any]]:
    groups = definition_of(session, panel, stage).groups
    return [{"code": group.code, "leaves": [leaf.code for leaf in group.leaves]} for group in groups]


def _sheet_facts(session: Session, sheet: Sheet) -> dict[str, Any]:
    """A commitment and what opens it."""
    content = content_of(session, sheet)
    content["recommendation"] = content["recommendation"] and str(content["recommendation"].value)
    return {
        "seat": sheet.seat_id,
        "proposal": sheet.proposal_id,
        "stage": sheet.stage.value,
        "commitment": sheet.commitment,
        "content": content,
    }


def _place_facts(row: Ranking) -> dict[str, Any]:
    named = ("rank", "score", "raw", "parts", "totals", "show_totals", "tie_break", "is_above_line")
    return {"proposal": row.proposal_id, **{name: getattr(row, name) for name in named}}
