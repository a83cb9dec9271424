"""What judges do: declare, score, hand in. What they write is sealed before it reaches the database."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session

from core import audit, clock, schemes, vault
from core.access import Actor
from core.changes import edit, require
from core.errors import Invalid, Refused, WrongState
from core.permissions import Permission
from grants.panels import queries as panels
from grants.panels.models import ConflictStatus, Declaration, Panel, PanelSeat, PanelStatus
from grants.proposals.queries import asked_fen
from grants.roadshow import queries as roadshows
from grants.sheets import queries, rules
from grants.sheets.forms import OwnConflictForm, SheetForm
from grants.sheets.models import Sheet, SheetStatus, SheetVersion, Stage
from grants.sheets.workflow import SHEET


def declare(
    session: Session,
    actor: Actor,
    seat: PanelSeat,
    answers: Mapping[int, str | None],
    notes: Mapping[int, str] | None = None,
) -> None:
    """Declare about every proposal at once: None, or the code of a recusal reason. Free ones get a blank sheet."""
    require(actor, Permission.JUDGING_SCORE, seat.area_code)
    seat = panels.get_own_seat(session, actor, seat.id or 0)
    panel, notes = session.get_one(Panel, seat.panel_id), notes or {}
    if panel.status == PanelStatus.CLOSED:
        raise WrongState("评审已经结束。")
    waiting = queries.to_declare(session, panel, seat)
    hints, written = queries.hints(session, panel, seat, waiting), queries.assigned(session, panel, seat, waiting)
    _check_answers(session, seat, {p.id or 0: hints.get(p.id or 0) for p in waiting}, answers, notes)
    for proposal in waiting:
        number = proposal.id or 0
        same = {"area_code": seat.area_code, "panel_id": panel.id, "seat_id": seat.id, "proposal_id": number}
        said = {"reason": answers[number], "note": notes.get(number, ""), "created_by": actor.account_id}
        said["status"] = ConflictStatus.CONFIRMED
        session.add(Declaration(**same, **said))
        if answers[number] is None and number in written:
            session.add(Sheet(**same, created_by=actor.account_id))
    answered = {str(p.id): answers[p.id or 0] for p in waiting}
    audit.record(session, actor, "panel_seat.declare", seat, answers=answered)


def _check_answers(
    session: Session,
    seat: PanelSeat,
    hints: Mapping[int, str | None],
    answers: Mapping[int, str | None],
    notes: Mapping[int, str],
) -> None:
    known, problems = panels.labels(session, seat.area_code, "recusal_reasons"), {}
    for number, hint in hints.items():
        answer = answers.get(number)
        if number not in answers:
            problems[f"answer-{number}"] = "请声明有没有需要回避的情形。"
        elif answer is not None and answer not in known:
            problems[f"answer-{number}"] = "请从列表中选择。"
        elif answer is None and hint == "EMPLOYED_3Y":
            problems[f"answer-{number}"] = "您在这份申报的团队名册上，应当回避。"
        elif answer == "OTHER" and not notes.get(number, "").strip():
            problems[f"answer-{number}"] = "选择“其他”时请写明情形。"
    if problems:
        raise Invalid(problems)


def writing_facts(session: Session, sheet: Sheet) -> dict[str, Any]:
    """Whose sheet it is and whether it may be written now: all that saving, which is often, looks at."""
    return {
        "panel": session.get_one(Panel, sheet.panel_id),
        "seat": session.get_one(PanelSeat, sheet.seat_id),
        "roadshow_runs": sheet.stage == Stage.ROADSHOW and roadshows.is_under_way(session, sheet.panel_id),
        "content": queries.content_of(session, sheet),
        "now": clock.arrival(),
    }


def sheet_facts(session: Session, sheet: Sheet) -> dict[str, Any]:
    """What the rules of a sheet look at."""
    facts = writing_facts(session, sheet)
    definition = queries.definition_of(session, facts["panel"], sheet.stage)
    problems = rules.sheet_problems(definition, facts["content"], asked_fen(session, sheet.proposal_id), sheet.stage)
    return facts | {"problems": problems, "seats": panels.seats_of(session, sheet.panel_id)}


def seal_content(session: Session, panel: Panel, sheet: Sheet, content: Mapping[str, Any]) -> str:
    text = rules.canonical(content)
    return vault.seal(session, panel.key_id, queries.TABLE_NAME, f"content {sheet.id}", text)


def save_sheet(session: Session, actor: Actor, sheet: Sheet, data: SheetForm, version: int | None) -> None:
    """Keep what the judge has so far, sealed; nothing is asked for yet, but what is there must be possible."""
    require(actor, Permission.JUDGING_SCORE, sheet.area_code)
    facts = writing_facts(session, sheet)
    panel: Panel = facts["panel"]
    if not rules.is_author(sheet, actor, facts) or not rules.is_writable(sheet):
        raise WrongState("评分表已提交，不能再改。需要修改时请联系评审组负责人退回。")
    if panel.status != PanelStatus.SCORING or not rules.is_in_time(sheet, actor, facts):
        raise WrongState("现在不在评分时间内。")
    content = possible(queries.definition_of(session, panel, sheet.stage), data)
    if content != {name: facts["content"].get(name) for name in content}:
        edit(session, actor, sheet, {"sealed": seal_content(session, panel, sheet, content)}, version)


def possible(definition: schemes.Definition, data: SheetForm) -> dict[str, Any]:
    """What is to be sealed, once every mark that is there is one that the scheme knows."""
    if wrong := schemes.check_marks(definition, data.marks, is_draft=True):
        raise Invalid({f"mark-{code}": sentence for code, sentence in wrong.items()})
    return data.content()


def submit_sheet(session: Session, actor: Actor, sheet: Sheet, reason: str | None = None) -> None:
    """Hand a sheet in: it is locked, and its hash is the judge's receipt that closing must match."""
    facts = sheet_facts(session, sheet)
    if facts["problems"] and rules.is_writable(sheet) and rules.is_author(sheet, actor, facts):
        raise Invalid(facts["problems"])
    hand_in(session, actor, sheet, "submit", facts, facts["content"])


def hand_in(
    session: Session, actor: Actor, sheet: Sheet, verb: str, facts: Mapping[str, Any], content: Mapping[str, Any]
) -> str:
    """Seal what the sheet says for good and keep its commitment, which is returned; ``verb`` says how it came."""
    content = rules.with_nonce(content)
    commitment, sealed = rules.commitment_of(content), seal_content(session, facts["panel"], sheet, content)
    values = {"sealed": sealed, "commitment": commitment, "submitted_at": facts["now"]}
    values["is_paper"] = verb == "transcribe"
    SHEET.fire(session, actor, sheet, verb, facts=facts, **values)
    audit.record(session, actor, "score_sheet.commit", sheet, commitment=commitment)
    return commitment


def reopen(session: Session, actor: Actor, sheet: Sheet, reason: str | None) -> None:
    """Give a sheet back to its judge; what was handed in stays, sealed, as a version."""
    before = _version_of(sheet, (reason or "").strip())
    SHEET.fire(session, actor, sheet, "reopen", reason, facts=sheet_facts(session, sheet))
    session.add(before)
    session.flush()


def _version_of(sheet: Sheet, cause: str) -> SheetVersion:
    names = ("area_code", "panel_id", "proposal_id", "seat_id", "stage", "sealed", "commitment", "submitted_at")
    return SheetVersion(sheet_id=sheet.id, cause=cause[:300], **{name: getattr(sheet, name) for name in names})


def find_conflict(session: Session, actor: Actor, sheet: Sheet, data: OwnConflictForm) -> None:
    """A judge finds a conflict while scoring: the proposal and the sheet disappear from the judge's sight."""
    require(actor, Permission.JUDGING_SCORE, sheet.area_code)
    seat = panels.get_own_seat(session, actor, sheet.seat_id)
    if data.reason == "OTHER" and not data.note.strip():
        raise Refused("选择“其他”时请写明情形。", field="note")
    if session.get_one(Panel, sheet.panel_id).status == PanelStatus.CLOSED:
        raise WrongState("评审已经结束，请联系主办方。")
    row = panels.own_declarations(session, seat)[sheet.proposal_id]
    edit(session, actor, row, {"reason": data.reason, "note": data.note})
    remove_pair(session, actor, sheet.seat_id, sheet.proposal_id)


def remove_pair(session: Session, actor: Actor, seat_id: int, proposal_id: int) -> None:
    """A judge in conflict has no score row at any stage."""
    for sheet in queries.sheets_of_pair(session, seat_id, proposal_id):
        remove_sheet(session, actor, sheet)


def remove_sheet(session: Session, actor: Actor, sheet: Sheet, cause: str = "回避") -> None:
    """Take a sheet away; one that was handed in stays as a sealed version."""
    if sheet.status == SheetStatus.SUBMITTED:
        session.add(_version_of(sheet, cause))
    audit.record(session, actor, "score_sheet.remove", sheet, proposal=sheet.proposal_id)
    session.delete(sheet)
    session.flush()


def restore_sheet(session: Session, actor: Actor, seat: PanelSeat, proposal_id: int) -> None:
    """A conflict fell away: a judge who had declared to be free gets a blank sheet where the old one was removed."""
    row, panel = panels.own_declarations(session, seat).get(proposal_id), session.get_one(Panel, seat.panel_id)
    if row is None or row.reason is not None:
        return
    if panel.judges_per_proposal is None or proposal_id in panels.assigned_to(session, seat):
        lay_out(session, actor, seat, proposal_id, Stage.DOCUMENT)
    roadshow = roadshows.roadshow_of(session, panel.id or 0)
    is_heard = roadshow and seat.id in roadshow.present and proposal_id in roadshows.called(session, roadshow)
    if is_heard and roadshows.is_under_way(session, panel.id or 0):
        lay_out(session, actor, seat, proposal_id, Stage.ROADSHOW)


def lay_out(session: Session, actor: Actor, seat: PanelSeat, proposal_id: int, stage: Stage) -> None:
    """A blank sheet, unless there is one."""
    if queries.sheet_of(session, seat.id or 0, proposal_id, stage):
        return
    same = {"area_code": seat.area_code, "panel_id": seat.panel_id, "seat_id": seat.id, "proposal_id": proposal_id}
    session.add(Sheet(**same, stage=stage, created_by=actor.account_id))
    session.flush()


def keep_only(session: Session, panel: Panel, pairs: Collection[tuple[int, int]]) -> None:
    """Before scoring begins, take away the blank sheets of judges to whom a proposal was not given."""
    for sheet in queries.sheets_of_panel(session, panel):
        if (sheet.seat_id, sheet.proposal_id) not in pairs and not sheet.sealed:
            session.delete(sheet)
    session.flush()
