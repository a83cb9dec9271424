"""Turning what was measured into suggested points, by the steps that the scheme itself holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.schemes import Definition


@dataclass(frozen=True)
class Measure:
    """What the records say: a number or a word, the sentence that people read, and where it stands."""

    value: int | str
    text: str
    sources: tuple[tuple[str, str], ...] = ()
    sample: int = 0


@dataclass(frozen=True)
class Suggestion:
    """Points for one indicator with the records that they rest on; None when the records do not decide."""

    points: str | None
    text: str
    sources: tuple[tuple[str, str], ...] = field(default=())

    def stored(self) -> dict[str, Any]:
        return {"points": self.points, "text": self.text, "sources": [list(pair) for pair in self.sources]}


def points_of(source: Mapping[str, Any], measure: Measure) -> Any | None:
    """The points that a source's steps (at least so much: so many points) or words give to what was measured."""
    if "points" in source:
        return source["points"].get(measure.value)
    value = 0 if measure.sample < source.get("min_sample", 0) else measure.value
    return next((points for least, points in source.get("steps", ()) if int(value) >= least), None)


def suggestions(definition: Definition, measures: Mapping[str, Measure]) -> dict[str, Suggestion]:
    """Leaf → suggestion, for the leaves whose source was measured."""
    found = {}
    for leaf in definition.leaves:
        for source in leaf.evidence:
            measure = measures.get(source["source"])
            if measure is not None:
                points = points_of(source, measure)
                found[leaf.code] = Suggestion(None if points is None else f"{points:g}", measure.text, measure.sources)
    return found


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that shorter month."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return min_day(year, month + 1, day.day)


def min_day(year: int, month: int, day: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    last = date.fromordinal(following.toordinal() - 1).day
    return date(year, month, min(day, last))


def share(part: int, whole: int) -> int:
    """Whole percent, cut: 94.9 % never reaches a step of 95 %."""
    return part * 100 // whole if whole else 0
