"""Judging as pure facts: what a panel still needs, what a judge may read, commitments, and the ranking."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from core.money import plain_yuan
from core.schemes import trimmed_mean
from core.schemes.rules import round_half_up
from grants.judging.models import Panel, PanelSeat, PanelStatus, SeatStatus, Sheet, SheetStatus

COMMENT_LEAST = 20
NO_NAME = "负责人"


def sitting(seats: Iterable[PanelSeat]) -> list[PanelSeat]:
    return [seat for seat in seats if seat.status == SeatStatus.ACCEPTED]


def panel_gaps(rules: Mapping[str, Any], seats: Sequence[PanelSeat], labels: Mapping[str, str]) -> list[str]:
    """What is missing before scoring may begin, each as a sentence; numbers and roles come from the edition's rules."""
    accepted, found = sitting(seats), []
    least = int(rules["min_judges"])
    if len(accepted) < least:
        found.append(f"至少要有 {least} 位评委接受邀请，现有 {len(accepted)} 位。")
    if rules["odd_panel"] and accepted and len(accepted) % 2 == 0:
        found.append(f"评委人数应为单数，现有 {len(accepted)} 位。")
    absent = [labels.get(role, role) for role in rules["panel_roles"] if role not in {s.role for s in accepted}]
    if absent:
        found.append(f"还缺评委类别：{'、'.join(absent)}。")
    waiting = sum(seat.status == SeatStatus.INVITED for seat in seats)
    return [*found, f"还有 {waiting} 份邀请没有答复，请等待答复或撤回。"] if waiting else found


def is_ready(panel: Panel, actor: Any, facts: Mapping[str, Any]) -> bool:
    return not panel_gaps(panel.rules, facts["seats"], {})


def contest_is_judging(panel: Panel, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["contest"].status == "JUDGING"


def is_no_judge(panel: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """Whoever fixes the ranking or reopens a sheet has scored nothing in this round."""
    return actor.account_id not in {seat.account_id for seat in facts["seats"]}


def may_end(panel: Panel, actor: Any, facts: Mapping[str, Any]) -> bool:
    """Before the deadline only when every judge has declared and handed in everything; afterwards as it stands."""
    return facts["now"] > panel.due_at or facts["outstanding"] == 0


def has_something(panel: Panel, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(facts["is_covered"])


def is_scoring(thing: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["panel"].status == PanelStatus.SCORING


def is_own(thing: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["seat"].account_id == actor.account_id


def is_author(sheet: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return is_own(sheet, actor, facts) and facts["seat"].status == SeatStatus.ACCEPTED


def is_not_late(sheet: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["panel"].opens_at <= facts["now"] <= facts["panel"].due_at


def is_writable(sheet: Sheet) -> bool:
    return sheet.status in (SheetStatus.DRAFT, SheetStatus.REOPENED)


def time_left(due_at: datetime, now: datetime) -> timedelta:
    return max(due_at - now, timedelta(0))


def place_in_order(seat_id: int, proposal_id: int) -> str:
    """A sort key that shuffles the proposals differently, but always the same way, for each judge."""
    return hashlib.sha256(f"{seat_id}:{proposal_id}".encode()).hexdigest()


def canonical(content: Mapping[str, Any]) -> str:
    """The text that a commitment covers: JSON with sorted keys and no spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def commitment_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of a sheet's canonical content; its random nonce keeps marks from being guessed from the hash."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def blind_text(text: str, names: Mapping[str, str]) -> str:
    """``text`` with each known name replaced by its role, longer names first."""
    for name in sorted((name for name in names if len(name) >= 2), key=len, reverse=True):
        text = text.replace(name, names[name])
    return text


def blind(snapshot: Mapping[str, Any], group_name: str, leader: str) -> dict[str, Any]:
    """What a judge reads of a submitted proposal: every name replaced by a role, the payee left out."""
    team = snapshot.get("team", [])
    names = {row["name"]: row.get("role") or f"成员{n}" for n, row in enumerate(team, 1) if row.get("name")}
    names |= {group_name: "申报团队", leader: NO_NAME, snapshot.get("payee_name") or "": "收款单位"}
    shown = {name: _blinded(value, names) for name, value in snapshot.items() if name not in ("payee_name", "team")}
    shown["team"] = [
        {"role": row.get("role") or f"成员{n}", "skill": blind_text(row.get("skill", ""), names)}
        for n, row in enumerate(team, 1)
    ]
    shown["plan"] = [row | {"responsible": _responsible(row, names)} for row in shown.get("plan", [])]
    return shown


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


@dataclass(frozen=True)
class Method:
    """How an edition ranks: points, and codes in the order in which they break ties."""

    pass_line: Decimal
    trim_from: int = 5
    trim_drop: int = 1
    tie_break: tuple[str, ...] = ()
    outlier_points: Decimal = Decimal(15)

    @classmethod
    def of(cls, rules: Mapping[str, Any]) -> "Method":
        return cls(
            Decimal(str(rules["pass_line"])),
            int(rules["trim_from"]),
            int(rules["trim_drop"]),
            tuple(rules["tie_break"]),
            Decimal(str(rules["outlier_points"])),
        )


@dataclass(frozen=True)
class Marked:
    """A valid sheet: its total and its points per top criterion."""

    seat_id: int
    total: Decimal
    groups: Mapping[str, Decimal]


@dataclass(frozen=True)
class Entry:
    """A proposal with its valid sheets."""

    proposal_id: int
    number: str
    asked_fen: int
    sheets: Sequence[Marked]


@dataclass(frozen=True)
class Total:
    """One judge's total, whether it was trimmed away, and whether it lies far from the median."""

    seat_id: int
    total: Decimal
    is_dropped: bool
    is_outlier: bool

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "total": f"{self.total:f}"}


@dataclass(frozen=True)
class Ranked:
    """A proposal in its place. ``tie_break`` is the code that decided against an equal score."""

    entry: Entry
    totals: tuple[Total, ...]
    score: Decimal | None
    rank: int
    tie_break: str | None
    is_above_line: bool


@dataclass(frozen=True)
class _Scored:
    entry: Entry
    score: Decimal | None
    keys: tuple[tuple[str, Any], ...] = field(default=())


def rank(entries: Iterable[Entry], method: Method, ballot: Sequence[int] = ()) -> list[Ranked]:
    """Order proposals by trimmed mean, ties by the method's codes, the rest by the panel's ballot, then by number.

    Points are exact; scores are rounded half up to two places and compared so. Neither the order of the sheets nor
    that of the entries matters. Rule 去掉一个最高分和一个最低分: from ``trim_from`` sheets on, by each proposal's own
    sheets; a criterion that breaks a tie is averaged by the same rule.
    """
    scored = sorted((_scored(entry, method, ballot) for entry in entries), key=_order)
    return [
        Ranked(
            one.entry,
            totals_of(one.entry.sheets, method),
            one.score,
            place,
            _decider(scored, place - 1),
            one.score is not None and one.score >= method.pass_line,
        )
        for place, one in enumerate(scored, start=1)
    ]


def _mean(values: Sequence[Decimal], method: Method) -> Decimal | None:
    return trimmed_mean(values, method.trim_from, method.trim_drop) if values else None


def _scored(entry: Entry, method: Method, ballot: Sequence[int]) -> _Scored:
    keys: list[tuple[str, Any]] = []
    for code in method.tie_break:
        if code == "LOWER_REQUEST":
            keys.append((code, entry.asked_fen))
        elif code == "BALLOT":
            keys.append((code, _vote(entry.proposal_id, ballot)))
        else:
            points = [sheet.groups[code] for sheet in entry.sheets if code in sheet.groups]
            keys.append((code, -(_mean(points, method) or Decimal(0))))
    return _Scored(entry, _mean([s.total for s in entry.sheets], method), (*keys, ("NUMBER", entry.number)))


def _vote(proposal_id: int, ballot: Sequence[int]) -> int:
    return ballot.index(proposal_id) if proposal_id in ballot else len(ballot)


def _order(one: _Scored) -> tuple[Any, ...]:
    head = (one.score is None, -(one.score or Decimal(0)))
    return (*head, *(value for _code, value in one.keys))


def _decider(scored: Sequence[_Scored], at: int) -> str | None:
    """The latest criterion that was needed to set this proposal apart from its neighbours with the same score."""
    one, found = scored[at], -1
    for other in scored[max(at - 1, 0) : at] + scored[at + 1 : at + 2]:
        if other.score == one.score:
            pairs = enumerate(zip(one.keys, other.keys, strict=True))
            found = max(found, next((n for n, (mine, theirs) in pairs if mine != theirs), -1))
    return one.keys[found][0] if found >= 0 else None


def totals_of(sheets: Sequence[Marked], method: Method) -> tuple[Total, ...]:
    """Every total, lowest first, with the trimmed ones and those far from the median marked."""
    ordered = sorted(sheets, key=lambda sheet: (sheet.total, sheet.seat_id))
    count, drop = len(ordered), method.trim_drop
    is_trimmed = count >= method.trim_from
    middle = median([sheet.total for sheet in ordered])
    return tuple(
        Total(
            sheet.seat_id,
            sheet.total,
            is_trimmed and not drop <= place < count - drop,
            abs(sheet.total - middle) > method.outlier_points,
        )
        for place, sheet in enumerate(ordered)
    )


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle value, or the mean of the two in the middle; 0 without values."""
    ordered, count = sorted(values), len(values)
    if not count:
        return Decimal(0)
    return (ordered[(count - 1) // 2] + ordered[count // 2]) / 2


def spread_text(totals: Sequence[Decimal]) -> str:
    """Highest minus lowest total."""
    return f"{round_half_up(max(totals) - min(totals)):f}" if totals else "—"


def money_text(fen: int | None) -> str:
    return "—" if fen is None else f"{plain_yuan(fen)}"
