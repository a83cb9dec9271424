"""Turns numbers into the coordinates that the chart macros draw: pure geometry, no markup, no words.

Row charts (bars, stacked bars, funnel, intervals, dots) use percent of the row's width, so that text beside them is
ordinary text and wraps; radar and line use the units of a small viewBox. A missing value is ``None`` and is not drawn.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Number = int | float


@dataclass(frozen=True)
class Tick:
    at: float  # percent of the width, or units of the viewBox
    text: str


@dataclass(frozen=True)
class Bar:
    label: str
    text: str  # the value as people read it
    percent: float


@dataclass(frozen=True)
class Segment:
    series: int  # index into the chart's series names
    x: float
    width: float
    text: str


@dataclass(frozen=True)
class StackedBar:
    label: str
    text: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Stage:
    label: str
    text: str
    x: float
    width: float
    share_of_previous: str | None  # "62%", None for the first stage and after an empty one


@dataclass(frozen=True)
class Interval:
    label: str
    low: float
    mid: float
    high: float
    text: str


@dataclass(frozen=True)
class Dot:
    x: float
    level: int  # 0, 1, 2 …: how many equal scores already lie at this place
    is_dropped: bool
    text: str


@dataclass(frozen=True)
class DotRow:
    label: str
    dots: tuple[Dot, ...]
    mean: float | None
    text: str
    height: int  # levels needed, at least 1


@dataclass(frozen=True)
class Scaled:
    """Rows that share one scale."""

    rows: tuple
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class AxisLabel:
    x: float
    y: float
    anchor: str  # SVG text-anchor
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    name: str
    points: tuple[tuple[float, float], ...]
    values: tuple[str, ...]

    @property
    def path(self) -> str:
        """The points for an SVG polygon or polyline."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True)
class Radar:
    size: int
    height: int
    rings: tuple[str, ...]  # polygon points, inner to outer
    spokes: tuple[tuple[float, float], ...]
    labels: tuple[AxisLabel, ...]
    shapes: tuple[Shape, ...]
    centre: tuple[float, float]


@dataclass(frozen=True)
class Line:
    width: int
    height: int
    left: int
    right: int
    bottom: int
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    shapes: tuple[tuple[Shape, ...], ...]  # one tuple of unbroken runs for each series


def plain(value: Number | None) -> str:
    """A number with separators and without idle zeros: 1234.50 -> "1,234.5"; None -> "—"."""
    if value is None:
        return "—"
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def nice_ceiling(value: Number) -> float:
    """The smallest of 1, 2, 2.5, 5 × 10ⁿ that is not below ``value``; 1 for nothing."""
    if value <= 0:
        return 1.0
    power = 10 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value * (1 - 1e-12))


LEAST_SPAN = 1e-9  # scores and money differ by more; below it a float has no steps to draw


def ticks_between(low: Number, high: Number, count: int = 4) -> tuple[float, ...]:
    """Round values from at or below ``low`` to at or above ``high``, about ``count`` steps apart."""
    if high - low < LEAST_SPAN:
        high = low + 1
    step = nice_ceiling((high - low) / count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(n * step, 10) for n in range(first, last + 1))


def _percent(value: Number, low: Number, high: Number) -> float:
    return round(min(100.0, max(0.0, 100 * (value - low) / (high - low))), 3)


def _scale(low: Number, high: Number) -> tuple[float, float, tuple[Tick, ...]]:
    values = ticks_between(low, high)
    return values[0], values[-1], tuple(Tick(_percent(v, values[0], values[-1]), plain(v)) for v in values)


def bars(items: Iterable[Sequence], maximum: Number | None = None) -> tuple[Bar, ...]:
    """``items``: (label, value) or (label, value, text). The longest bar, or ``maximum``, is 100 %."""
    rows = [(i[0], i[1] or 0, i[2] if len(i) > 2 else plain(i[1])) for i in items]
    top = maximum or max((value for _, value, _ in rows), default=0) or 1
    return tuple(Bar(label, text, _percent(value, 0, top)) for label, value, text in rows)


def stacked_bars(
    items: Iterable[Sequence], maximum: Number | None = None, texts: Sequence[Sequence[str]] | None = None
) -> tuple[StackedBar, ...]:
    """``items``: (label, [value for each series]) or (label, values, total text). Bars share one scale."""
    rows = [(i[0], [v or 0 for v in i[1]], i[2] if len(i) > 2 else plain(sum(v or 0 for v in i[1]))) for i in items]
    top = maximum or max((sum(values) for _, values, _ in rows), default=0) or 1
    bars_made = []
    for index, (label, values, text) in enumerate(rows):
        segments, before = [], 0
        for series, value in enumerate(values):
            words = texts[index][series] if texts else plain(value)
            segments.append(Segment(series, _percent(before, 0, top), _percent(value, 0, top), words))
            before += value
        bars_made.append(StackedBar(label, text, tuple(segments)))
    return tuple(bars_made)


def funnel(stages: Iterable[tuple[str, int]]) -> tuple[Stage, ...]:
    """Stages from the widest; each says what share of the one before it was kept."""
    rows = list(stages)
    top = max((count for _, count in rows), default=0) or 1
    made, before = [], None
    for label, count in rows:
        width = _percent(count, 0, top)
        share = f"{100 * count / before:.0f}%" if before else None
        made.append(Stage(label, plain(count), round((100 - width) / 2, 3), width, share))
        before = count
    return tuple(made)


def intervals(
    items: Iterable[tuple[str, Number, Number, Number]],
    low: Number | None = None,
    high: Number | None = None,
) -> Scaled:
    """``items``: (label, low, middle, high), for a ranking with its confidence bands."""
    rows = list(items)
    if not rows:
        return Scaled((), ())
    start, end, ticks = _scale(
        min(r[1] for r in rows) if low is None else low, max(r[3] for r in rows) if high is None else high
    )
    made = (
        Interval(
            label,
            _percent(a, start, end),
            _percent(m, start, end),
            _percent(b, start, end),
            f"{plain(m)} ({plain(a)}–{plain(b)})",
        )
        for label, a, m, b in rows
    )
    return Scaled(tuple(made), ticks)


def dots(
    items: Iterable[tuple[str, Sequence[tuple[Number, bool]], Number | None]],
    low: Number | None = None,
    high: Number | None = None,
) -> Scaled:
    """``items``: (label, [(score, is_dropped)], mean). Equal or nearly equal scores are stacked, never on top."""
    rows = list(items)
    scores = [score for _, marks, _ in rows for score, _ in marks]
    if not scores:
        return Scaled(tuple(DotRow(label, (), None, "—", 1) for label, _, _ in rows), ())
    start, end, ticks = _scale(min(scores) if low is None else low, max(scores) if high is None else high)
    made = []
    for label, marks, mean in rows:
        placed: list[Dot] = []
        for score, is_dropped in sorted(marks):
            x = _percent(score, start, end)
            taken = {dot.level for dot in placed if abs(dot.x - x) < 3}
            level = next(n for n in range(len(marks)) if n not in taken)
            placed.append(Dot(x, level, is_dropped, plain(score)))
        made.append(
            DotRow(
                label,
                tuple(placed),
                None if mean is None else _percent(mean, start, end),
                plain(mean),
                max((dot.level for dot in placed), default=0) + 1,
            )
        )
    return Scaled(tuple(made), ticks)


def _wrap(text: str, width: int) -> tuple[str, ...]:
    """Break a label into at most three lines of ``width`` Chinese characters; the third ends with … when it must."""
    lines = [text[at : at + width] for at in range(0, len(text), width)] or [""]
    return tuple(lines) if len(lines) <= 3 else (*lines[:2], lines[2][:-1] + "…")


def radar(axes: Sequence[str], series: Iterable[tuple[str, Sequence[Number | None]]], maximum: Number = 100) -> Radar:
    """``series``: (name, [value for each axis]), 0 to ``maximum``; needs three axes or more, else nothing is drawn."""
    width, height, reach = 360, 320, 100
    cx, cy = width / 2, height / 2 - 5
    count = len(axes)
    if count < 3:
        return Radar(width, height, (), (), (), (), (cx, cy))

    def at(index: int, share: float) -> tuple[float, float]:
        angle = 2 * math.pi * index / count - math.pi / 2
        return round(cx + reach * share * math.cos(angle), 2), round(cy + reach * share * math.sin(angle), 2)

    rings = tuple(" ".join(f"{x:g},{y:g}" for x, y in (at(i, ring / 4) for i in range(count))) for ring in (1, 2, 3, 4))
    labels = []
    for index, text in enumerate(axes):
        x, y = at(index, 1.13)
        anchor = "middle" if abs(x - cx) < 12 else ("start" if x > cx else "end")
        room = x - 4 if anchor == "end" else (width - x - 4 if anchor == "start" else 160)
        is_wide = any(ord(letter) > 0x2E7F for letter in text)
        lines = _wrap(text, max(3, int(room / (13 if is_wide else 7))))
        shift = -15 * (len(lines) - 1) if y < cy - reach * 0.9 else (-7.5 * (len(lines) - 1) if y < cy + 60 else 6)
        labels.append(AxisLabel(x, round(y + shift + 4, 2), anchor, lines))
    shapes = tuple(
        Shape(
            name,
            tuple(at(i, min(1.0, max(0.0, (value or 0) / maximum))) for i, value in enumerate(values)),
            tuple(plain(value) for value in values),
        )
        for name, values in series
    )
    return Radar(width, height, rings, tuple(at(i, 1) for i in range(count)), tuple(labels), shapes, (cx, cy))


def line(labels: Sequence[str], series: Iterable[tuple[str, Sequence[Number | None]]]) -> Line:
    """``series``: (name, [value or None for each label]). A gap breaks the line; at most six labels are written."""
    width, height, left, right, top, bottom = 360, 220, 52, 344, 14, 186
    rows = list(series)
    known = [value for _, values in rows for value in values if value is not None]
    scale = ticks_between(min([0, *known]), max([0, *known]))
    low, high = scale[0], scale[-1]

    def x_of(index: int) -> float:
        span = max(1, len(labels) - 1)
        return round(left + (right - left) * index / span, 2) if len(labels) > 1 else (left + right) / 2

    def y_of(value: Number) -> float:
        return round(bottom - (bottom - top) * (value - low) / (high - low), 2)

    every = max(1, math.ceil(len(labels) * max((len(text) for text in labels), default=1) * 9 / (right - left)))
    every = max(every, math.ceil(len(labels) / 6))
    shapes = []
    for name, values in rows:
        runs: list[Shape] = []
        run: list[tuple[float, float]] = []
        for index, value in enumerate([*values, None]):
            if value is not None:
                run.append((x_of(index), y_of(value)))
            elif run:
                runs.append(Shape(name, tuple(run), ()))
                run = []
        shapes.append(tuple(runs))
    return Line(
        width,
        height,
        left,
        right,
        bottom,
        tuple(Tick(x_of(i), text) for i, text in enumerate(labels) if i % every == 0),
        tuple(Tick(y_of(v), plain(v)) for v in scale),
        tuple(shapes),
    )
