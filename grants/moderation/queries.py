"""Reading rooms and records: a room is there for members of the panel without a conflict, and for offices that read."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, select

from core.access import Actor, per_actor
from core.accounts.models import Account
from core.errors import NotFound
from core.permissions import Permission
from core.tables import Col, Filter, Table
from grants.moderation import rules
from grants.moderation.models import Moderation, ModerationItem, ModerationStatus, RoomMessage
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelSeat, PanelStatus, SeatStatus
from grants.proposals.models import Proposal
from grants.sheets import queries as sheets
from grants.sheets.models import Recommendation


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Offices that read judging, unless they sit on the panel: a judge reads in the rooms what is published."""
    seated = select(PanelSeat.panel_id).where(PanelSeat.account_id == actor.account_id)
    office = actor.office_within(Moderation.area_code, Permission.JUDGING_VIEW)
    return and_(office, col(Moderation.panel_id).not_in(seated))


@dataclass(frozen=True)
class Room:
    """The room of one proposal as one person may use it. ``recommendation`` is None while it is pending."""

    panel: Panel
    proposal: Proposal
    title: str
    is_judge: bool
    may_write: bool
    recommendation: Recommendation | None
    messages: int = 0


def moderation_of(session: Session, panel: Panel) -> Moderation | None:
    return session.exec(select(Moderation).where(Moderation.panel_id == panel.id)).first()


def rooms_of(session: Session, actor: Actor, panel_id: int) -> list[Room]:
    """The rooms of an opened round that this person may enter, by number; NotFound for whoever has none at all."""
    panel = session.get(Panel, panel_id)
    if panel is None or panel.status != PanelStatus.CLOSED:
        raise NotFound
    seats = [seat for seat in panels.seats_of(session, panel_id) if seat.account_id == actor.account_id]
    sits = any(seat.status == SeatStatus.ACCEPTED for seat in seats)
    if not (sits or (not seats and actor.is_office(Permission.JUDGING_VIEW, panel.area_code))):
        raise NotFound
    conflicts = panels.conflicts_of(session, panel_id)
    hidden = {proposal for seat, proposal in conflicts if seat in {own.id for own in seats}}
    proposals = [p for p in sheets.eligible(session, panel) if p.id not in hidden]
    record, told = moderation_of(session, panel), recommendations_of(session, panel)
    runs = actor.can(Permission.JUDGING_MANAGE, panel.area_code) or actor.can(Permission.JUDGING_CLOSE, panel.area_code)
    is_open, counted = record is None or record.status == ModerationStatus.DRAFT, _counted(session, panel_id)
    titles = {card.proposal_id: card.title for card in sheets.cards_of(session, panel, proposals, {})}
    return [
        Room(
            panel=panel,
            proposal=proposal,
            title=titles[proposal.id or 0],
            is_judge=sits,
            may_write=is_open and actor.may_act and (sits or runs),
            recommendation=told.get(proposal.id or 0),
            messages=counted.get(proposal.id or 0, 0),
        )
        for proposal in proposals
    ]


def _counted(session: Session, panel_id: int) -> dict[int, int]:
    counted = select(RoomMessage.proposal_id, func.count()).where(RoomMessage.panel_id == panel_id)
    return dict(session.exec(counted.group_by(col(RoomMessage.proposal_id))).all())


def room_of(session: Session, actor: Actor, panel_id: int, proposal_id: int) -> Room:
    """One room; for a person in conflict there is none, as for a proposal that does not exist."""
    for room in rooms_of(session, actor, panel_id):
        if room.proposal.id == proposal_id:
            return room
    raise NotFound


def messages_of(session: Session, room: Room) -> list[tuple[RoomMessage, str]]:
    """What was said, oldest first, with the names."""
    joined = select(RoomMessage, Account.name).join(Account, col(Account.id) == col(RoomMessage.said_by))
    here = (RoomMessage.panel_id == room.panel.id, RoomMessage.proposal_id == room.proposal.id)
    return list(session.exec(joined.where(*here).order_by(col(RoomMessage.id))).all())


def comments_of(session: Session, room: Room) -> list[tuple[str, str, str]]:
    """(total, recommendation, comment) of the sheets that count, by total; not whose they are."""
    found = [sheet for sheet in sheets.counting_sheets(session, room.panel) if sheet.proposal_id == room.proposal.id]
    said = [(s.total or "", s.recommendation.label if s.recommendation else "", s.comment or "") for s in found]
    return sorted(said, key=lambda line: (-float(line[0] or 0), line[2]))


def before_of(session: Session, panel: Panel) -> dict[int, Recommendation]:
    """Proposal → what its sheets recommend together, of everything that the round ranked."""
    said: dict[int, list[Recommendation]] = {p.id or 0: [] for p in sheets.eligible(session, panel)}
    for sheet in sheets.counting_sheets(session, panel):
        if sheet.recommendation and sheet.proposal_id in said:
            said[sheet.proposal_id].append(sheet.recommendation)
    return {number: rules.together(found) for number, found in said.items()}


def items_of(session: Session, record: Moderation) -> list[tuple[ModerationItem, Proposal]]:
    joined = select(ModerationItem, Proposal).join(Proposal, col(Proposal.id) == col(ModerationItem.proposal_id))
    found = joined.where(ModerationItem.moderation_id == record.id).order_by(col(Proposal.number))
    return list(session.exec(found).all())


def recommendations_of(session: Session, panel: Panel) -> dict[int, Recommendation]:
    """Proposal → what was published; nothing while the record is pending."""
    record = moderation_of(session, panel)
    if record is None or record.status != ModerationStatus.PUBLISHED:
        return {}
    return {item.proposal_id: item.recommendation for item, _proposal in items_of(session, record)}


def is_pending(session: Session, contest_id: int) -> bool:
    """Whether a meeting was held whose recommendations are not published."""
    panel = panels.panel_of(session, contest_id)
    record = moderation_of(session, panel) if panel else None
    return record is not None and record.status == ModerationStatus.DRAFT


def moderation_facts(session: Session, record: Moderation) -> dict[str, Any]:
    panel = session.get_one(Panel, record.panel_id)
    return {
        "seats": panels.seats_of(session, record.panel_id),
        "ranked": {p.id for p in sheets.eligible(session, panel)},
        "recorded": {item.proposal_id for item, _proposal in items_of(session, record)},
    }


TABLE = Table(
    model=Moderation,
    columns=(
        Col("panel", "评审组", col(Panel.title)),
        Col("number", "编号", col(Moderation.number), is_sortable=True),
        Col("held_on", "日期", col(Moderation.held_on), kind="date"),
        Col("place", "地点", col(Moderation.place)),
        Col("status", "状态", col(Moderation.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Moderation.status), ModerationStatus.choices()),),
    search=Panel.title,
    join=lambda statement: statement.join(Panel, col(Panel.id) == col(Moderation.panel_id)),
    empty_text="还没有评议会记录。评分开封以后，在评审组页的“评议”里讨论和记录。",
)
