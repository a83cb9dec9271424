"""The ranking against an independent computation in exact fractions, and what single rules do."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from grants.ranking import rules
from grants.ranking.rules import Entry, Marked, Method
from tests.grants.judging import replay
from tests.proofs.figures import figure

CRITERIA = {"NEED": 20, "FEASIBILITY": 20, "PARTICIPATION": 15, "BENEFIT": 45}
TIES = ("NEED", "FEASIBILITY", "PARTICIPATION", "LOWER_REQUEST", "BALLOT")
METHOD = Method(Decimal(60), 5, 1, TIES, Decimal(15))


def make_method(random: Random) -> dict:
    """A method of any kind that the form would take, as an edition stores it."""
    drop = random.choice([0, 1, 1, 2])
    share = random.choice([0, 0, 40, 100])
    return {
        "pass_line": random.choice([0, 60, "72.5"]),
        "basis": random.choice(["TOTAL", "CRITERION"]),
        "trim_drop": drop,
        "trim_from": random.randint(2 * drop + 1, 2 * drop + 4),
        "corrects_severity": random.random() < 0.5,
        "shrink": random.choice(["0.5", "1", "2.75"]),
        "document_percent": 100 - share,
        "roadshow_percent": share,
        "vote_cap": random.choice(["0", "5", "2.5"]),
        "raise_cap": random.choice(["0", "3"]),
        "raise_full_percent": random.choice([30, 100]),
        "places": random.randint(0, 4),
        "outlier_points": "15",
        "tie_break": random.sample(TIES, random.randint(0, 5)),
    }


def make_round(random: Random) -> tuple[list[dict], list[int]]:
    """Up to 6 proposals and 7 judges; in half of the rounds few distinct marks, so that ties happen."""
    judges, is_close, reach = random.randint(1, 7), random.random() < 0.5, random.choice([0.5, 0.9, 1])
    stages = [_sheets(random, judges, is_close, reach) for _ in range(random.randint(1, 6))]
    entries = [
        {"proposal": n + 1, "number": f"SB-{n:04d}", "asked": random.choice([500_000, 800_000]), "sheets": sheets}
        | {"shows": _sheets(random, judges, is_close, reach), "votes": random.choice([0, 3, 77])}
        | {"raised": random.choice([0, 123_456, 900_000])}
        for n, sheets in enumerate(stages)
    ]
    return entries, random.sample([entry["proposal"] for entry in entries], len(entries))


def _sheets(random: Random, judges: int, is_close: bool, reach: float) -> list[tuple[int, dict[str, Decimal]]]:
    points = lambda most: random.choice([20, 20, 21]) if is_close else random.randint(0, 2 * most)  # noqa: E731
    seats = [seat for seat in range(judges) if random.random() < reach]
    return [(seat, {code: Decimal(points(most)) / 2 for code, most in CRITERIA.items()}) for seat in seats]


def entry_of(one: dict, random: Random | None = None) -> Entry:
    marked = lambda rows: [Marked(seat, sum(m.values(), Decimal(0)), m) for seat, m in rows]  # noqa: E731
    stages = [marked(one["sheets"]), marked(one["shows"])]
    if random:
        for rows in stages:
            random.shuffle(rows)
    return Entry(one["proposal"], one["number"], one["asked"], *stages, one["votes"], one["raised"])


def told(found):
    return [(o.entry.proposal_id, o.score, o.raw, o.totals, o.show_totals, o.tie_break) for o in found]


@pytest.mark.parametrize("part", range(4))
def test_the_ranking_equals_an_exact_computation_in_any_order_of_sheets(part):
    for seed in range(figure(250, 2_500)):
        random = Random(f"{part}-{seed}")
        stored, (entries, ballot) = make_method(random), make_round(random)
        method = Method.of(stored)
        found = rules.rank(map(entry_of, entries), method, ballot)
        as_fractions = lambda value: None if value is None else Fraction(value)  # noqa: E731
        shown = [(o.entry.proposal_id, as_fractions(o.score), as_fractions(o.raw), o.is_above_line) for o in found]
        assert shown == replay.ranking(entries, stored, ballot), seed
        if seed % 5 == 0:
            shuffled = [entry_of(one, random) for one in random.sample(entries, len(entries))]
            assert told(rules.rank(shuffled, method, ballot)) == told(found)


def entry(number, totals, need=10, asked=100, **more):
    sheets = [Marked(seat, Decimal(total), {"NEED": Decimal(need)}) for seat, total in enumerate(totals)]
    return Entry(number, f"SB-{number}", asked, sheets, **more)


def test_scores_are_trimmed_from_five_sheets_on():
    five, four = rules.rank([entry(1, [50, 80, 82, 84, 99]), entry(2, [50, 80, 82, 99])], METHOD)
    assert (five.score, [t.is_dropped for t in five.totals]) == (Decimal("82.00"), [True, False, False, False, True])
    assert [t.is_outlier for t in five.totals] == [True, False, False, False, True]
    assert (four.score, [t.is_dropped for t in four.totals]) == (Decimal("77.75"), [False] * 4)


def test_by_criterion_each_one_loses_its_own_highest_and_lowest():
    given = [(10, 40), (12, 30), (14, 50), (16, 20), (20, 10)]
    sheets = [Marked(n, Decimal(a + b), {"NEED": Decimal(a), "BENEFIT": Decimal(b)}) for n, (a, b) in enumerate(given)]
    (found,) = rules.rank([Entry(1, "SB-1", 100, sheets)], Method(Decimal(60), basis="CRITERION"))
    assert found.score == Decimal("44.00")
    dropped = {total.seat_id: total.dropped for total in found.totals}
    assert dropped == {0: ("NEED",), 1: (), 2: ("BENEFIT",), 3: (), 4: ("BENEFIT", "NEED")}
    assert not any(total.is_dropped for total in found.totals)


def test_a_severe_judge_is_corrected_and_the_raw_score_stands_beside():
    """Judges 0 and 1 agree; judge 2 gives ten less. Each proposal is seen by two of them."""
    sheet = lambda seat, total: Marked(seat, Decimal(total), {})  # noqa: E731
    seen = {1: [(0, 80), (1, 80)], 2: [(0, 82), (2, 72)], 3: [(1, 81), (2, 71)]}
    entries = [Entry(n, f"SB-{n}", 100, [sheet(*one) for one in rows]) for n, rows in seen.items()]
    order = lambda **how: [(o.entry.proposal_id, o.raw) for o in rules.rank(entries, Method(Decimal(60), **how))]  # noqa: E731
    assert order() == [(1, Decimal("80.00")), (2, Decimal("77.00")), (3, Decimal("76.00"))]
    corrected = order(corrects_severity=True, shrink=Decimal("0.1"))
    assert corrected == [(2, Decimal("77.00")), (3, Decimal("76.00")), (1, Decimal("80.00"))]


def test_shares_and_bonuses_have_their_caps():
    show = [Marked(0, Decimal(90), {})]
    method = Method(
        Decimal(60),
        document_percent=60,
        roadshow_percent=40,
        vote_cap=Decimal(5),
        raise_cap=Decimal(3),
        raise_full_percent=50,
    )
    full, half, absent = rules.rank(
        [
            entry(1, [80], shows=show, votes=40, raised_fen=500),
            entry(2, [80], shows=show, votes=20, raised_fen=25),
            entry(3, [99]),
        ],
        method,
    )
    assert (full.score, half.score, absent.score) == (Decimal("92.00"), Decimal("88.00"), None)
    assert half.parts == {"document": 80, "roadshow": 90, "votes": Fraction(5, 2), "raised": Fraction(3, 2)}


def test_ties_say_what_broke_them():
    higher_need, cheap, voted, dear = (
        entry(4, [80], need=12),
        entry(3, [80], asked=90),
        entry(9, [80]),
        entry(2, [80]),
    )
    found = rules.rank([dear, voted, cheap, higher_need], METHOD, ballot=[9, 2])
    assert [(one.entry.proposal_id, one.tie_break) for one in found] == [
        (4, "NEED"),
        (3, "LOWER_REQUEST"),
        (9, "BALLOT"),
        (2, "BALLOT"),
    ]
    assert [one.tie_break for one in rules.rank([dear, voted], METHOD)] == ["NUMBER", "NUMBER"]


def test_a_proposal_without_a_valid_sheet_comes_last_and_below_the_line():
    found = rules.rank([entry(1, []), entry(2, [60])], METHOD)
    assert [(one.entry.proposal_id, one.score, one.is_above_line) for one in found] == [
        (2, Decimal("60.00"), True),
        (1, None, False),
    ]
