"""From sheets to one exact score per proposal: means, trimmed means, and the correction of judges' severity.

Everything is a ``Fraction`` until a person reads it, so that a second program finds the same last digit.

Severity. A mark is taken as ``merit of the proposal + severity of the judge + chance``. Severities ``s`` minimise
``Σ (y_ij - p_i - s_j)² + λ Σ s_j²``; the merits ``p`` are free and drop out as means over each proposal's sheets, which
leaves ``(n_j + λ) s_j - Σ_{i∈j} (1/m_i) Σ_{k∈i} s_k = Σ_{i∈j} (y_ij - ȳ_i)``: one linear equation per judge, solved
without rounding. ``λ > 0`` makes the solution unique and its sum zero, also where panels do not overlap. The additive
model is that of two-way analysis with shrinkage (ridge), as in mark moderation and in incomplete block designs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

from grants.methods.models import Basis
from grants.methods.rules import Method


@dataclass(frozen=True)
class Marked:
    """A valid sheet: its total and its points per top criterion."""

    seat_id: int
    total: Decimal
    groups: Mapping[str, Decimal]


@dataclass(frozen=True)
class Total:
    """One judge's total: as given, as corrected (exact, None without correction), and what was left out of it.

    ``is_dropped``: the whole sheet was trimmed away. ``dropped``: the criteria in which it was, by criterion.
    """

    seat_id: int
    total: Decimal
    is_dropped: bool
    is_outlier: bool
    corrected: Fraction | None = None
    dropped: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is stored and shown; the corrected total to two places, for reading only."""
        shown = {"corrected": None if self.corrected is None else f"{rounded(self.corrected, 2):f}"}
        return {**vars(self), "total": f"{self.total:f}", "dropped": list(self.dropped), **shown}


@dataclass(frozen=True)
class StageScore:
    """What one proposal's sheets come to: by the method, without correction, and sheet by sheet, lowest first."""

    value: Fraction | None
    raw: Fraction | None
    totals: tuple[Total, ...]


def rounded(value: Fraction | Decimal, places: int = 2) -> Decimal:
    """Half up (away from zero) to so many places, by integers alone."""
    scaled = Fraction(value) * 10**places
    whole = (abs(scaled.numerator) * 2 + scaled.denominator) // (scaled.denominator * 2)
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-places)


def kept_places(count: int, method: Method) -> range:
    """Which of ``count`` values, lowest first, enter the mean."""
    drop = method.trim_drop if count >= method.trim_from else 0
    return range(drop, count - drop)


def mean(values: Sequence[Decimal | Fraction], method: Method) -> Fraction | None:
    """The method's mean of the values, exact: marks have few digits, so that sums of decimals lose none."""
    ordered = sorted(values)
    places = kept_places(len(ordered), method)
    return Fraction(sum(ordered[places.start : places.stop])) / len(places) if ordered else None


def severities(sheets: Iterable[tuple[int, int, Decimal]], shrink: Decimal) -> dict[int, Fraction]:
    """Judge → points by which this judge marks above the others on the same proposals.

    ``sheets``: (proposal, judge, points). ``shrink`` is λ above, more than zero; raises ``ValueError`` otherwise.
    """
    if shrink <= 0:
        raise ValueError("shrinkage must be above zero")
    given: dict[int, list[tuple[int, Fraction]]] = {}
    for proposal, judge, points in sheets:
        given.setdefault(proposal, []).append((judge, Fraction(points)))
    judges = sorted({judge for rows in given.values() for judge, _points in rows})
    place = {judge: n for n, judge in enumerate(judges)}
    left = [[Fraction(0)] * len(judges) for _ in judges]
    right = [Fraction(0)] * len(judges)
    for n in range(len(judges)):
        left[n][n] += Fraction(shrink)
    for rows in given.values():
        share, middle = Fraction(1, len(rows)), sum((y for _j, y in rows), Fraction(0)) / len(rows)
        for judge, points in rows:
            line = left[place[judge]]
            line[place[judge]] += 1
            right[place[judge]] += points - middle
            for other, _points in rows:
                line[place[other]] -= share
    return dict(zip(judges, _solved(left, right), strict=True))


def _solved(left: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """The solution of a symmetric positive definite system by elimination without fractions (Bareiss 1968).

    Each row is scaled to integers first; every division below leaves no rest. No pivot can be zero: leading minors of
    such a matrix are positive, and scaling a row by a positive number keeps that.
    """
    rows = [_whole([*line, value]) for line, value in zip(left, right, strict=True)]
    before, size = 1, len(rows)
    for step in range(size - 1):
        top = rows[step]
        for line in rows[step + 1 :]:
            first = line[step]
            line[step:] = [(top[step] * a - first * b) // before for a, b in zip(line[step:], top[step:], strict=True)]
        before = top[step]
    found = [Fraction(0)] * size
    for step in reversed(range(size)):
        known = sum((rows[step][n] * found[n] for n in range(step + 1, size)), Fraction(0))
        found[step] = (rows[step][size] - known) / rows[step][step]
    return found


def _whole(line: Sequence[Fraction]) -> list[int]:
    scale = lcm(*(value.denominator for value in line))
    return [value.numerator * (scale // value.denominator) for value in line]


def stage_scores(sheets: Mapping[int, Sequence[Marked]], method: Method) -> dict[int, StageScore]:
    """Proposal → what its sheets of this stage come to. The order of proposals and sheets does not matter."""
    by_criterion = method.basis == Basis.CRITERION
    codes = (
        sorted({code for rows in sheets.values() for sheet in rows for code in sheet.groups}) if by_criterion else []
    )
    corrections = _corrections(sheets, codes, method)
    return {proposal: _stage_score(rows, codes, corrections, method) for proposal, rows in sheets.items()}


Corrections = Mapping[str, Mapping[int, Fraction]]


def _corrections(sheets: Mapping[int, Sequence[Marked]], codes: Sequence[str], method: Method) -> Corrections:
    """Criterion (or "" for totals) → judge → points to take away; nothing when the method does not correct."""
    if not method.corrects_severity:
        return {}
    named = [(proposal, sheet) for proposal, rows in sorted(sheets.items()) for sheet in rows]
    return {
        code: severities(
            [(p, s.seat_id, points) for p, s in named if (points := _points(s, code)) is not None], method.shrink
        )
        for code in codes or [""]
    }


def _points(sheet: Marked, code: str) -> Decimal | None:
    return sheet.groups.get(code) if code else sheet.total


def _stage_score(
    sheets: Sequence[Marked], codes: Sequence[str], corrections: Corrections, method: Method
) -> StageScore:
    means, raws = Fraction(0), Fraction(0)
    dropped: dict[int, list[str]] = {sheet.seat_id: [] for sheet in sheets}
    for code in codes or [""]:
        given = [(p, sheet.seat_id) for sheet in sheets if (p := _points(sheet, code)) is not None]
        minus = corrections.get(code)
        counted = sorted((Fraction(points) - minus[seat], seat) if minus else (points, seat) for points, seat in given)
        places = kept_places(len(counted), method)
        for place, (_value, seat) in enumerate(counted):
            if place not in places:
                dropped[seat].append(code)
        value = mean([value for value, _seat in counted], method) or Fraction(0)
        means += value
        raws += mean([points for points, _seat in given], method) or Fraction(0) if minus else value
    totals = _totals(sheets, codes, corrections, dropped, method)
    return StageScore(means, raws, totals) if sheets else StageScore(None, None, totals)


def _totals(
    sheets: Sequence[Marked],
    codes: Sequence[str],
    corrections: Corrections,
    dropped: Mapping[int, Sequence[str]],
    method: Method,
) -> tuple[Total, ...]:
    """Every total, lowest counted value first, with the trimmed ones and those far from the median marked."""
    counted: dict[int, Any] = {sheet.seat_id: sheet.total for sheet in sheets}
    for minus in corrections.values():
        counted = {seat: Fraction(value) - minus.get(seat, 0) for seat, value in counted.items()}
    middle = median(list(counted.values()))
    return tuple(
        Total(
            sheet.seat_id,
            sheet.total,
            not codes and bool(dropped[sheet.seat_id]),
            abs(counted[sheet.seat_id] - middle) > method.outlier_points,
            counted[sheet.seat_id] if corrections else None,
            tuple(dropped[sheet.seat_id]) if codes else (),
        )
        for sheet in sorted(sheets, key=lambda sheet: (counted[sheet.seat_id], sheet.seat_id))
    )


def median(values: Sequence[Any]) -> Any:
    """The middle value, or the mean of the two in the middle, exact for decimals and fractions; 0 without values."""
    ordered, count = sorted(values), len(values)
    if not count:
        return 0
    return (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
