"""Scoring by a definition: exact decimals all the way, rounded half up to two places only at the end."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from core.schemes.definition import Anchor, Band, Definition, Indicator, Option

Mark = Decimal | int | str


@dataclass(frozen=True, slots=True)
class GroupScore:
    """One top-level group: points out of max, and the share in percent to two places for showing."""

    points: Decimal
    max_points: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """What a set of marks comes to. ``base`` is before bonus, deductions and cap."""

    total: Decimal
    base: Decimal
    groups: Mapping[str, GroupScore]
    bonus_points: Decimal
    deducted_points: Decimal
    is_vetoed: bool
    is_passed: bool
    band: Band | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One group then and now, in percent of its maximum: an axis of a radar picture."""

    code: str
    title: str
    title_en: str
    before: Decimal | None
    after: Decimal
    change: Decimal | None


def round_half_up(value: Decimal | Fraction) -> Decimal:
    """Two places, halves away from zero, without a detour through binary or a limited context."""
    hundredths = Fraction(value) * 100
    whole = (abs(hundredths.numerator) * 2 + hundredths.denominator) // (hundredths.denominator * 2)
    return Decimal(whole if hundredths >= 0 else -whole).scaleb(-2)


def check_marks(definition: Definition, marks: Mapping[str, Mark], is_draft: bool = False) -> dict[str, str]:
    """Code → sentence for each mark that cannot stand; a draft may leave marks out."""
    leaves = {leaf.code: leaf for leaf in definition.leaves}
    problems = {code: "没有这个指标。" for code in marks if code not in leaves}
    for code, leaf in leaves.items():
        value = marks.get(code)
        if value is None or value == "":
            if not is_draft:
                problems[code] = "请打分。"
            continue
        sentence = _problem(leaf, value)
        if sentence:
            problems[code] = sentence
    return problems


def _problem(leaf: Indicator, value: Mark) -> str:
    points = _decimal(value)
    if points is None:
        return "请填写数字。"
    if points < 0 or points > leaf.max_points:
        return f"请填 0 到 {leaf.max_points:f} 之间的分数。"
    if leaf.options:
        return "" if any(points == option.points for option in leaf.options) else "请从选项中选择。"
    return "" if points % leaf.step == 0 else f"打分间隔为 {leaf.step:f} 分。"


def _decimal(value: Mark) -> Decimal | None:
    if isinstance(value, bool | float) or len(str(value)) > 12:
        return None
    try:
        points = Decimal(value)
    except (InvalidOperation, TypeError):
        return None
    return points if points.is_finite() else None


def score(
    definition: Definition,
    marks: Mapping[str, Mark],
    bonus: Mapping[str, Mark] | Iterable[str] = (),
    vetoes: Collection[str] = (),
    deductions: Iterable[Mark] = (),
    unmet: Collection[str] = (),
    is_draft: bool = False,
) -> Result:
    """Total, groups and band.

    ``bonus`` names the bonus items that apply, or maps them to points where these are free; ``unmet`` holds codes of
    bands whose extra condition a person found not to be met. A veto leaves the points and gives the lowest band.
    Raises ``ValueError`` for marks that ``check_marks`` refuses, unknown codes, or negative deductions.
    """
    problems = check_marks(definition, marks, is_draft)
    if problems:
        raise ValueError(f"marks cannot stand: {problems}")
    points = {leaf.code: Decimal(marks.get(leaf.code) or 0) for leaf in definition.leaves}
    groups = {group.code: _group_score(group, points) for group in definition.groups}
    base = sum((group.points for group in groups.values()), Decimal(0))
    extra = _bonus_points(definition, bonus)
    taken = _deducted(definition, deductions)
    total = round_half_up(max(Decimal(0), min(definition.total_cap, base + extra - taken)))
    is_vetoed = bool(_known(vetoes, [veto.code for veto in definition.vetoes]))
    band = _band(definition, total, groups, is_vetoed, unmet)
    passes = definition.pass_line is None or total >= definition.pass_line
    return Result(total, base, groups, extra, taken, is_vetoed, passes and not is_vetoed, band)


def _group_score(group: Indicator, points: Mapping[str, Decimal]) -> GroupScore:
    got = sum((points[leaf.code] for leaf in group.leaves), Decimal(0))
    return GroupScore(got, group.max_points, round_half_up(Fraction(got) * 100 / Fraction(group.max_points)))


def _known(codes: Iterable[str], allowed: Collection[str]) -> list[str]:
    found = list(codes)
    if not set(found) <= set(allowed):
        raise ValueError(f"unknown codes: {set(found) - set(allowed)}")
    return found


def _bonus_points(definition: Definition, bonus: Mapping[str, Mark] | Iterable[str]) -> Decimal:
    items = {item.code: item for item in definition.bonus_items}
    given = bonus if isinstance(bonus, Mapping) else {}
    values = []
    for code in _known(bonus, items):
        points = items[code].points
        points = points if points is not None else _decimal(given.get(code, ""))
        if points is None or points < 0:
            raise ValueError(f"bonus {code} needs points")
        values.append(points)
    if not values:
        return Decimal(0)
    return min(definition.bonus_cap, max(values) if definition.bonus_rule == "highest" else sum(values, Decimal(0)))


def _deducted(definition: Definition, deductions: Iterable[Mark]) -> Decimal:
    values = [_decimal(value) for value in deductions]
    if any(value is None or value < 0 for value in values) or (values and not definition.allows_deductions):
        raise ValueError("deductions must be points above zero, in a scheme that has them")
    return sum((value for value in values if value is not None), Decimal(0))


def _band(
    definition: Definition, total: Decimal, groups: Mapping[str, GroupScore], is_vetoed: bool, unmet: Collection[str]
) -> Band | None:
    """The highest band that is reached; floors compare exact points, not the rounded percentages."""
    if not definition.bands or is_vetoed:
        return definition.bands[-1] if definition.bands else None
    reached = (
        band
        for band in definition.bands
        if band.code not in unmet
        and total >= band.minimum
        and all(group.points * 100 >= band.floor_percent * group.max_points for group in groups.values())
    )
    return next(reached, definition.bands[-1])


def trimmed_mean(values: Sequence[Decimal | int], trim_from: int = 5, drop: int = 1) -> Decimal:
    """The mean to two places; from ``trim_from`` values on without the ``drop`` highest and lowest.

    The rule 去掉一个最高分和一个最低分. Raises ``ValueError`` without values, or when nothing would be left.
    """
    kept = sorted(Fraction(value) for value in values)
    if len(kept) >= trim_from:
        kept = kept[drop : len(kept) - drop]
    if not kept:
        raise ValueError("a mean needs values")
    return round_half_up(sum(kept, Fraction(0)) / len(kept))


def compare(definition: Definition, before: Result | None, after: Result) -> list[Comparison]:
    """The groups of two results side by side; a group that is new has no ``before``."""
    old = before.groups if before else {}
    return [
        Comparison(
            group.code,
            group.title,
            group.title_en,
            old[group.code].percent if group.code in old else None,
            after.groups[group.code].percent,
            after.groups[group.code].percent - old[group.code].percent if group.code in old else None,
        )
        for group in definition.groups
    ]


@dataclass(frozen=True, slots=True)
class FormLine:
    """One leaf to be marked, as the score sheet draws it."""

    code: str
    title: str
    max_points: float
    step: Decimal
    options: tuple[tuple[Decimal, str], ...]
    anchors: tuple[tuple[float, str], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormGroup:
    """One top indicator with its leaves."""

    code: str
    title: str
    max_points: Decimal
    indicators: tuple[FormLine, ...]


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A scheme as the macros of score sheets draw it, in one language."""

    groups: tuple[FormGroup, ...]


def form_of(definition: Definition, lang: str = "zh_CN") -> FormSheet:
    """The definition with its leaves lined up below each top indicator."""
    made = [
        FormGroup(g.code, _worded(g, lang), g.max_points, tuple(_form_line(leaf, lang) for leaf in g.leaves))
        for g in definition.groups
    ]
    return FormSheet(tuple(made))


def _worded(thing: Indicator | Option | Anchor, lang: str) -> str:
    return thing.title_en if lang == "en" and thing.title_en else thing.title


def _form_line(leaf: Indicator, lang: str) -> FormLine:
    options = tuple((option.points, _worded(option, lang)) for option in leaf.options)
    anchors = tuple((float(anchor.percent), _worded(anchor, lang)) for anchor in leaf.anchors)
    note = leaf.note_en if lang == "en" and leaf.note_en else leaf.note
    return FormLine(leaf.code, _worded(leaf, lang), float(leaf.max_points), leaf.step, options, anchors, note)
