"""Reading a roadshow as its host and as a judge: who is waited for, and what runs, but never a mark."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from core import clock, schemes
from core.access import Actor
from core.errors import NotFound
from core.permissions import Permission
from grants.contests.models import Contest, ContestStatus
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelSeat, PanelStatus
from grants.proposals.models import Proposal
from grants.roadshow import queries as roadshows
from grants.roadshow import rules
from grants.roadshow.models import Roadshow, RoadshowItem, RoadshowStatus
from grants.sheets import queries as sheets
from grants.sheets.models import Sheet, SheetStatus, Stage


def panel_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """The panels whose method counts a roadshow and that have none yet."""
    here = actor.office_within(Panel.area_code, Permission.JUDGING_MANAGE)
    free = col(Panel.id).not_in(select(Roadshow.panel_id))
    early = col(Panel.status).in_((PanelStatus.FORMING, PanelStatus.SCORING))
    joined = select(Panel).join(Contest, col(Contest.id) == col(Panel.contest_id))
    found = session.exec(joined.where(here, free, early, Contest.status == ContestStatus.JUDGING).order_by(Panel.id))
    return [(str(panel.id), panel.title) for panel in found if panel.rules.get("roadshow_percent")]


def rubric_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    home = actor.home() or ""
    found = [s for s in schemes.list_schemes(session, home, "ROADSHOW") if s.is_published] if home else []
    return [(str(scheme.id), f"{scheme.title}（第 {scheme.version} 版）") for scheme in found]


def seat_choices(session: Session, roadshow: Roadshow) -> list[tuple[str, str]]:
    """The judges who sit on the panel, by name."""
    names = panels.seat_names(session, roadshow.panel_id)
    return [(str(seat.id), names.get(seat.id or 0, "")) for seat in sitting_seats(session, roadshow.panel_id)]


def sitting_seats(session: Session, panel_id: int) -> list[PanelSeat]:
    return panels.sitting(panels.seats_of(session, panel_id))


def conflict_sets(session: Session, roadshow: Roadshow) -> dict[str, rules.Out]:
    """Number of a proposal → the sitting judges who may not hear it."""
    sitting = {seat.id or 0 for seat in sitting_seats(session, roadshow.panel_id)}
    items, found = roadshows.items_of(session, roadshow), {}
    proposals, conflicts = roadshows.proposals_of(session, items), panels.conflicts_of(session, roadshow.panel_id)
    for item in items:
        out = frozenset(seat for seat, proposal in conflicts if proposal == item.proposal_id and seat in sitting)
        found[proposals[item.proposal_id].number] = out
    return found


def item_facts(session: Session, roadshow: Roadshow) -> dict[str, Any]:
    """What the rules of an item look at."""
    return {
        "roadshow": roadshow,
        "items": roadshows.items_of(session, roadshow),
        "seats": panels.seats_of(session, roadshow.panel_id),
    }


def roadshow_facts(session: Session, roadshow: Roadshow) -> dict[str, Any]:
    """What the rules of a roadshow look at."""
    panel = session.get_one(Panel, roadshow.panel_id)
    present = [seat for seat in sitting_seats(session, roadshow.panel_id) if seat.id in roadshow.present]
    return item_facts(session, roadshow) | {
        "panel": panel,
        "present": present,
        "undeclared": [seat.id for seat in present if sheets.to_declare(session, panel, seat)],
        "waiting_for": waiting_for(session, roadshow),
        "now": clock.now(),
    }


def show_sheets(session: Session, roadshow: Roadshow) -> list[Sheet]:
    """The roadshow sheets that count or will, of all items; for how many are in, never for what is on them."""
    return sheets.valid_sheets(session, session.get_one(Panel, roadshow.panel_id), Stage.ROADSHOW)


def waiting_for(session: Session, roadshow: Roadshow) -> list[tuple[int, int]]:
    """(seat, proposal) of every roadshow sheet that is not handed in yet."""
    found = show_sheets(session, roadshow)
    return [(sheet.seat_id, sheet.proposal_id) for sheet in found if sheet.status != SheetStatus.SUBMITTED]


@dataclass(frozen=True)
class Line:
    """One item as the order shows it: its title without names, and how many of how many judges have scored it."""

    item: RoadshowItem
    number: str
    title: str
    scored: int
    due: int
    waiting_for: tuple[str, ...]
    out: tuple[str, ...]


def lines_of(session: Session, roadshow: Roadshow, tells_who: bool = False) -> list[Line]:
    """The order with who has to leave; by name who is waited for only where the host of the roadshow asks."""
    items = roadshows.items_of(session, roadshow)
    proposals, names = roadshows.proposals_of(session, items), panels.seat_names(session, roadshow.panel_id)
    titles, out = titles_of(session, proposals), conflict_sets(session, roadshow)
    laid: dict[int, list[Sheet]] = {}
    for sheet in show_sheets(session, roadshow):
        laid.setdefault(sheet.proposal_id, []).append(sheet)
    found = []
    for item in items:
        mine, number = laid.get(item.proposal_id, []), proposals[item.proposal_id].number
        late = tuple(names.get(s.seat_id, "") for s in mine if s.status != SheetStatus.SUBMITTED)
        leaves = tuple(sorted(names.get(seat, "") for seat in out[number]))
        title = titles[item.proposal_id]
        found.append(Line(item, number, title, len(mine) - len(late), len(mine), late if tells_who else (), leaves))
    return found


def titles_of(session: Session, proposals: Mapping[int, Proposal]) -> dict[int, str]:
    """Titles with every known name replaced: what may stand on a wall."""
    groups = sheets.groups_of(session, list(proposals.values()))
    return {number: sheets.blind_title(p, groups[p.group_id]) for number, p in proposals.items()}


def get_item(session: Session, roadshow: Roadshow, item_id: int) -> RoadshowItem:
    here = (RoadshowItem.id == item_id, RoadshowItem.roadshow_id == roadshow.id)
    item = session.exec(select(RoadshowItem).where(*here)).first()
    if item is None:
        raise NotFound
    return item


@dataclass(frozen=True)
class Now:
    """What a judge's page shows: ``state`` is one of none, waiting, score, sent, leave, away, closed."""

    state: str
    place: int = 0
    sheet: Sheet | None = None
    late: tuple[Sheet, ...] = ()


def now_for(session: Session, seat: PanelSeat) -> Now:
    """What this judge is to do at this moment; of an item in conflict nothing but that one should leave."""
    roadshow = roadshows.roadshow_of(session, seat.panel_id)
    if roadshow is None:
        return Now("none")
    mine = {sheet.proposal_id: sheet for sheet in sheets.sheets_of_seat(session, seat, Stage.ROADSHOW)}
    item = rules.running(roadshows.items_of(session, roadshow))
    over = roadshow.status == RoadshowStatus.CLOSED  # what is missing then is not waited for, unless it was reopened
    wanted = (SheetStatus.REOPENED,) if over else (SheetStatus.DRAFT, SheetStatus.REOPENED)
    unsent = (s for s in mine.values() if s.status in wanted)
    late = tuple(s for s in unsent if item is None or s.proposal_id != item.proposal_id)
    if roadshow.status != "RUNNING" or item is None:
        return Now({"PLANNED": "waiting", "RUNNING": "waiting"}.get(roadshow.status, "closed"), late=late)
    if sheet := mine.get(item.proposal_id):
        return Now("sent" if sheet.status == SheetStatus.SUBMITTED else "score", item.place, sheet, late)
    is_out = (seat.id or 0, item.proposal_id) in panels.conflicts_of(session, seat.panel_id)
    return Now("leave" if is_out else "away", item.place, None, late)
