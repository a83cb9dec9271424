"""A budget against its rules and against the past: shares of categories, room below their caps, medians of unit prices.

Amounts are integer fen, caps whole per cent of the amount asked for. Caps come from the edition (``cost_rules``), which
copied them from the list of cost categories when it was planned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grants.contests.models import Contest, League
from grants.contests.rules import cost_cap
from grants.proposals.models import BudgetLine, MoneySource
from grants.proposals.rules import forbidden_word, total

FEWEST_LINES = 5
FEWEST_GROUPS = 3
"""A median is told from so many lines of so many other groups on: of fewer, one could tell whose price it is."""
FAR_OFF = 2
"""A price of more than so many times the median, or less than its part, is worth a word."""
Kind = tuple[str, str]
Price = tuple[int, int | str]
"""A unit price in fen, and whose it is: a group, or an applicant of earlier times by name."""


@dataclass(frozen=True)
class Share:
    """One cost category of a budget: what it takes of the amount asked for, and what its cap leaves."""

    code: str
    label: str
    label_en: str
    spent_fen: int
    permille: int
    cap_percent: int | None
    room_fen: int | None
    is_over: bool


@dataclass(frozen=True)
class Comparison:
    """One line's unit price beside the median of similar lines of others."""

    item: str
    unit: str
    price_fen: int
    median_fen: int
    count: int

    @property
    def is_far_off(self) -> bool:
        return self.price_fen > self.median_fen * FAR_OFF or self.price_fen * FAR_OFF < self.median_fen


def room(asked_fen: int, spent_fen: int, cap_percent: int) -> int:
    """How much more the category may ask for: every fen that it adds makes the whole larger too.

    The largest x with ``(spent + x) * 100 <= (asked + x) * cap``; 0 when the cap is reached. A cap of 100 has no end.
    """
    return max(0, (asked_fen * cap_percent - spent_fen * 100) // (100 - cap_percent)) if cap_percent < 100 else 0


def shares(contest: Contest, league: League, lines: Sequence[BudgetLine]) -> list[Share]:
    """Every category that is used, or has a cap, in the order of the list."""
    asked, found = total(lines, MoneySource.ASKED), []
    for rule in contest.cost_rules:
        spent = sum(n.amount_fen for n in lines if n.category == rule["code"] and n.source == MoneySource.ASKED)
        cap = cost_cap(contest, rule["code"], league)
        if not spent and cap is None:
            continue
        found.append(
            Share(
                code=rule["code"],
                label=rule["zh"],
                label_en=rule["en"],
                spent_fen=spent,
                permille=spent * 1000 // asked if asked else 0,
                cap_percent=cap,
                room_fen=room(asked, spent, cap) if cap is not None else None,
                is_over=cap is not None and spent * 100 > asked * cap,
            )
        )
    return found


def median(prices: Sequence[int]) -> int:
    """The middle price; of two middle ones their mean, half a fen upwards."""
    ordered, middle = sorted(prices), len(prices) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle] + 1) // 2


def compare(lines: Sequence[BudgetLine], past: Mapping[Kind, Sequence[Price]]) -> list[Comparison]:
    """Each line beside similar lines, of the same category and unit; ``past`` holds (price in fen, group) of others.

    Nothing is told of too few lines or groups, and never whose they are.
    """
    found = []
    for line in lines:
        known = past.get((line.category, line.unit), ())
        if line.unit and len(known) >= FEWEST_LINES and len({group for _price, group in known}) >= FEWEST_GROUPS:
            middle = median([price for price, _group in known])
            found.append(Comparison(line.item, line.unit, line.price_fen, middle, len(known)))
    return found


def sums(lines: Sequence[BudgetLine]) -> list[tuple[MoneySource, int]]:
    return [(source, total(lines, source)) for source in MoneySource]


def forbidden(contest: Contest, lines: Sequence[BudgetLine]) -> list[tuple[str, str]]:
    """Lines whose words name something that may not be paid for: (item, rule)."""
    found = [(line.item, forbidden_word(contest, line.item)) for line in lines]
    return [(item, rule) for item, rule in found if rule]


def told(share: Share) -> dict[str, Any]:
    """A share as the API shows it."""
    return {
        "category": share.code,
        "title": share.label,
        "spent_fen": share.spent_fen,
        "permille": share.permille,
        "cap_percent": share.cap_percent,
        "room_fen": share.room_fen,
        "is_over": share.is_over,
    }
