"""Every change to conflicts: found in the records, ordered by the office, asked for by applicants, and decided."""

from sqlmodel import Session

from core import audit, clock
from core.access import Actor
from core.changes import add, require
from core.errors import Refused, WrongState
from core.permissions import Permission
from grants.conflicts import queries
from grants.conflicts.forms import ConflictForm, RecusalForm
from grants.judging.actions import recuse
from grants.panels import queries as panels
from grants.panels.models import ConflictStatus, Declaration, DeclaredBy, Panel, PanelSeat
from grants.panels.rules import UNDER_WAY
from grants.panels.workflow import CONFLICT
from grants.proposals.models import Proposal
from grants.sheets import queries as sheets
from grants.sheets.actions import restore_sheet


def add_conflict(session: Session, actor: Actor, data: ConflictForm) -> Declaration:
    """A recusal ordered by the office: the judge's sheet goes, and after closing the ranking is made again."""
    seat = panels.get_seat(session, actor, data.seat_id)
    panel = session.get_one(Panel, seat.panel_id)
    require(actor, Permission.JUDGING_MANAGE, panel.area_code)
    if data.proposal_id not in {proposal.id for proposal in sheets.eligible(session, panel)}:
        raise Refused("这位评委的评审组不评这份申报书。", field="proposal_id")
    row = _row(panel, seat, data.proposal_id, DeclaredBy.OFFICE, data.reason, data.note, ConflictStatus.CONFIRMED)
    add(session, actor, row, seat=data.seat_id, proposal=data.proposal_id, reason=data.reason)
    recuse(session, actor, panel, row)
    return row


def _row(
    panel: Panel,
    seat: PanelSeat,
    proposal_id: int,
    origin: DeclaredBy,
    reason: str,
    note: str,
    status: ConflictStatus = ConflictStatus.PROPOSED,
    kind: str = "",
) -> Declaration:
    place = {"area_code": panel.area_code, "panel_id": panel.id, "seat_id": seat.id, "proposal_id": proposal_id}
    return Declaration(**place, origin=origin, reason=reason, note=note, status=status, kind=kind)


def search_records(session: Session, actor: Actor, panel: Panel) -> int:
    """Propose every conflict that our records show and that nobody has spoken of yet; how many there are.

    Each hides its proposal from now on. What was found before stays as it was decided, dismissed or not.
    """
    require(actor, Permission.JUDGING_MANAGE, panel.area_code)
    if panel.status not in UNDER_WAY:
        raise WrongState("评审已经结束，不再按记录查找回避。")
    rows = panels.declarations_of(session, panel.id or 0)
    known = {(row.seat_id, row.proposal_id, row.kind) for row in rows if row.origin == DeclaredBy.RECORDS}
    settled = {(row.seat_id, row.proposal_id) for row in rows if row.reason and row.status == ConflictStatus.CONFIRMED}
    kinds, seats = queries.kinds_for(session, panel), {s.id: s for s in panels.seats_of(session, panel.id or 0)}
    fresh = [
        _row(
            panel,
            seats[one.seat_id],
            one.proposal_id,
            DeclaredBy.RECORDS,
            kinds[one.kind]["reason"],
            one.evidence,
            kind=one.kind,
        )
        for one in queries.search(session, panel)
        if (one.seat_id, one.proposal_id, one.kind) not in known and (one.seat_id, one.proposal_id) not in settled
    ]
    for row in fresh:
        row.created_by = actor.account_id
        row.due_on = CONFLICT.due_on(session, row.status)
    session.add_all(fresh)
    session.flush()
    said = [(r, {"seat": r.seat_id, "proposal": r.proposal_id, "trace": r.kind, "reason": r.reason}) for r in fresh]
    audit.record_many(session, actor, "conflict_declaration.find", said)
    panel.searched_at = clock.now()
    session.add(panel)
    audit.record(session, actor, "panel.search", panel)
    return len(fresh)


def confirm(session: Session, actor: Actor, row: Declaration, reason: str | None = None) -> None:
    """The office finds that it is a conflict: the proposal stays hidden, and a sheet that was begun goes."""
    facts = queries.panel_facts(session, row)
    CONFLICT.fire(session, actor, row, "confirm", facts=facts, decided_by=actor.account_id, decision=None)
    recuse(session, actor, facts["panel"], row)


def dismiss(session: Session, actor: Actor, row: Declaration, reason: str | None = None) -> None:
    """The office finds that it is none, and says why: the proposal comes back, unless another conflict hides it."""
    said = {"decided_by": actor.account_id, "decision": (reason or "").strip()[:300]}
    CONFLICT.fire(session, actor, row, "dismiss", reason, queries.panel_facts(session, row), **said)
    if (row.seat_id, row.proposal_id) not in panels.conflicts_of(session, row.panel_id):
        restore_sheet(session, actor, session.get_one(PanelSeat, row.seat_id), row.proposal_id)


def reconsider(session: Session, actor: Actor, row: Declaration, reason: str | None = None) -> None:
    """Open a decision again; until it is decided anew the proposal is hidden."""
    said = {"decided_by": None, "decision": None}
    CONFLICT.fire(session, actor, row, "reconsider", reason, queries.panel_facts(session, row), **said)


def ask_recusal(session: Session, actor: Actor, proposal: Proposal, data: RecusalForm) -> Declaration:
    """An applicant asks that a judge should not score; from now on the judge does not, until the office decides."""
    require(actor, Permission.PROPOSALS_SUBMIT, proposal.area_code)
    panel = queries.open_panel_of(session, proposal)
    if panel is None:
        raise WrongState("现在不能申请回避：评委名单没有公开，或评审已经结束。")
    seats = {seat.id: seat for seat in panels.seats_of(session, panel.id or 0)}
    if data.seat_id not in {number for number, _name, _organisation in queries.judges_of(session, panel)}:
        raise Refused("请从评委名单中选择。", field="seat_id")
    if data.reason not in panels.labels(session, panel.area_code, "recusal_reasons"):
        raise Refused("请从列表中选择。", field="reason")
    row = _row(panel, seats[data.seat_id], proposal.id or 0, DeclaredBy.APPLICANT, data.reason, data.note)
    return add(session, actor, row, seat=data.seat_id, proposal=proposal.id, reason=data.reason)
