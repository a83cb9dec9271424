"""What the wall shows: the running item and the next, how many have scored; after opening what was revealed."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.errors import NotFound
from grants.hosting.queries import show_sheets, titles_of
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelSeat, PanelStatus
from grants.panels.rules import sitting
from grants.ranking import queries as rankings
from grants.ranking.models import Ranking
from grants.roadshow import queries as roadshows
from grants.roadshow import rules
from grants.roadshow.models import Roadshow, RoadshowItem
from grants.sheets.models import SheetStatus
from grants.wall.rules import revealed


@dataclass(frozen=True)
class Shown:
    """An item as everybody may see it."""

    place: int
    title: str


@dataclass(frozen=True)
class Wall:
    """The wall at one moment. ``board`` is what the host has revealed, best first: (place, title)."""

    roadshow: Roadshow
    count: int
    over: int
    running: Shown | None
    following: Shown | None
    item: RoadshowItem | None
    scored: int
    due: int
    board: list[tuple[Ranking, str]]
    left: int


def get_roadshow(session: Session, code: str) -> Roadshow:
    roadshow = roadshows.by_code(session, code)
    if roadshow is None:
        raise NotFound
    return roadshow


def seat_of(session: Session, actor: Actor, roadshow: Roadshow) -> PanelSeat | None:
    """The seat of a judge of this panel: to him the wall would show items that a conflict hides."""
    seats = sitting(panels.seats_of(session, roadshow.panel_id)) if actor.is_signed_in else []
    return next((seat for seat in seats if seat.account_id == actor.account_id), None)


def wall_of(session: Session, roadshow: Roadshow) -> Wall:
    items = roadshows.items_of(session, roadshow)
    titles = titles_of(session, roadshows.proposals_of(session, items))
    running, following = rules.running(items), rules.next_up(items)
    show = lambda item: Shown(item.place, titles[item.proposal_id]) if item else None  # noqa: E731
    sheets = [s for s in show_sheets(session, roadshow) if running and s.proposal_id == running.proposal_id]
    places = board_of(session, roadshow)
    return Wall(
        roadshow=roadshow,
        count=len(items),
        over=sum(item.status in rules.OVER for item in items),
        running=show(running),
        following=show(following) if roadshow.order_kind else None,
        item=running,
        scored=sum(sheet.status == SheetStatus.SUBMITTED for sheet in sheets),
        due=len(sheets),
        board=[(row, titles.get(row.proposal_id, "")) for row in revealed(places, roadshow.shown)],
        left=max(len(places) - roadshow.shown, 0),
    )


def board_of(session: Session, roadshow: Roadshow) -> list[Ranking]:
    """The newest ranking, best first, where the method publishes it and the sheets are open; else nothing."""
    panel = session.get_one(Panel, roadshow.panel_id)
    if panel.status != PanelStatus.CLOSED or not panel.rules.get("shows_board"):
        return []
    run = rankings.last_run(session, panel.contest_id)
    return [row for row, _proposal in rankings.places_of(session, panel.contest_id, run)]


def timer_of(wall: Wall) -> dict[str, Any] | None:
    """The timer of the running item, with the instant at which it began, in milliseconds."""
    if wall.item is None or wall.item.started_at is None:
        return None
    timer = roadshows.clock_of(wall.roadshow, wall.item.started_at) or {}
    return timer | {"started": int(wall.item.started_at.timestamp() * 1000)}
