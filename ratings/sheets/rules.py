"""A column's result, how columns are shown beside each other, and what a group may still improve."""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from core import charts, schemes
from core.schemes import Definition, Result
from ratings.schemes.rules import worded
from ratings.sheets.models import RatingSheet


def result_of(
    definition: Definition, marks: Mapping[str, str], bonus: Collection[str], vetoes: Collection[str], lacking: Any = ()
) -> dict[str, Any]:
    """A column's result as it is kept: exact decimals as text, so that it can be computed again and compared."""
    found: Result = schemes.score(definition, marks, bonus, vetoes, unmet=set(lacking))
    return {
        "total": f"{found.total:f}",
        "base": f"{found.base:f}",
        "bonus": f"{found.bonus_points:f}",
        "groups": {code: f"{group.points:f}" for code, group in found.groups.items()},
        "percent": {code: f"{group.percent:f}" for code, group in found.groups.items()},
        "is_vetoed": found.is_vetoed,
        "band": found.band.code if found.band else "",
        "stars": (found.band.stars or 0) if found.band else 0,
    }


def gaps_to_full(definition: Definition, marks: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(indicator, points, maximum) for each leaf that lost points: the list of improvements."""
    return [
        (leaf.title, marks[leaf.code], f"{leaf.max_points:f}")
        for leaf in definition.leaves
        if leaf.code in marks and marks[leaf.code] != "" and float(marks[leaf.code]) < leaf.max_points
    ]


def column_view(sheet: RatingSheet, label: Callable[[str], str]) -> dict[str, Any]:
    """One column as the table of scores draws it."""
    result, name = sheet.result or {}, label(sheet.column.label)
    return {
        "label": name if sheet.submitted_at else f"{name}（{label('草稿')}）",
        "marks": sheet.marks,
        "totals": result.get("groups", {}),
        "total": result.get("total"),
        "percent": result.get("percent", {}),
        "notes": sheet.notes,
    }


def radar_of(definition: Definition, columns: Sequence[Mapping[str, Any]], lang: str) -> tuple[charts.Radar, list[str]]:
    """The submitted columns over the top indicators, in percent of each maximum, and the axes' names."""
    axes = [worded(group, lang) for group in definition.groups]
    series = [
        (column["label"], [float(Decimal(column["percent"][group.code])) for group in definition.groups])
        for column in columns
        if column["percent"]
    ]
    return charts.radar(axes, series), axes
