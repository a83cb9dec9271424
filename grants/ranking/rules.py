"""The ranking as a pure computation: trimmed means, ties broken by data, exact to the last place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.schemes import trimmed_mean


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
