"""Reading sheets and what is judged; until a panel closes a sheet exists for its author only."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_
from sqlmodel import Session, col, select

from core import schemes, vault
from core.access import Actor, per_actor
from core.files.models import StoredFile
from core.permissions import Permission
from core.tables import Col, Filter, Table
from grants.coaching.queries import advised
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelSeat, PanelStatus, SeatStatus
from grants.partners.queries import partners_by_proposal
from grants.proposals.models import Proposal, ProposalStatus, Slot
from grants.proposals.queries import files_of as proposal_files
from grants.proposals.queries import in_words
from grants.questions.documents import Answer, shown
from grants.questions.rules import read
from grants.ranking.models import Ranking
from grants.roadshow import queries as roadshows
from grants.roadshow.models import ItemStatus
from grants.roadshow.queries import clock_of
from grants.sheets import rules
from grants.sheets.models import Sheet, SheetStatus, Stage
from incubator.groups.models import Group

TABLE_NAME = "score_sheet"


@per_actor
def sheets_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The author's own, unless in conflict; for offices the sheets that counted, once the panel has closed."""
    conflicted = panels.is_conflicted(col(Sheet.seat_id), col(Sheet.proposal_id))
    mine = and_(col(Sheet.seat_id).in_(panels.own_seats(actor)), not_(conflicted))
    closed = col(Sheet.panel_id).in_(select(Panel.id).where(Panel.status == PanelStatus.CLOSED))
    opened = and_(closed, col(Sheet.revealed_at).is_not(None))
    return or_(mine, and_(opened, actor.office_within(Sheet.area_code, Permission.JUDGING_VIEW)))


def eligible(session: Session, panel: Panel) -> list[Proposal]:
    """What the panel judges: the eligible proposals of the edition; once closed, those that it ranked."""
    here = [Proposal.contest_id == panel.contest_id]
    if ranked := ranked_ids(session, panel):
        here.append(col(Proposal.id).in_(ranked))
    else:
        here.append(Proposal.status == ProposalStatus.ELIGIBLE)
    return list(session.exec(select(Proposal).where(*here).order_by(col(Proposal.number))))


def ranked_ids(session: Session, panel: Panel) -> set[int]:
    """The proposals of the first run, whatever became of them since; none before the panel closed."""
    return set(session.exec(select(Ranking.proposal_id).where(Ranking.contest_id == panel.contest_id)))


def to_declare(session: Session, panel: Panel, seat: PanelSeat) -> list[Proposal]:
    """The proposals about which this judge has still to declare; what others say is in conflict is not among them."""
    done = panels.own_declarations(session, seat).keys() | panels.hidden_from(session, seat)
    return [proposal for proposal in given_to(session, panel, seat) if proposal.id not in done]


def given_to(session: Session, panel: Panel, seat: PanelSeat) -> list[Proposal]:
    """What this judge is to score, conflicts aside: everything, or what was assigned; at a roadshow one hears all."""
    proposals = eligible(session, panel)
    if panel.judges_per_proposal is None or roadshows.roadshow_of(session, panel.id or 0):
        return proposals
    return [proposal for proposal in proposals if proposal.id in assigned(session, panel, seat, proposals)]


def assigned(session: Session, panel: Panel, seat: PanelSeat, proposals: Sequence[Proposal]) -> set[int]:
    """Of these proposals those of which this judge marks the documents."""
    every = {proposal.id or 0 for proposal in proposals}
    return every if panel.judges_per_proposal is None else every & panels.assigned_to(session, seat)


def sheet_of(session: Session, seat_id: int, proposal_id: int, stage: Stage = Stage.DOCUMENT) -> Sheet | None:
    here = (Sheet.seat_id == seat_id, Sheet.proposal_id == proposal_id, Sheet.stage == stage)
    return session.exec(select(Sheet).where(*here)).first()


def sheets_of_pair(session: Session, seat_id: int, proposal_id: int) -> list[Sheet]:
    """What one judge has about one proposal, at every stage."""
    return list(session.exec(select(Sheet).where(Sheet.seat_id == seat_id, Sheet.proposal_id == proposal_id)))


def sheets_of_seat(session: Session, seat: PanelSeat, stage: Stage = Stage.DOCUMENT) -> list[Sheet]:
    """The judge's sheets of a stage in the judge's own order, those in conflict left out."""
    here = (
        Sheet.seat_id == seat.id,
        Sheet.stage == stage,
        not_(panels.is_conflicted(col(Sheet.seat_id), col(Sheet.proposal_id))),
    )
    found = session.exec(select(Sheet).where(*here))
    return sorted(found, key=lambda sheet: rules.place_in_order(sheet.seat_id, sheet.proposal_id))


def sheets_of_panel(session: Session, panel: Panel) -> list[Sheet]:
    """Every sheet of the round, in whatever state; for what happens to all of them alike."""
    return list(session.exec(select(Sheet).where(Sheet.panel_id == panel.id).order_by(col(Sheet.id))))


def counting_sheets(session: Session, panel: Panel, stage: Stage = Stage.DOCUMENT) -> list[Sheet]:
    """The sheets of a stage that enter the ranking: handed in, by judges who sit, without conflict."""
    return [sheet for sheet in valid_sheets(session, panel, stage) if sheet.status == SheetStatus.SUBMITTED]


def valid_sheets(session: Session, panel: Panel, stage: Stage) -> list[Sheet]:
    """The sheets of a stage by judges who sit, without conflict, handed in or not."""
    sits = select(PanelSeat.id).where(PanelSeat.panel_id == panel.id, PanelSeat.status == SeatStatus.ACCEPTED)
    here = (Sheet.panel_id == panel.id, Sheet.stage == stage, col(Sheet.seat_id).in_(sits))
    free = not_(panels.is_conflicted(col(Sheet.seat_id), col(Sheet.proposal_id)))
    return list(session.exec(select(Sheet).where(*here, free).order_by(col(Sheet.proposal_id), col(Sheet.seat_id))))


def content_of(session: Session, sheet: Sheet) -> dict[str, Any]:
    """What stands on a sheet. Before closing only its author's pages and the closing itself may ask for it."""
    empty = {"marks": {}, "comment": "", "is_shared": False, "recommendation": None, "suggested_fen": None}
    if sheet.revealed_at is not None:
        return {name: getattr(sheet, name) for name in [*empty, "nonce"]}
    if not sheet.sealed:
        return empty
    panel = session.get_one(Panel, sheet.panel_id)
    return json.loads(vault.unseal(session, panel.key_id, TABLE_NAME, f"content {sheet.id}", sheet.sealed))


def definition_of(session: Session, panel: Panel, stage: Stage = Stage.DOCUMENT) -> schemes.Definition:
    """By what the sheets of a stage mark."""
    rubric = panel.rubric_id
    if stage == Stage.ROADSHOW and (roadshow := roadshows.roadshow_of(session, panel.id or 0)):
        rubric = roadshow.rubric_id
    return schemes.definition_of(schemes.get_scheme(session, rubric))


def hints(session: Session, panel: Panel, seat: PanelSeat, proposals: Sequence[Proposal]) -> dict[int, str]:
    """Proposal → the recusal that the records suggest: own group; own community unless it is the contest's."""
    partners = partners_by_proposal(session, [p.id or 0 for p in proposals])
    applies = {p.id: {p.group_id, *(one.group_id for one in partners.get(p.id or 0, ()))} for p in proposals}
    own = panels.member_groups(session, seat.account_id, sorted(set().union(*applies.values())))
    same = {p.id: "SAME_COMMUNITY" for p in proposals if p.area_code == seat.community_code != panel.area_code}
    return same | {p.id: "EMPLOYED_3Y" for p in proposals if own & applies[p.id]}  # type: ignore[return-value]


def proposal_of(session: Session, sheet: Sheet) -> tuple[Proposal, Group]:
    """The proposal behind a sheet that the viewer may see."""
    proposal = session.get_one(Proposal, sheet.proposal_id)
    return proposal, session.get_one(Group, proposal.group_id)


def name_of(session: Session, actor: Actor, sheet: Sheet) -> str:
    """The project without the applicant's name, and for others than its judge whose sheet it is."""
    proposal, group = proposal_of(session, sheet)
    seat, title = session.get_one(PanelSeat, sheet.seat_id), blind_title(proposal, group)
    if seat.account_id == actor.account_id:
        return f"评分表：{title}"
    judge = panels.seat_names(session, sheet.panel_id).get(sheet.seat_id, "")
    return f"评分表：{title} · {judge}"


def groups_of(session: Session, proposals: Sequence[Proposal]) -> dict[int, Group]:
    found = session.exec(select(Group).where(col(Group.id).in_([p.group_id for p in proposals])))
    return {group.id or 0: group for group in found}


def blind_title(proposal: Proposal, group: Group) -> str:
    return rules.blind_title(proposal.snapshot or {}, group.name, proposal.leader_name)


def blinded(proposal: Proposal, group: Group) -> dict[str, Any]:
    return rules.blind(proposal.snapshot or {}, group.name, proposal.leader_name)


def blind_answers(session: Session, proposal: Proposal, group: Group, lang: str) -> list[tuple[str, list[Answer]]]:
    """What a judge reads, question by question as the proposal's own form asked, without names."""
    snapshot: dict[str, Any] = proposal.snapshot or {}
    blind = blinded(proposal, group)
    hidden = {"payee_kind", *rules.LEFT_OUT} - {"team"}
    words = {name: value for name, value in in_words(session, proposal, blind).items() if name not in hidden}
    return shown(read(snapshot["form"]), proposal.league, words, snapshot, lang, is_for_judges=True)


def uptake_of(session: Session, proposal: Proposal, group: Group) -> list[tuple[str, str, str, str]]:
    """(section, advice, uptake, what was done) of the coaching, without names: what the criterion RESPONSE looks at."""
    names = rules.names_in(proposal.snapshot or {}, group.name, proposal.leader_name)
    return [
        (
            one.title,
            rules.blind_text(one.advice, names),
            one.uptake.label if one.uptake else "",
            rules.blind_text(one.response, names),
        )
        for _coaching, found in advised(session, proposal.id or 0)
        for one in found
    ]


def nameless_files(session: Session, proposal_id: int) -> list[tuple[int, str, StoredFile]]:
    """The attachments that a judge may open: (number, a name that tells nothing, bytes)."""
    found = proposal_files(session, proposal_id, Slot.NAMELESS)
    return [
        (one.id or 0, f"附件-{place}.{one.name.rpartition('.')[2].lower()}", stored)
        for place, (one, stored) in enumerate(found, start=1)
    ]


@dataclass(frozen=True)
class Card:
    """A proposal as a judge sees it in a list: no applicant's name."""

    proposal_id: int
    number: str
    title: str
    category: str
    community: str
    hint: str | None = None
    sheet: Sheet | None = None


@dataclass(frozen=True)
class Desk:
    """One panel on a judge's table: what is still to be declared, and the judge's own sheets in the judge's order."""

    seat: PanelSeat
    panel: Panel
    to_declare: list[Card]
    cards: list[Card]
    has_roadshow: bool = False

    @property
    def done(self) -> int:
        return sum(card.sheet is not None and card.sheet.status == SheetStatus.SUBMITTED for card in self.cards)


def cards_of(session: Session, panel: Panel, proposals: Sequence[Proposal], hinted: dict[int, str]) -> list[Card]:
    groups, areas = groups_of(session, proposals), panels.area_names(session, [p.area_code for p in proposals])
    categories = panels.labels(session, panel.area_code, "project_categories")
    return [
        Card(
            proposal_id=p.id or 0,
            number=p.number,
            title=blind_title(p, groups[p.group_id]),
            category=categories.get(p.category, p.category),
            community=areas.get(p.area_code, ""),
            hint=hinted.get(p.id or 0),
        )
        for p in proposals
    ]


def desk_of(session: Session, seat: PanelSeat, panel: Panel) -> Desk:
    """Sheets are only laid out once everything is declared: until then a judge reads titles alone."""
    is_shown = roadshows.roadshow_of(session, panel.id or 0) is not None
    waiting = to_declare(session, panel, seat) if panel.status != PanelStatus.CLOSED else []
    if waiting:
        return Desk(seat, panel, cards_of(session, panel, waiting, hints(session, panel, seat, waiting)), [], is_shown)
    sheets = sheets_of_seat(session, seat)
    found = session.exec(select(Proposal).where(col(Proposal.id).in_([s.proposal_id for s in sheets])))
    cards = {card.proposal_id: card for card in cards_of(session, panel, list(found), {})}
    return Desk(seat, panel, [], [replace(cards[s.proposal_id], sheet=s) for s in sheets], is_shown)


def count_done(session: Session, seat: PanelSeat, stage: Stage) -> int:
    return sum(sheet.status == SheetStatus.SUBMITTED for sheet in sheets_of_seat(session, seat, stage))


def show_of(session: Session, sheet: Sheet) -> dict[str, Any] | None:
    """When the item of a roadshow sheet was called and how long it lasts; None for other sheets."""
    roadshow = roadshows.roadshow_of(session, sheet.panel_id) if sheet.stage == Stage.ROADSHOW else None
    if roadshow is None:
        return None
    item = next(i for i in roadshows.items_of(session, roadshow) if i.proposal_id == sheet.proposal_id)
    is_running = item.status == ItemStatus.RUNNING
    return {"place": item.place, "timer": clock_of(roadshow, item.started_at) if is_running else None}


def neighbours(session: Session, sheet: Sheet) -> tuple[int, int, int | None, int | None]:
    """Place, count, and the sheets before and after this one in the judge's order."""
    order = [s.id for s in sheets_of_seat(session, session.get_one(PanelSeat, sheet.seat_id), sheet.stage)]
    at = order.index(sheet.id)
    return at + 1, len(order), order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None


SHEETS = Table(
    model=Sheet,
    columns=(
        Col("number", "申报书编号", col(Proposal.number)),
        Col("panel", "评审组", col(Panel.title)),
        Col("stage", "环节", col(Sheet.stage), show=lambda stage: Stage(stage).label),
        Col("total", "总分", col(Sheet.total)),
        Col("submitted_at", "提交时间", col(Sheet.submitted_at), kind="datetime"),
        Col("status", "状态", col(Sheet.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Sheet.status), SheetStatus.choices()),),
    search=Proposal.number,
    join=lambda statement: statement.join(Proposal, col(Proposal.id) == col(Sheet.proposal_id)).join(
        Panel, col(Panel.id) == col(Sheet.panel_id)
    ),
    empty_text="还没有评分表。接受邀请并完成回避声明后，评分表会出现在这里。",
)
