"""What the numbers say, against published worked examples and against rounds whose answer is known."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from grants.insight import rules
from grants.methods.rules import Method

METHOD = Method(Decimal(60))
# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: four observers, twelve units, gaps.
OBSERVERS = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
# Shrout and Fleiss, Intraclass Correlations (1979), table 2: six targets, four judges.
TARGETS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


def cells_of(rows):
    return {n: {judge: Fraction(points) for judge, points in enumerate(row)} for n, row in enumerate(rows)}


def test_alpha_and_icc_are_those_of_the_papers():
    columns = list(zip(*(row.split() for row in OBSERVERS), strict=True))
    cells = {n: {j: Fraction(v) for j, v in enumerate(column) if v != "."} for n, column in enumerate(columns)}
    assert rules.alpha(cells) == pytest.approx(0.849, abs=0.0005)
    assert rules.icc(cells_of(TARGETS)) == (pytest.approx(0.29, abs=0.005), pytest.approx(0.62, abs=0.005))
    assert rules.icc(cells) is None
    assert rules.alpha({}) is None and rules.alpha(cells_of([(5, 5), (5, 5)])) is None
    assert rules.alpha(cells_of([(1, 1), (5, 5)])) == 1


def test_severity_and_consistency_of_judges():
    merits = [60, 70, 80, 90]
    found = rules.leanings(cells_of([(m, m + 6, m + (5 if m in (60, 90) else -5)) for m in merits]), METHOD)
    assert found[1].severity > 3 and found[2].severity == found[0].severity < -1
    assert found[2].deviation > found[1].deviation and [one.count for one in found.values()] == [4, 4, 4]


def test_a_seed_gives_the_same_bands_and_they_hold_the_place():
    random = Random(7)
    cells = {
        n: {j: Fraction(random.randint(2 * (90 - n) - 12, 2 * (90 - n) + 12), 2) for j in range(7)} for n in range(20)
    }
    one, again = (rules.bootstrap(cells, {}, METHOD, "PS-1/1") for _ in range(2))
    assert one == again != rules.bootstrap(cells, {}, METHOD, "PS-1/2")
    bands = rules.standings(one, 5)
    assert all(band.low <= band.high for band in bands.values())
    assert sum(band.low <= n + 1 <= band.high for n, band in bands.items()) >= 16
    assert sum(band.funded for band in bands.values()) == pytest.approx(5)
    assert bands[0].funded > 0.95 and bands[19].funded == 0


def test_a_judge_who_is_severe_to_all_does_not_widen_the_bands_of_a_full_panel():
    even = cells_of([(90 - 3 * n + d, 90 - 3 * n, 90 - 3 * n - d) for n, d in enumerate((1, 2, 1, 2, 1))])
    severe = {n: given | {2: given[2] - 20} for n, given in even.items()}
    widths = [
        sum(s.high - s.low for s in rules.standings(rules.bootstrap(c, {}, METHOD, "x"), 2).values())
        for c in (even, severe)
    ]
    assert widths[1] <= widths[0] + 2


def test_pairs_at_the_line_and_where_one_more_sheet_helps():
    cells = cells_of([(90, 91, 92), (70, 80, 90), (69, 79, 89), (40, 41, 42)])
    scores = rules.bootstrap(cells, {}, METHOD, "line")
    (pair,) = rules.close_pairs(scores, [0, 1, 2, 3], 2)
    assert (pair.upper, pair.lower) == (1, 2) and 0.3 < pair.share < 0.5
    standing, spread = rules.standings(scores, 2), rules.spreads(cells)
    assert set(rules.where_one_more_helps(standing, spread)) == {1, 2}
    assert (spread[1].low, spread[1].mean, spread[1].high, spread[1].deviation) == (70, 80, 90, 10)
    settled = rules.bootstrap(cells_of([(90, 90), (70, 70)]), {1: Fraction(5)}, METHOD, "line")
    assert rules.close_pairs(settled, [0, 1], 1) == [] and set(settled[1]) == {75.0}


@pytest.mark.parametrize(
    ("asked", "above", "money", "count"),
    [((5, 5, 5), (1, 1, 1), 10, 2), ((5, 5, 5), (1, 0, 0), 15, 1), ((5,), (1,), 4, 0), ((), (), 9, 0)],
)
def test_the_line_is_where_the_money_or_the_merit_ends(asked, above, money, count):
    assert rules.funded_count(asked, list(map(bool, above)), money) == count
