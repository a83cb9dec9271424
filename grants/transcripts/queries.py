"""Reading papers: those who type them in see that they exist, the judge his own, everybody else after the opening."""

import json
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_
from sqlmodel import Session, col, select

from core import clock, vault
from core.access import Actor, per_actor
from core.accounts.models import Account
from core.errors import NotFound
from core.files.queries import sealed_content
from core.permissions import Permission
from core.tables import Col, Filter, Table
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelSeat, PanelStatus
from grants.panels.rules import sitting
from grants.proposals.models import Proposal
from grants.sheets import queries as sheets
from grants.sheets.models import Sheet, Stage
from grants.transcripts.models import PaperEntry, PaperSheet, PaperStatus
from grants.transcripts.rules import Typed, disputed
from grants.transcripts.workflow import OPEN

SCAN, TYPED = "paper_sheet", "paper_entry"


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The office that types, unless it judges here; the judge, unless in conflict; once opened, offices that read."""
    judged = select(PanelSeat.panel_id).where(PanelSeat.account_id == actor.account_id)
    closed = col(PaperSheet.panel_id).in_(select(Panel.id).where(Panel.status == PanelStatus.CLOSED))
    types = and_(
        actor.office_within(PaperSheet.area_code, Permission.JUDGING_MANAGE), col(PaperSheet.panel_id).not_in(judged)
    )
    reads = and_(closed, actor.office_within(PaperSheet.area_code, Permission.JUDGING_VIEW))
    conflicted = panels.is_conflicted(col(PaperSheet.seat_id), col(PaperSheet.proposal_id))
    return or_(types, reads, and_(col(PaperSheet.seat_id).in_(panels.own_seats(actor)), not_(conflicted)))


def papers_of(session: Session, actor: Actor, panel: Panel) -> list[PaperSheet]:
    chosen = select(PaperSheet).where(PaperSheet.panel_id == panel.id, visible_to(actor))
    return list(session.exec(chosen.order_by(col(PaperSheet.id).desc())))


def count_open(session: Session, panel: Panel) -> int:
    """How many papers of a round were taken in and not typed to the end."""
    return len(
        session.exec(
            select(PaperSheet.id).where(PaperSheet.panel_id == panel.id, col(PaperSheet.status).in_(OPEN))
        ).all()
    )


def open_paper(session: Session, seat_id: int, proposal_id: int, stage: Stage) -> PaperSheet | None:
    here = (PaperSheet.seat_id == seat_id, PaperSheet.proposal_id == proposal_id, PaperSheet.stage == stage)
    return session.exec(select(PaperSheet).where(*here, col(PaperSheet.status).in_(OPEN))).first()


def paper_of(session: Session, sheet: Sheet) -> PaperSheet | None:
    """The paper from which a sheet was typed in."""
    here = (PaperSheet.seat_id == sheet.seat_id, PaperSheet.proposal_id == sheet.proposal_id)
    same = (PaperSheet.stage == sheet.stage, PaperSheet.commitment == sheet.commitment)
    return session.exec(select(PaperSheet).where(*here, *same)).first() if sheet.is_paper else None


def entries_of(session: Session, paper: PaperSheet) -> list[PaperEntry]:
    chosen = select(PaperEntry).where(PaperEntry.paper_id == paper.id)
    return list(session.exec(chosen.order_by(col(PaperEntry.place))))


def field_of(paper_id: int | None, place: int) -> str:
    return f"content {paper_id}/{place}"


def typed_in(session: Session, panel: Panel, paper: PaperSheet, person: int | None = None) -> Typed:
    """What was typed so far, or what one person typed. For comparing, and for showing a person the own typing."""
    return [
        (
            one.typed_by,
            json.loads(vault.unseal(session, panel.key_id, TYPED, field_of(paper.id, one.place), one.sealed)),
        )
        for one in entries_of(session, paper)
        if person is None or one.typed_by == person
    ]


def typists_of(session: Session, paper: PaperSheet) -> list[tuple[str, str]]:
    """(name, when) of everybody's typings, oldest first."""
    joined = select(Account.name, PaperEntry.created_at).join(Account, col(Account.id) == col(PaperEntry.typed_by))
    found = session.exec(joined.where(PaperEntry.paper_id == paper.id).order_by(col(PaperEntry.place)))
    return [(name, clock.format_datetime(at)) for name, at in found]


def scan_of(session: Session, actor: Actor, paper: PaperSheet) -> bytes:
    """The scan: for the judge whose paper it is, and for offices once the sheets are open."""
    panel, seat = session.get_one(Panel, paper.panel_id), session.get_one(PanelSeat, paper.seat_id)
    if panel.status != PanelStatus.CLOSED and seat.account_id != actor.account_id:
        raise NotFound
    return sealed_content(session, SCAN, panel.key_id, paper.scan_id)


def pair_choices(session: Session, panel: Panel) -> dict[str, list[tuple[str, str]]]:
    """The judges who sit and the proposals that the round judges."""
    names, seats = panels.seat_names(session, panel.id or 0), sitting(panels.seats_of(session, panel.id or 0))
    return {
        "seat_id": [(str(seat.id), names.get(seat.id or 0, "")) for seat in seats],
        "proposal_id": [(str(p.id), f"{p.number} {p.title}") for p in sheets.eligible(session, panel)],
    }


def to_print(session: Session, panel: Panel, seat_id: int) -> list[Proposal]:
    """What one judge scores on paper, conflicts left out; whether anything was handed in does not show."""
    proposals = sheets.eligible(session, panel)
    due = panels.due_pairs(session, panel, [p.id or 0 for p in proposals])
    return [p for p in proposals if (seat_id, p.id) in due]


def title_of(session: Session, paper: PaperSheet) -> str:
    """Whose paper about what, without the applicant's name."""
    proposal, group = sheets.proposal_of(session, paper)  # type: ignore[arg-type]
    name = panels.seat_names(session, paper.panel_id).get(paper.seat_id, "")
    return f"{name} · {sheets.blind_title(proposal, group)}"


def lines_of(session: Session, actor: Actor, paper: PaperSheet) -> list[tuple[str, Any]]:
    panel = session.get_one(Panel, paper.panel_id)
    proposal, group = sheets.proposal_of(session, paper)  # type: ignore[arg-type]
    return [
        ("评审组", panel.title),
        ("评委", panels.seat_names(session, paper.panel_id).get(paper.seat_id)),
        ("申报书编号", proposal.number),
        ("项目名称", sheets.blind_title(proposal, group)),
        ("环节", paper.stage),
        ("录入", "；".join(f"{name} {at}" for name, at in typists_of(session, paper)) or "还没有人录入"),
        ("扫描的页", f"第 {paper.pages} 页" if paper.pages else None),
        ("扫描件的校验码", paper.scan_sha256),
        *([("提交校验码", paper.commitment)] if paper.commitment else []),
        *([("计入", counted)] if (counted := _counts(session, panel, paper)) else []),
    ]


def _counts(session: Session, panel: Panel, paper: PaperSheet) -> str | None:
    """Whether the paper is what counts; told after the opening only, for it tells what the judge did on the screen."""
    if panel.status != PanelStatus.CLOSED or paper.status != PaperStatus.SEALED:
        return None
    sheet = sheets.sheet_of(session, paper.seat_id, paper.proposal_id, paper.stage)
    is_it = sheet is not None and sheet.commitment == paper.commitment
    return "这一份纸质评分表" if is_it else "不是这一份：评委在网上先交了，或退回后重新评过"


def disputed_names(session: Session, paper: PaperSheet) -> dict[str, str]:
    """Field → what it is called on the paper, where two people differ; no value."""
    if paper.status != PaperStatus.DIFFERENT:
        return {}
    panel = session.get_one(Panel, paper.panel_id)
    named = {"comment": "评语", "recommendation": "建议", "suggested_fen": "建议资助金额（元）"}
    named |= {"is_shared": "评语可以转给申报方"}
    named |= {f"mark-{leaf.code}": leaf.title for leaf in sheets.definition_of(session, panel, paper.stage).leaves}
    return {name: named.get(name, name) for name in disputed(typed_in(session, panel, paper))}


TABLE = Table(
    model=PaperSheet,
    columns=(
        Col("number", "编号", col(PaperSheet.number), is_sortable=True),
        Col("judge", "评委", col(Account.name)),
        Col("proposal", "申报书编号", col(Proposal.number)),
        Col("stage", "环节", col(PaperSheet.stage), show=lambda stage: Stage(stage).label),
        Col("panel", "评审组", col(Panel.title)),
        Col("status", "状态", col(PaperSheet.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(PaperSheet.status), PaperStatus.choices()),),
    search=Proposal.number,
    join=lambda statement: (
        statement.join(Proposal, col(Proposal.id) == col(PaperSheet.proposal_id))
        .join(Panel, col(Panel.id) == col(PaperSheet.panel_id))
        .join(PanelSeat, col(PanelSeat.id) == col(PaperSheet.seat_id))
        .join(Account, col(Account.id) == col(PanelSeat.account_id))
    ),
    empty_text="还没有登记纸质评分表。评委用纸笔评分的，在评审组页的“纸质评分表”里打印和登记。",
)
