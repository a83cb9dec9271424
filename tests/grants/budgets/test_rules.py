"""Budgets against their rules: caps and room to the last fen, medians that name nobody."""

import random

import pytest

from core import codelists
from grants.budgets.rules import compare, forbidden, median, room, shares, sums
from grants.contests.models import Contest, League
from grants.proposals.models import BudgetLine, MoneySource
from grants.proposals.rules import budget_problems
from tests.proofs.figures import figure

SHIPPED = codelists.shipped()


def contest(**known):
    return Contest(
        leagues=[{"league": "TEAM", "cap_fen": 500_000}, {"league": "FILED", "cap_fen": 800_000}],
        cost_rules=SHIPPED["cost_categories"],
        forbidden=SHIPPED["forbidden_costs"],
        **known,
    )


def line(category, price, quantity=1, source="ASKED", unit="份", item="物资"):
    return BudgetLine(
        proposal_id=1,
        category=category,
        item=item,
        unit=unit,
        quantity=quantity,
        price_fen=price,
        source=MoneySource(source),
    )


def test_the_room_is_the_last_fen_that_still_fits():
    draw = random.Random(4)
    for _n in range(figure(500, 20_000)):
        asked, cap = draw.randrange(0, 10_000_000), draw.randrange(0, 100)
        spent = draw.randrange(0, asked + 1)
        more = room(asked, spent, cap)
        fits = lambda x: (spent + x) * 100 <= (asked + x) * cap  # noqa: B023, E731
        assert (fits(more) and not fits(more + 1)) if fits(0) else more == 0


def test_shares_by_category_with_caps():
    lines = [line("MATERIAL", 90_000), line("PUBLICITY", 10_000), line("PUBLICITY", 5_000, source="SELF")]
    found = {one.code: one for one in shares(contest(), League.FILED, lines)}
    assert (found["PUBLICITY"].spent_fen, found["PUBLICITY"].permille, found["PUBLICITY"].is_over) == (
        10_000,
        100,
        False,
    )
    assert found["PUBLICITY"].room_fen == 0 and found["MATERIAL"].cap_percent is None
    over = [line("MATERIAL", 90_000), line("PUBLICITY", 10_001)]
    assert {one.code for one in shares(contest(), League.FILED, over) if one.is_over} == {"PUBLICITY"}
    assert sums(lines) == [(MoneySource.ASKED, 100_000), (MoneySource.SELF, 5_000), (MoneySource.SOCIAL, 0)]


def test_a_resident_team_asks_for_no_staff():
    lines = [line("MATERIAL", 90_000), line("STAFF", 1)]
    assert budget_problems(contest(), League.TEAM, lines) == ["“项目人员补贴/劳务”0.01 元，超过申请金额的 0%。"]
    assert budget_problems(contest(), League.FILED, lines) == []


@pytest.mark.parametrize(("prices", "middle"), [([5], 5), ([1, 2], 2), ([1, 3], 2), ([9, 1, 5], 5), ([4, 1, 2, 3], 3)])
def test_medians(prices, middle):
    assert median(prices) == middle


@pytest.mark.parametrize(
    ("past", "told"),
    [
        ([(100, 1), (200, 2), (300, 3), (400, 4), (500, 5)], [(300, 5, False)]),
        ([(100, 1), (100, 2), (100, 3), (100, 4), (100, 5)], [(100, 5, True)]),
        ([(100, 1), (200, 2), (300, 3), (400, 4)], []),
        ([(100, 1), (200, 1), (300, 2), (400, 2), (500, 2)], []),
    ],
)
def test_a_median_is_told_of_enough_lines_of_enough_groups(past, told):
    found = compare([line("MATERIAL", 301)], {("MATERIAL", "份"): past})
    assert [(one.median_fen, one.count, one.is_far_off) for one in found] == told
    assert compare([line("MATERIAL", 301, unit="")], {("MATERIAL", ""): past}) == []


def test_forbidden_items_are_named_with_their_rule():
    lines = [line("MATERIAL", 1, item="慰问品一批"), line("MATERIAL", 1, item="彩纸")]
    assert forbidden(contest(), lines) == [("慰问品一批", "直接向服务对象发放现金或慰问品")]
