"""Every change to panels, seats, declarations and sheets.

What a judge writes is sealed before it reaches the database and its audit rows name no mark; closing opens all
sheets at once, checks each against the hash that its judge was given, and only then computes the ranking.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from core import audit, clock, schemes, vault
from core.access import Actor
from core.changes import add, edit, require
from core.errors import Invalid, Refused, WrongState
from core.permissions import Permission
from grants.contests import actions as contest_actions
from grants.contests.models import ContestStatus
from grants.judging import queries, rules
from grants.judging.forms import BallotForm, ConflictForm, OwnConflictForm, ReopenForm, SheetForm
from grants.judging.models import Sheet, SheetStatus, SheetVersion
from grants.judging.workflow import SHEET
from grants.panels import queries as panels
from grants.panels.actions import seat_facts
from grants.panels.models import Declaration, DeclaredBy, Panel, PanelSeat, PanelStatus
from grants.panels.rules import is_no_judge
from grants.panels.workflow import PANEL, SEAT
from grants.proposals.queries import asked_fen
from grants.ranking.actions import keep_ranking
from grants.ranking.rules import Entry, Marked


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
    hints = queries.hints(session, panel, seat, waiting)
    _check_answers(session, seat, {p.id or 0: hints.get(p.id or 0) for p in waiting}, answers, notes)
    for proposal in waiting:
        number = proposal.id or 0
        same = {"area_code": seat.area_code, "panel_id": panel.id, "seat_id": seat.id, "proposal_id": number}
        said = {"reason": answers[number], "note": notes.get(number, ""), "created_by": actor.account_id}
        session.add(Declaration(**same, **said))
        if answers[number] is None:
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


def sheet_facts(session: Session, sheet: Sheet) -> dict[str, Any]:
    """What the rules of a sheet look at."""
    panel = session.get_one(Panel, sheet.panel_id)
    content = queries.content_of(session, sheet)
    problems = rules.sheet_problems(
        queries.definition_of(session, panel), content, asked_fen(session, sheet.proposal_id)
    )
    return {
        "panel": panel,
        "seat": session.get_one(PanelSeat, sheet.seat_id),
        "seats": panels.seats_of(session, sheet.panel_id),
        "problems": problems,
        "content": content,
        "now": clock.now(),
    }


def _seal(session: Session, panel: Panel, sheet: Sheet, content: Mapping[str, Any]) -> str:
    text = rules.canonical(content)
    return vault.seal(session, panel.key_id, queries.TABLE_NAME, f"content {sheet.id}", text)


def save_sheet(session: Session, actor: Actor, sheet: Sheet, data: SheetForm, version: int | None) -> None:
    """Keep what the judge has so far, sealed; nothing is asked for yet, but what is there must be possible."""
    require(actor, Permission.JUDGING_SCORE, sheet.area_code)
    facts = sheet_facts(session, sheet)
    panel: Panel = facts["panel"]
    if not rules.is_author(sheet, actor, facts) or not rules.is_writable(sheet):
        raise WrongState("评分表已提交，不能再改。需要修改时请联系评审组负责人退回。")
    if panel.status != PanelStatus.SCORING or not rules.is_in_time(sheet, actor, facts):
        raise WrongState("现在不在评分时间内。")
    definition = queries.definition_of(session, panel)
    if wrong := schemes.check_marks(definition, data.marks, is_draft=True):
        raise Invalid({f"mark-{code}": sentence for code, sentence in wrong.items()})
    content = data.model_dump(mode="python")
    content["recommendation"] = data.recommendation.value if data.recommendation else None
    if content != {name: facts["content"].get(name) for name in content}:
        edit(session, actor, sheet, {"sealed": _seal(session, panel, sheet, content)}, version)


def submit_sheet(session: Session, actor: Actor, sheet: Sheet, reason: str | None = None) -> None:
    """Hand a sheet in: it is locked, and its hash is the judge's receipt that closing must match."""
    facts = sheet_facts(session, sheet)
    if facts["problems"] and rules.is_writable(sheet) and rules.is_author(sheet, actor, facts):
        raise Invalid(facts["problems"])
    content = facts["content"] | {"nonce": secrets.token_hex(16)}
    commitment = rules.commitment_of(content)
    SHEET.fire(
        session,
        actor,
        sheet,
        "submit",
        facts=facts,
        sealed=_seal(session, facts["panel"], sheet, content),
        commitment=commitment,
        submitted_at=facts["now"],
    )
    audit.record(session, actor, "score_sheet.commit", sheet, commitment=commitment)


def reopen(session: Session, actor: Actor, sheet: Sheet, reason: str | None) -> None:
    """Give a sheet back to its judge; what was handed in stays, sealed, as a version."""
    before = _version_of(sheet, (reason or "").strip())
    SHEET.fire(session, actor, sheet, "reopen", reason, facts=sheet_facts(session, sheet))
    session.add(before)
    session.flush()


def _version_of(sheet: Sheet, cause: str) -> SheetVersion:
    names = ("area_code", "panel_id", "proposal_id", "seat_id", "sealed", "commitment", "submitted_at")
    return SheetVersion(sheet_id=sheet.id, cause=cause[:300], **{name: getattr(sheet, name) for name in names})


def reopen_sheet(session: Session, actor: Actor, panel: Panel, data: ReopenForm) -> None:
    """Reopen by judge and proposal. The answer is the same for a sheet not handed in, which nobody may learn."""
    require(actor, Permission.JUDGING_CLOSE, panel.area_code)
    facts = queries.panel_facts(session, panel)
    if not is_no_judge(panel, actor, facts):
        raise Refused("本评审组的评委不能办理，请由其他负责人办理。")
    if panel.status != PanelStatus.SCORING:
        raise WrongState("评审还没有开始，或已经结束。")
    sheet = queries.sheet_of(session, data.seat_id, data.proposal_id)
    if sheet is not None and sheet.panel_id == panel.id and sheet.status == SheetStatus.SUBMITTED:
        reopen(session, actor, sheet, data.reason)
    about = {"seat": data.seat_id, "proposal": data.proposal_id, "reason": data.reason}
    audit.record(session, actor, "panel.reopen", panel, **about)


def add_conflict(session: Session, actor: Actor, panel: Panel, data: ConflictForm) -> Declaration:
    """A recusal ordered by the office: the judge's sheet goes, and after closing the ranking is made again."""
    require(actor, Permission.JUDGING_MANAGE, panel.area_code)
    row = Declaration(
        area_code=panel.area_code,
        panel_id=panel.id,
        seat_id=data.seat_id,
        proposal_id=data.proposal_id,
        origin=DeclaredBy.OFFICE,
        reason=data.reason,
        note=data.note,
    )
    add(session, actor, row, seat=data.seat_id, proposal=data.proposal_id, reason=data.reason)
    if panel.status == PanelStatus.CLOSED:
        _rank(session, actor, panel, f"评委回避后重算：{data.note}")
    elif sheet := queries.sheet_of(session, data.seat_id, data.proposal_id):
        _remove_sheet(session, actor, sheet)
    return row


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
    _remove_sheet(session, actor, sheet)


def _remove_sheet(session: Session, actor: Actor, sheet: Sheet) -> None:
    """A judge in conflict has no score row; one that was handed in stays as a sealed version."""
    if sheet.status == SheetStatus.SUBMITTED:
        session.add(_version_of(sheet, "回避"))
    audit.record(session, actor, "score_sheet.remove", sheet, proposal=sheet.proposal_id)
    session.delete(sheet)
    session.flush()


def exclude_judge(session: Session, actor: Actor, seat: PanelSeat, reason: str | None = None) -> None:
    """Take a judge off the panel; after closing the ranking is computed again without this judge's sheets."""
    SEAT.fire(session, actor, seat, "exclude", reason, facts=seat_facts(session, seat))
    panel = session.get_one(Panel, seat.panel_id)
    if panel.status == PanelStatus.CLOSED:
        _rank(session, actor, panel, f"排除评委后重算：{(reason or '').strip()}")


def close_panel(session: Session, actor: Actor, panel: Panel, reason: str | None = None) -> None:
    """End the round: open every sheet, check it against its commitment, rank, and move the edition on."""
    facts = queries.panel_facts(session, panel)
    PANEL.fire(session, actor, panel, "close", facts=facts, closed_at=facts["now"], closed_by=actor.account_id)
    for sheet in queries.counting_sheets(session, panel):
        _reveal(session, actor, panel, sheet)
    _rank(session, actor, panel, "评审结束")
    contest = facts["contest"]
    if contest.status == ContestStatus.JUDGING:
        contest_actions.fire(session, actor, contest, "decide")


def _reveal(session: Session, actor: Actor, panel: Panel, sheet: Sheet) -> None:
    content = queries.content_of(session, sheet)
    if rules.commitment_of(content) != sheet.commitment:
        raise Refused("有一份评分表与提交时的校验码不一致，不能结束评审。请联系系统管理员核查。")
    total = schemes.score(queries.definition_of(session, panel), content["marks"]).total
    edit(session, actor, sheet, {**content, "total": f"{total:f}", "revealed_at": panel.closed_at})


def _rank(session: Session, actor: Actor, panel: Panel, cause: str, ballot: list[int] | None = None) -> None:
    definition, sheets = queries.definition_of(session, panel), queries.counting_sheets(session, panel)
    marked: dict[int, list[Marked]] = {}
    for sheet in sheets:
        result = schemes.score(definition, sheet.marks or {})
        groups = {code: group.points for code, group in result.groups.items()}
        marked.setdefault(sheet.proposal_id, []).append(Marked(sheet.seat_id, result.total, groups))
    entries = [
        Entry(p.id or 0, p.number, asked_fen(session, p.id or 0), marked.get(p.id or 0, []))
        for p in queries.eligible(session, panel)
    ]
    out = sorted({seat.id or 0 for seat in panels.seats_of(session, panel.id or 0) if seat.status == "EXCLUDED"})
    kept = queries.last_ballot(session, panel) if ballot is None else ballot
    keep_ranking(session, actor, panels.contest_of(session, panel), entries, panel.rules, cause[:300], out, kept)


def record_ballot(session: Session, actor: Actor, panel: Panel, data: BallotForm) -> None:
    """Enter how the panel voted on proposals that nothing else separates, and rank again."""
    require(actor, Permission.JUDGING_CLOSE, panel.area_code)
    if panel.status != PanelStatus.CLOSED:
        raise WrongState("评审结束、算出排名后才能登记投票。")
    known = {proposal.number: proposal.id or 0 for proposal in queries.eligible(session, panel)}
    numbers = data.numbers.split()
    if unknown := [number for number in numbers if number not in known]:
        raise Refused(f"排名里没有这些编号：{'、'.join(unknown)[:100]}。", field="numbers")
    if len(set(numbers)) != len(numbers) or len(numbers) < 2:
        raise Refused("请写两个以上不重复的编号。", field="numbers")
    _rank(session, actor, panel, f"评审组投票：{data.reason}", [known[number] for number in numbers])
