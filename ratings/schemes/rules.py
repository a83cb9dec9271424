"""How a star scheme is shown as a score sheet, and what its own additions (evidence, conditions) may say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.schemes import Definition, Indicator

KIND = "STAR"
SOURCES = (
    "PARTY_CORE",
    "LEGAL",
    "CORE",
    "MEMBERS",
    "ACTIVITIES",
    "COVERAGE",
    "SATISFACTION",
    "TURNED",
    "COMPLETED",
    "BRAND",
    "FEDERATION",
)
CONDITIONS = ("SATISFACTION", "FOUNDED_MONTHS", "FILED_MONTHS", "HELD_OR_UNANIMOUS")


@dataclass(frozen=True)
class SheetLine:
    """One leaf to be marked, as the score sheet draws it."""

    code: str
    title: str
    max_points: Decimal
    step: Decimal
    options: tuple[tuple[Decimal, str], ...]
    anchors: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class SheetGroup:
    """One top indicator with its leaves."""

    code: str
    title: str
    max_points: Decimal
    indicators: tuple[SheetLine, ...]


@dataclass(frozen=True)
class Sheet:
    """A scheme as the score sheet draws it."""

    groups: tuple[SheetGroup, ...]


def worded(thing: Any, lang: str) -> str:
    return thing.title_en if lang == "en" and thing.title_en else thing.title


def sheet_of(definition: Definition, lang: str = "zh_CN") -> Sheet:
    """The definition with its leaves lined up below each top indicator, titles leading down to the leaf."""
    return Sheet(
        tuple(
            SheetGroup(group.code, worded(group, lang), group.max_points, tuple(_lines(group, lang, "")))
            for group in definition.groups
        )
    )


def _lines(node: Indicator, lang: str, above: str) -> Iterator[SheetLine]:
    for child in node.children or (node,):
        title = f"{above}{worded(child, lang)}"
        if child.children:
            yield from _lines(child, lang, f"{title} · ")
            continue
        options = tuple((option.points, worded(option, lang)) for option in child.options)
        anchors = tuple((float(anchor.percent), worded(anchor, lang)) for anchor in child.anchors)
        yield SheetLine(child.code, title, child.max_points, child.step, options, anchors)


def leaves_of(items: Any) -> Iterator[Mapping[str, Any]]:
    """The leaves of a definition's JSON, in order."""
    for item in items:
        yield from leaves_of(item["items"]) if item.get("items") else [item]


def addition_problem(data: Mapping[str, Any]) -> str | None:
    """What is wrong with the evidence sources and band conditions of a definition that is otherwise sound."""
    for leaf in leaves_of(data["groups"]):
        for source in leaf.get("evidence", ()):
            if not isinstance(source, Mapping) or source.get("source") not in SOURCES:
                return f"指标 {leaf['code']} 的佐证来源（source）应是：{'、'.join(SOURCES)}。"
    for band in data.get("bands", ()):
        for condition in band.get("conditions", ()):
            is_known = isinstance(condition, Mapping) and condition.get("code") in CONDITIONS
            if not is_known or not isinstance(condition.get("value"), int):
                return f"等级 {band['code']} 的附加条件（code）应是：{'、'.join(CONDITIONS)}，并写明整数 value。"
    return None
