"""Reading roadshows: offices by area, judges through their seat, the wall by its code."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from core import clock
from core.access import Actor, per_actor
from core.permissions import Permission
from core.tables import Col, Filter, Table
from grants.panels import queries as panels
from grants.panels.models import Panel
from grants.proposals.models import Proposal
from grants.roadshow import rules
from grants.roadshow.models import ItemStatus, Roadshow, RoadshowItem, RoadshowStatus


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    return actor.office_within(Roadshow.area_code, Permission.JUDGING_VIEW)


def roadshow_of(session: Session, panel_id: int) -> Roadshow | None:
    return session.exec(select(Roadshow).where(Roadshow.panel_id == panel_id)).first()


def by_code(session: Session, code: str) -> Roadshow | None:
    return session.exec(select(Roadshow).where(Roadshow.code == code)).first()


def items_of(session: Session, roadshow: Roadshow) -> list[RoadshowItem]:
    """The items in their order."""
    here = select(RoadshowItem).where(RoadshowItem.roadshow_id == roadshow.id)
    return list(session.exec(here.order_by(col(RoadshowItem.place), col(RoadshowItem.id))))


def proposals_of(session: Session, items: Iterable[RoadshowItem]) -> dict[int, Proposal]:
    return {p.id or 0: p for p in proposals_by_id(session, [item.proposal_id for item in items])}


def proposals_by_id(session: Session, numbers: Iterable[int]) -> list[Proposal]:
    return list(session.exec(select(Proposal).where(col(Proposal.id).in_(list(numbers))).order_by(col(Proposal.id))))


def called(session: Session, roadshow: Roadshow) -> set[int]:
    """The proposals that were called up, and so may have score sheets."""
    return {i.proposal_id for i in items_of(session, roadshow) if i.status in (ItemStatus.RUNNING, ItemStatus.DONE)}


def is_under_way(session: Session, panel_id: int) -> bool:
    """Whether roadshow sheets of this panel may be written now."""
    roadshow = roadshow_of(session, panel_id)
    return roadshow is not None and roadshow.status == RoadshowStatus.RUNNING


def due_seats(session: Session, roadshow: Roadshow, proposal_id: int) -> list[int]:
    """The seats that score a proposal when it is called: judges who are there and sit, without conflict."""
    present, conflicts = set(roadshow.present), panels.conflicts_of(session, roadshow.panel_id)
    sitting = [seat.id or 0 for seat in panels.sitting(panels.seats_of(session, roadshow.panel_id))]
    return [seat for seat in sitting if seat in present and (seat, proposal_id) not in conflicts]


def clock_of(roadshow: Roadshow, started_at: datetime | None) -> dict[str, Any] | None:
    """The timer of a running item: as it stands on the server now, and what a script needs to keep it going."""
    if started_at is None:
        return None
    now = clock.now()
    part, seconds = rules.part_of(roadshow.talk_minutes, roadshow.question_minutes, started_at, now)
    gone = int((now - started_at).total_seconds())
    spans = {"talk": roadshow.talk_minutes * 60, "questions": roadshow.question_minutes * 60}
    return {"part": part, "left": f"{seconds // 60}:{seconds % 60:02d}", "gone": gone, **spans}


ROADSHOWS = Table(
    model=Roadshow,
    columns=(
        Col("title", "名称", col(Roadshow.title)),
        Col("number", "编号", col(Roadshow.number), is_sortable=True),
        Col("panel", "评审组", col(Panel.title)),
        Col("starts_at", "时间", col(Roadshow.starts_at), kind="datetime", is_sortable=True),
        Col("place", "地点", col(Roadshow.place)),
        Col("status", "状态", col(Roadshow.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Roadshow.status), RoadshowStatus.choices()),),
    search=Roadshow.title,
    join=lambda statement: statement.join(Panel, col(Panel.id) == col(Roadshow.panel_id)),
    empty_text="还没有路演。评分办法里有路演比重的评审组，可以在这里安排路演。",
)
