"""The ranking against an independent computation in exact fractions."""

from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from grants.ranking import rules
from grants.ranking.rules import Entry, Marked, Method

CRITERIA = {"NEED": 20, "FEASIBILITY": 20, "PARTICIPATION": 15, "BENEFIT": 45}
TIES = ("NEED", "FEASIBILITY", "PARTICIPATION", "LOWER_REQUEST", "BALLOT")
METHOD = Method(Decimal(60), 5, 1, TIES, Decimal(15))


def make_round(random: Random):
    """A panel of 1 to 9 judges and 1 to 6 proposals; in half of the rounds few distinct marks, so that ties happen."""
    judges, is_close = random.randint(1, 9), random.random() < 0.5
    entries = []
    for number in range(random.randint(1, 6)):
        sheets = [_marked(random, seat, is_close) for seat in range(judges) if random.random() < 0.9]
        entries.append(Entry(number + 1, f"SB-{number:04d}", random.choice([500_000, 500_000, 800_000]), sheets))
    return entries, random.sample([entry.proposal_id for entry in entries], len(entries))


def _marked(random: Random, seat: int, is_close: bool) -> Marked:
    steps = {
        code: random.choice([20, 20, 21]) if is_close else random.randint(0, 2 * most)
        for code, most in CRITERIA.items()
    }
    marks = {code: Decimal(step) / 2 for code, step in steps.items()}
    return Marked(seat, sum(marks.values(), Decimal(0)), marks)


def exact_mean(values):
    """The same rule once more, in fractions, rounded by integer arithmetic."""
    kept = sorted(Fraction(value) for value in values)
    kept = kept[1:-1] if len(kept) >= 5 else kept
    if not kept:
        return None
    hundredths, rest = divmod(sum(kept) * 100, len(kept))
    return Fraction(hundredths + (1 if 2 * rest >= len(kept) else 0), 100)


def exact_order(entries, ballot):
    def key(entry):
        score = exact_mean([s.total for s in entry.sheets])
        means = [exact_mean([s.groups[code] for s in entry.sheets]) or 0 for code in TIES[:3]]
        return (
            score is None,
            -(score or 0),
            *(-m for m in means),
            entry.asked_fen,
            ballot.index(entry.proposal_id),
            entry.number,
        )

    return sorted(entries, key=key)


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**64))
def test_the_ranking_equals_an_exact_computation_in_any_order_of_judges(seed):
    random = Random(seed)
    entries, ballot = make_round(random)
    found = rules.rank(entries, METHOD, ballot)
    assert [one.entry.proposal_id for one in found] == [e.proposal_id for e in exact_order(entries, ballot)]
    for one in found:
        expected = exact_mean([s.total for s in one.entry.sheets])
        assert (one.score is None) == (expected is None)
        assert expected is None or Fraction(one.score) == expected
        dropped = sum(total.is_dropped for total in one.totals)
        assert dropped == (2 if len(one.entry.sheets) >= 5 else 0)
        assert one.is_above_line == (expected is not None and expected >= 60)
    shuffled = [
        Entry(e.proposal_id, e.number, e.asked_fen, random.sample(list(e.sheets), len(e.sheets))) for e in entries
    ]
    random.shuffle(shuffled)
    again = rules.rank(shuffled, METHOD, ballot)
    assert [(a.entry.proposal_id, a.score, a.totals, a.tie_break) for a in again] == [
        (f.entry.proposal_id, f.score, f.totals, f.tie_break) for f in found
    ]


def entry(number, totals, need=10, asked=100):
    sheets = [Marked(seat, Decimal(total), {"NEED": Decimal(need)}) for seat, total in enumerate(totals)]
    return Entry(number, f"SB-{number}", asked, sheets)


def test_scores_are_trimmed_from_five_sheets_on():
    five, four = rules.rank([entry(1, [50, 80, 82, 84, 99]), entry(2, [50, 80, 82, 99])], METHOD)
    assert (five.score, [t.is_dropped for t in five.totals]) == (Decimal("82.00"), [True, False, False, False, True])
    assert [t.is_outlier for t in five.totals] == [True, False, False, False, True]
    assert (four.score, [t.is_dropped for t in four.totals]) == (Decimal("77.75"), [False] * 4)


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
