"""How far a ranking can be trusted: spread, severity, agreement, rank intervals, and pairs that are too close to call.

Points are those of the sheets. What is drawn at random is drawn from a seed, so that the same round shows the same
figures to everybody, and floats enter only where nothing is decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import sqrt
from random import Random

from grants.methods.rules import Method
from grants.scores.rules import kept_places, severities

Cells = Mapping[int, Mapping[int, Fraction]]
"""Proposal → judge → points."""

SAMPLES = 1_000
UNIT = 10_000  # bootstrap sums are whole numbers of this part of a point, so that they are exact
NEARLY_ALL = 0.8  # from this share of the cells on a panel counts as full: severity then cancels out of the order
TOO_CLOSE = 0.1  # the lower one of a pair is ahead in more than this share of the samples
NEIGHBOURS = 5  # how many places on either side of the line are compared


@dataclass(frozen=True)
class Spread:
    """The marks of one proposal."""

    count: int
    low: float
    mean: float
    high: float
    deviation: float


@dataclass(frozen=True)
class Leaning:
    """One judge: points above the others on the same proposals, and how far single marks stray from that."""

    severity: float
    deviation: float
    count: int


@dataclass(frozen=True)
class Standing:
    """Where a proposal stands when its sheets are drawn again: nine of ten places, and the share above the line."""

    low: int
    high: int
    funded: float


@dataclass(frozen=True)
class ClosePair:
    """``lower`` is below the line, yet ahead of ``upper`` in this share of the samples."""

    upper: int
    lower: int
    share: float


def deviation_of(values: Sequence[float]) -> float:
    """The standard deviation of a sample; 0 for fewer than two values."""
    if len(values) < 2:
        return 0.0
    middle = sum(values) / len(values)
    return sqrt(sum((value - middle) ** 2 for value in values) / (len(values) - 1))


def spreads(cells: Cells) -> dict[int, Spread]:
    found = {}
    for proposal, given in cells.items():
        values = [float(points) for points in given.values()]
        if values:
            middle = sum(values) / len(values)
            found[proposal] = Spread(len(values), min(values), middle, max(values), deviation_of(values))
    return found


def leanings(cells: Cells, method: Method) -> dict[int, Leaning]:
    """Judge → severity (as the correction would find it) and consistency."""
    flat = [(proposal, judge, points) for proposal, given in cells.items() for judge, points in given.items()]
    leaning = severities(flat, method.shrink)
    left: dict[int, list[float]] = {judge: [] for judge in leaning}
    for given in cells.values():
        if given:
            merit = sum((points - leaning[judge] for judge, points in given.items()), Fraction(0)) / len(given)
            for judge, points in given.items():
                left[judge].append(float(points - merit - leaning[judge]))
    return {
        judge: Leaning(float(value), sqrt(sum(x * x for x in left[judge]) / len(left[judge])), len(left[judge]))
        for judge, value in leaning.items()
    }


def alpha(cells: Cells) -> float | None:
    """Krippendorff's alpha for interval data (2011), missing marks allowed; None when there is nothing to compare.

    1 is full agreement, 0 what chance gives. Units with one mark do not count.
    """
    units = [[float(points) for points in given.values()] for given in cells.values() if len(given) > 1]
    values = [value for unit in units for value in unit]
    count = len(values)
    if not units:
        return None
    within = sum(_squares(unit) / (len(unit) - 1) for unit in units)
    whole = _squares(values) / (count - 1)
    return 1 - within / whole if whole else None


def _squares(values: Sequence[float]) -> float:
    """The sum of squared differences over all ordered pairs."""
    return 2 * (len(values) * sum(v * v for v in values) - sum(values) ** 2)


def icc(cells: Cells) -> tuple[float, float] | None:
    """ICC(2,1) and ICC(2,k) of Shrout and Fleiss (1979): absolute agreement of one judge, and of the panel's mean.

    Only for a full panel of two or more judges on two or more proposals; None otherwise, or without any variance.
    """
    rows = [[float(points) for _judge, points in sorted(given.items())] for given in cells.values()]
    judges = {tuple(sorted(given)) for given in cells.values()}
    if len(rows) < 2 or len(judges) != 1 or len(rows[0]) < 2:
        return None
    n, k = len(rows), len(rows[0])
    middle = sum(map(sum, rows)) / (n * k)
    by_row = k * sum((sum(row) / k - middle) ** 2 for row in rows)
    by_judge = n * sum((sum(column) / n - middle) ** 2 for column in zip(*rows, strict=True))
    whole = sum((value - middle) ** 2 for row in rows for value in row)
    rows_ms, judges_ms = by_row / (n - 1), by_judge / (k - 1)
    rest_ms = (whole - by_row - by_judge) / ((n - 1) * (k - 1))
    single = rows_ms + (k - 1) * rest_ms + k * (judges_ms - rest_ms) / n
    mean = rows_ms + (judges_ms - rest_ms) / n
    return ((rows_ms - rest_ms) / single, (rows_ms - rest_ms) / mean) if single and mean else None


def is_nearly_full(cells: Cells) -> bool:
    judges = {judge for given in cells.values() for judge in given}
    return sum(map(len, cells.values())) >= NEARLY_ALL * len(judges) * len(cells)


def bootstrap(
    cells: Cells, extra: Mapping[int, Fraction], method: Method, seed: str, samples: int = SAMPLES
) -> dict[int, list[float]]:
    """Proposal → its score in each sample, every proposal's sheets drawn again with replacement (Efron 1979).

    On a full panel severity shifts all proposals alike and is taken away first, so that it does not widen the bands; on
    a split panel it is part of the luck unless the method corrects it. ``extra``: points that do not come from sheets.
    """
    corrects = method.corrects_severity or is_nearly_full(cells)
    leaning = {judge: one.severity for judge, one in leanings(cells, method).items()} if corrects else {}
    random, found = Random(seed), {}  # noqa: S311  (repeatable on purpose, decides nothing)
    for proposal, given in sorted(cells.items()):
        values = [round((float(points) - leaning.get(judge, 0)) * UNIT) for judge, points in sorted(given.items())]
        fixed = float(extra.get(proposal, 0))
        found[proposal] = [value + fixed for value in _drawn(values, method, random, samples)]
    return found


def _drawn(values: Sequence[int], method: Method, random: Random, samples: int) -> list[float]:
    """The method's mean of so many draws with replacement."""
    count = len(values)
    if not count:
        return [0.0] * samples
    kept, drawn = kept_places(count, method), random.choices(values, k=count * samples)
    first, last, scale = kept.start, kept.stop, len(kept) * UNIT
    return [sum(sorted(drawn[at : at + count])[first:last]) / scale for at in range(0, count * samples, count)]


def standings(scores: Mapping[int, Sequence[float]], funded: int) -> dict[int, Standing]:
    """Proposal → its interval of places (the middle nine tenths of the samples) and how often it is above the line."""
    names = list(scores)
    places: dict[int, list[int]] = {name: [] for name in names}
    for sample in zip(*scores.values(), strict=True):
        order = sorted(range(len(names)), key=sample.__getitem__, reverse=True)
        for place, at in enumerate(order, start=1):
            places[names[at]].append(place)
    found = {}
    for name, taken in places.items():
        taken.sort()
        edge = len(taken) // 20
        above = sum(place <= funded for place in taken) / len(taken)
        found[name] = Standing(taken[edge], taken[-1 - edge], above)
    return found


def close_pairs(scores: Mapping[int, Sequence[float]], order: Sequence[int], funded: int) -> list[ClosePair]:
    """Pairs across the line whose order the sheets do not settle, closest first; ties count half."""
    upper, lower = order[max(0, funded - NEIGHBOURS) : funded], order[funded : funded + NEIGHBOURS]
    found = []
    for a, b in product(upper, lower):
        pairs = list(zip(scores[a], scores[b], strict=True))
        share = sum((y > x) + (y == x) / 2 for x, y in pairs) / len(pairs)
        if share > TOO_CLOSE:
            found.append(ClosePair(a, b, share))
    return sorted(found, key=lambda pair: (-pair.share, pair.upper, pair.lower))


def where_one_more_helps(standing: Mapping[int, Standing], spread: Mapping[int, Spread], most: int = 3) -> list[int]:
    """The proposals for which one more sheet would settle most about the line.

    Doubt ``p (1 - p)`` of standing above it, times what one more sheet takes off the variance of the mean,
    ``s² / n - s² / (n + 1)``; those whose place is settled are left out.
    """
    worth = {
        name: one.funded
        * (1 - one.funded)
        * spread[name].deviation ** 2
        / (spread[name].count * (spread[name].count + 1))
        for name, one in standing.items()
        if name in spread and TOO_CLOSE < one.funded < 1 - TOO_CLOSE
    }
    return sorted(worth, key=lambda name: (-worth[name], name))[:most]


def funded_count(asked: Sequence[int], is_above_line: Sequence[bool], available_fen: int) -> int:
    """How many from the top the money reaches, by what each asks (fen); what is below the pass line is not funded."""
    whole, count = 0, 0
    for amount, is_above in zip(asked, is_above_line, strict=True):
        whole += amount
        if whole > available_fen or not is_above:
            break
        count += 1
    return count
