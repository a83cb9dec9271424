"""A scheme's definition: parsed from JSON data into frozen objects, or refused with a sentence that says where.

Points are exact decimals. A definition holds a tree of indicators; its roots are the *groups* to which floors apply.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any


class BrokenScheme(ValueError):
    """The data is no valid scheme; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its words: a veto, a score column."""

    code: str
    title: str
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers of an indicator and the points it gives."""

    points: Decimal
    title: str
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What so many percent of an indicator's maximum look like, for judges."""

    percent: Decimal
    title: str
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of the tree. A leaf is marked by one of its options, or freely from 0 to max in steps."""

    code: str
    title: str
    title_en: str
    max_points: Decimal
    step: Decimal = Decimal("0.5")
    options: tuple[Option, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    children: tuple["Indicator", ...] = ()
    note: str = ""
    note_en: str = ""
    evidence: tuple[Any, ...] = ()

    @property
    def leaves(self) -> tuple["Indicator", ...]:
        return tuple(leaf for child in self.children for leaf in child.leaves) if self.children else (self,)


@dataclass(frozen=True, slots=True)
class BonusItem:
    """Points on top. ``points`` fixed, or None when whoever scores enters them."""

    code: str
    title: str
    title_en: str
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Band:
    """A result class: reached from ``minimum`` points when every group has ``floor_percent`` % of its maximum."""

    code: str
    title: str
    title_en: str
    minimum: Decimal
    floor_percent: Decimal = Decimal(0)
    stars: int | None = None
    condition: str = ""
    condition_en: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole scheme; the bands stand highest first."""

    code: str
    title: str
    title_en: str
    groups: tuple[Indicator, ...]
    max_points: Decimal
    total_cap: Decimal
    bonus_items: tuple[BonusItem, ...] = ()
    bonus_cap: Decimal = Decimal(0)
    bonus_rule: str = "sum"
    allows_deductions: bool = False
    vetoes: tuple[Named, ...] = ()
    bands: tuple[Band, ...] = ()
    pass_line: Decimal | None = None
    columns: tuple[Named, ...] = field(default=())

    @property
    def leaves(self) -> tuple[Indicator, ...]:
        return tuple(leaf for group in self.groups for leaf in group.leaves)

    def nodes(self) -> Iterator[tuple[int, Indicator]]:
        """Every indicator with its depth, in reading order: for tables and forms."""
        stack = [(0, group) for group in reversed(self.groups)]
        while stack:
            depth, node = stack.pop()
            yield depth, node
            stack += [(depth + 1, child) for child in reversed(node.children)]


_DEEPEST = 6


def parse_definition(data: Mapping[str, Any]) -> Definition:
    """A definition from JSON data (the shipped files show the form). Raises ``BrokenScheme``."""
    if not isinstance(data, Mapping):
        raise BrokenScheme("方案应是一个对象。")
    groups = tuple(_indicator(item, 1) for item in _list(data, "groups"))
    if not groups:
        raise BrokenScheme("方案至少要有一个指标。")
    whole = sum((group.max_points for group in groups), Decimal(0))
    definition = Definition(
        *_words(data),
        groups=groups,
        max_points=whole,
        total_cap=_points(data, "total_cap", whole),
        bonus_items=tuple(_bonus_item(item) for item in _list(data, "bonus_items")),
        bonus_cap=_points(data, "bonus_cap", Decimal(0)),
        bonus_rule=data.get("bonus_rule", "sum"),
        allows_deductions=bool(data.get("allows_deductions", False)),
        vetoes=tuple(Named(*_words(item)) for item in _list(data, "vetoes")),
        bands=tuple(sorted((_band(item) for item in _list(data, "bands")), key=lambda band: -band.minimum)),
        pass_line=_points(data, "pass_line", None),
        columns=tuple(Named(*_words(item)) for item in _list(data, "columns")),
    )
    _check_whole(definition)
    return definition


def _list(data: Mapping[str, Any], name: str) -> Sequence[Any]:
    value = data.get(name, [])
    if not isinstance(value, list):
        raise BrokenScheme(f"“{name}”应是一个列表。")
    return value


def _words(data: Any) -> tuple[str, str, str]:
    if not isinstance(data, Mapping):
        raise BrokenScheme("每一项应是一个对象。")
    code, title, title_en = data.get("code"), data.get("zh"), data.get("en", "")
    if not (isinstance(code, str) and code and isinstance(title, str) and title and isinstance(title_en, str)):
        raise BrokenScheme(f"每一项都要有编号和名称：{code or title or '（空）'}。")
    return code, title, title_en


def _points(data: Mapping[str, Any], name: str, default: Any = ...) -> Any:
    value = data.get(name)
    if value is None and default is not ...:
        return default
    try:
        points = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        points = Decimal("NaN")
    if not points.is_finite() or not 0 <= points <= 100_000 or points != round(points, 2):
        raise BrokenScheme(f"{data.get('code', '')} 的“{name}”应是不小于 0、最多两位小数的数。")
    return points


def _indicator(data: Any, depth: int) -> Indicator:
    code, title, title_en = _words(data)
    if depth > _DEEPEST:
        raise BrokenScheme(f"指标层级过深：{code}。")
    node = Indicator(
        code,
        title,
        title_en,
        max_points=_points(data, "max"),
        step=_points(data, "step", Decimal("0.5")),
        options=tuple(_option(item) for item in _list(data, "options")),
        anchors=tuple(_anchor(item) for item in _list(data, "anchors")),
        children=tuple(_indicator(item, depth + 1) for item in _list(data, "items")),
        note=str(data.get("note", "")),
        note_en=str(data.get("note_en", "")),
        evidence=tuple(_list(data, "evidence")),
    )
    _check_node(node)
    return node


def _check_node(node: Indicator) -> None:
    if node.max_points <= 0:
        raise BrokenScheme(f"指标 {node.code} 的满分应大于 0。")
    if node.children and (node.options or node.anchors):
        raise BrokenScheme(f"指标 {node.code} 有下级指标，不能再有选项。")
    if node.children and sum(child.max_points for child in node.children) != node.max_points:
        raise BrokenScheme(f"指标 {node.code} 的下级满分之和与本级满分不等。")
    if node.options and max(option.points for option in node.options) != node.max_points:
        raise BrokenScheme(f"指标 {node.code} 的最高选项应等于满分。")
    if not node.children and not node.options and (not node.step or node.max_points % node.step):
        raise BrokenScheme(f"指标 {node.code} 的满分应是打分间隔的整数倍。")


def _option(data: Any) -> Option:
    return Option(_points(data, "points"), str(data.get("zh", "")), str(data.get("en", "")))


def _anchor(data: Any) -> Anchor:
    return Anchor(_points(data, "percent"), str(data.get("zh", "")), str(data.get("en", "")))


def _bonus_item(data: Any) -> BonusItem:
    return BonusItem(*_words(data), points=_points(data, "points", None))


def _band(data: Any) -> Band:
    return Band(
        *_words(data),
        minimum=_points(data, "min"),
        floor_percent=_points(data, "floor_percent", Decimal(0)),
        stars=data.get("stars"),
        condition=str(data.get("condition", "")),
        condition_en=str(data.get("condition_en", "")),
    )


def _check_whole(definition: Definition) -> None:
    for what, codes in (
        ("指标", [node.code for _, node in definition.nodes()]),
        ("加分项", [item.code for item in definition.bonus_items]),
        ("否决项", [item.code for item in definition.vetoes]),
        ("等级", [band.code for band in definition.bands]),
        ("打分栏", [column.code for column in definition.columns]),
    ):
        twice = next((code for code in codes if codes.count(code) > 1), None)
        if twice:
            raise BrokenScheme(f"{what}编号重复：{twice}。")
    if definition.bonus_rule not in ("sum", "highest"):
        raise BrokenScheme("加分规则只能是累加（sum）或取最高（highest）。")
    if definition.bands and definition.bands[-1].minimum != 0:
        raise BrokenScheme("最低一个等级应从 0 分开始。")
    if definition.pass_line is not None and definition.pass_line > definition.total_cap:
        raise BrokenScheme("合格线不能高于总分上限。")
