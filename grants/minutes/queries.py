"""What the minutes of a roadshow say, read from the records: people, order and its changes, times, results if open."""

from dataclasses import dataclass

from sqlmodel import Session

from core import audit
from grants.hosting.queries import titles_of, waiting_for
from grants.judging.queries import recusals_of
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelSeat, PanelStatus
from grants.panels.rules import is_standing, sitting
from grants.proposals.models import Proposal
from grants.ranking import queries as rankings
from grants.ranking.models import Ranking
from grants.roadshow import queries as roadshows
from grants.roadshow.models import ItemStatus, Roadshow, RoadshowItem


@dataclass(frozen=True)
class Record:
    """Everything that the papers of a roadshow print. ``places`` is empty until the sheets are open."""

    roadshow: Roadshow
    panel: Panel
    items: list[RoadshowItem]
    proposals: dict[int, Proposal]
    titles: dict[int, str]
    present: list[PanelSeat]
    away: list[PanelSeat]
    names: dict[int, str]
    roles: dict[str, str]
    recusals: list[tuple[str, str, str]]
    changes: list[tuple[str, str]]
    absent: dict[int, str]
    missing: list[tuple[str, str]]
    places: list[tuple[Ranking, Proposal]]

    def number_of(self, item: RoadshowItem) -> str:
        return self.proposals[item.proposal_id].number


def record_of(session: Session, roadshow: Roadshow) -> Record:
    panel, items = session.get_one(Panel, roadshow.panel_id), roadshows.items_of(session, roadshow)
    proposals, names = roadshows.proposals_of(session, items), panels.seat_names(session, roadshow.panel_id)
    seats = sitting(panels.seats_of(session, roadshow.panel_id))
    is_open = panel.status == PanelStatus.CLOSED
    run = rankings.last_run(session, panel.contest_id) if is_open else 0
    told = [row for row in recusals_of(session, roadshow.panel_id) if is_standing(row[0])]
    late = waiting_for(session, roadshow) if roadshow.status == "CLOSED" else []
    return Record(
        roadshow=roadshow,
        panel=panel,
        items=items,
        proposals=proposals,
        titles=titles_of(session, proposals),
        present=[seat for seat in seats if seat.id in roadshow.present],
        away=[seat for seat in seats if seat.id not in roadshow.present],
        names=names,
        roles=dict(panels.panel_roles()),
        recusals=sorted({(name, proposal.number, reason) for _row, name, proposal, reason in told}),
        changes=_changes(session, roadshow),
        absent={item.id or 0: _why(session, item) for item in items if item.status == ItemStatus.ABSENT},
        missing=[(names.get(seat, ""), proposals[proposal].number) for seat, proposal in late],
        places=rankings.places_of(session, panel.contest_id, run) if run else [],
    )


def _changes(session: Session, roadshow: Roadshow) -> list[tuple[str, str]]:
    """Each time that the order was made anew or changed: (order afterwards, reason), in order of time."""
    events = sorted(audit.timeline(session, "roadshow", roadshow.id or 0), key=lambda event: event.seq)
    made = [event.data or {} for event in events if event.kind in ("roadshow.order", "roadshow.reorder")]
    return [("、".join(data["order"]), data["reason"]) for data in made if data.get("reason")]


def _why(session: Session, item: RoadshowItem) -> str:
    """Why an item was registered as absent, as last said."""
    events = audit.timeline(session, "roadshow_item", item.id or 0)
    said = [event for event in events if event.kind == "roadshow_item.miss"]
    return str((max(said, key=lambda event: event.seq).data or {}).get("reason") or "") if said else ""
