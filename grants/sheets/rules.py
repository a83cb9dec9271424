"""When a sheet is whole, what a judge may read of a proposal, and what a commitment covers."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from core.clock import has_passed
from core.money import plain_yuan
from core.schemes import Definition, check_marks
from grants.panels.models import PanelStatus, SeatStatus
from grants.panels.rules import is_own
from grants.sheets.models import Recommendation, Sheet, SheetStatus, Stage

COMMENT_LEAST = 20


NO_NAME = "负责人"
LEFT_OUT = ("payee_name", "team", "files", "form", "backings")


def is_scoring(thing: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["panel"].status == PanelStatus.SCORING


def is_author(sheet: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return is_own(sheet, actor, facts) and facts["seat"].status == SeatStatus.ACCEPTED


def is_in_time(sheet: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """Within the panel's hours, or while the roadshow lasts; a reopened sheet has until the panel closes."""
    panel = facts["panel"]
    if sheet.status == SheetStatus.REOPENED:
        return True
    if sheet.stage == Stage.ROADSHOW:
        return bool(facts["roadshow_runs"])
    return panel.opens_at <= facts["now"] and not has_passed(panel.due_at, facts["now"])


def is_complete(sheet: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return not facts["problems"]


def sheet_problems(
    definition: Definition, content: Mapping[str, Any], asked_fen: int, stage: Stage = Stage.DOCUMENT
) -> dict[str, str]:
    """Field → sentence for everything that keeps a sheet from being handed in; at a roadshow marks are enough."""
    found = {f"mark-{code}": text for code, text in check_marks(definition, content.get("marks", {})).items()}
    if stage == Stage.ROADSHOW:
        return found
    if len(content.get("comment", "").strip()) < COMMENT_LEAST:
        found["comment"] = f"评语不少于 {COMMENT_LEAST} 字，现有 {len(content.get('comment', '').strip())} 字。"
    if not content.get("recommendation"):
        found["recommendation"] = "请选择建议。"
    suggested = content.get("suggested_fen")
    if content.get("recommendation") in (Recommendation.FUND, Recommendation.IMPROVE) and not suggested:
        found["suggested_fen"] = "建议资助时请填写金额。"
    if suggested is not None and suggested > asked_fen:
        found["suggested_fen"] = f"不能超过申请金额 {plain_yuan(asked_fen)} 元。"
    return found


def is_writable(sheet: Sheet) -> bool:
    return sheet.status in (SheetStatus.DRAFT, SheetStatus.REOPENED)


def time_left(due_at: datetime, now: datetime) -> timedelta:
    return max(due_at - now, timedelta(0))


def column_of(definition: Definition, marks: Mapping[str, Any], label: str) -> dict[str, Any]:
    """A sheet's marks as a column of the score table; totals only where every leaf is marked."""
    totals = {
        group.code: f"{sum(Decimal(marks[leaf.code]) for leaf in group.leaves):f}"
        for group in definition.groups
        if all(leaf.code in marks for leaf in group.leaves)
    }
    whole = sum((Decimal(total) for total in totals.values()), Decimal(0))
    is_whole = len(totals) == len(definition.groups)
    return {"label": label, "marks": marks, "totals": totals, "total": f"{whole:f}" if is_whole else None}


def plain_marks(marks: Mapping[str, str]) -> dict[str, str]:
    """Marks in one spelling, so that ``8``, ``8.0`` and full-width digits are the same content: ``8``."""
    return {code: f"{abs(Decimal(mark)).normalize():f}" for code, mark in marks.items()}


def place_in_order(seat_id: int, proposal_id: int) -> str:
    """A sort key that shuffles the proposals differently, but always the same way, for each judge."""
    return hashlib.sha256(f"{seat_id}:{proposal_id}".encode()).hexdigest()


def canonical(content: Mapping[str, Any]) -> str:
    """The text that a commitment covers: JSON with sorted keys and no spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def with_nonce(content: Mapping[str, Any]) -> dict[str, Any]:
    """A content with what keeps its hash from being guessed."""
    return {**content, "nonce": secrets.token_hex(16)}


def commitment_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of a sheet's canonical content; its random nonce keeps marks from being guessed from the hash."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def blind_text(text: str, names: Mapping[str, str]) -> str:
    """``text`` with each known name replaced by its role, longer names first."""
    for name in sorted((name for name in names if len(name) >= 2), key=len, reverse=True):
        text = text.replace(name, names[name])
    return text


def names_in(snapshot: Mapping[str, Any], group_name: str, leader: str) -> dict[str, str]:
    """Every name that a proposal tells, with the role that a judge reads instead."""
    team = snapshot.get("team", [])
    names = {row["name"]: row.get("role") or f"成员{n}" for n, row in enumerate(team, 1) if row.get("name")}
    names |= {row["name"]: f"联合单位{n}" for n, row in enumerate(snapshot.get("partners", [])[1:], 1)}
    return names | {group_name: "申报团队", leader: NO_NAME, snapshot.get("payee_name") or "": "收款单位"}


def blind(snapshot: Mapping[str, Any], group_name: str, leader: str) -> dict[str, Any]:
    """What a judge reads of a submitted proposal: every name replaced by a role; payee, host and files left out."""
    team, names = snapshot.get("team", []), names_in(snapshot, group_name, leader)
    shown = {name: _blinded(value, names) for name, value in snapshot.items() if name not in LEFT_OUT}
    shown["team"] = [
        {"role": row.get("role") or f"成员{n}", "skill": blind_text(row.get("skill", ""), names)}
        for n, row in enumerate(team, 1)
    ]
    shares = shown.get("partners", [])  # the hash of the terms would tell whoever knows the names
    shown["partners"] = [{name: value for name, value in row.items() if name != "terms_hash"} for row in shares]
    shown["plan"] = [row | {"responsible": _responsible(row, names)} for row in shown.get("plan", [])]
    return shown


def blind_title(snapshot: Mapping[str, Any], group_name: str, leader: str) -> str:
    """The project's name as a judge reads it."""
    return blind_text(snapshot.get("title", ""), names_in(snapshot, group_name, leader))


def money_of(snapshot: Mapping[str, Any]) -> dict[str, int]:
    """The whole budget and the part that is asked for, in fen."""
    lines = [(row["source"], row["quantity"] * row["price_fen"]) for row in snapshot.get("budget", [])]
    asked = sum(amount for source, amount in lines if source == "ASKED")
    return {"whole_fen": sum(amount for _source, amount in lines), "asked_fen": asked}


def _responsible(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Who leads an activity is only shown as a role; a name that the team list does not know is withheld."""
    written = str(row.get("responsible", ""))
    return written if written in names.values() or not written else NO_NAME


def _blinded(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return blind_text(value, names)
    if isinstance(value, list):
        return [_blinded(item, names) for item in value]
    return {k: _blinded(v, names) for k, v in value.items()} if isinstance(value, dict) else value
