"""Simulated rounds whose true order is known: the trimmed mean and the correction find it better than the raw mean.

Two cases in which they should: a full panel with a few rogue sheets, and proposals split among judges of unlike
severity. The figure is the share of the true top quarter that stands in the top quarter of the ranking.
"""

from decimal import Decimal
from random import Random

from grants.ranking.rules import Entry, Marked, Method, rank

ROUNDS = 200  # the floors are stated for as many
PLAIN = Method(Decimal(60), trim_drop=0)


def half_points(value: float) -> Decimal:
    return Decimal(round(min(100.0, max(0.0, value)) * 2)) / 2


def found_share(entries: list[Entry], merits: list[float], method: Method) -> float:
    quarter = len(entries) // 4
    best = set(sorted(range(len(merits)), key=lambda n: -merits[n])[:quarter])
    return len(best & {one.entry.proposal_id for one in rank(entries, method)[:quarter]}) / quarter


def entries_of(given: list[list[tuple[int, float]]]) -> list[Entry]:
    marked = [[Marked(judge, half_points(points), {}) for judge, points in sheets] for sheets in given]
    return [Entry(n, f"SB-{n:04d}", 100, sheets) for n, sheets in enumerate(marked)]


def rogue_round(random: Random) -> tuple[list[Entry], list[float]]:
    """40 proposals, 7 judges on all of them; of the sheets 5 % say anything at all."""
    merits = [random.gauss(72, 6) for _ in range(40)]
    mark = lambda merit: random.uniform(20, 100) if random.random() < 0.05 else random.gauss(merit, 5)  # noqa: E731
    return entries_of([[(judge, mark(merit)) for judge in range(7)] for merit in merits]), merits


def split_round(random: Random) -> tuple[list[Entry], list[float]]:
    """60 proposals, 12 judges, 3 sheets each, in balance; judges differ by six points."""
    merits, leaning = [random.gauss(72, 6) for _ in range(60)], [random.gauss(0, 6) for _ in range(12)]
    seats = [judge for _ in range(15) for judge in random.sample(range(12), 12)]
    given = []
    for n, merit in enumerate(merits):
        here = dict.fromkeys(seats[3 * n : 3 * n + 3])
        while len(here) < 3:
            here[random.randrange(12)] = None
        given.append([(judge, random.gauss(merit + leaning[judge], 3.5)) for judge in here])
    return entries_of(given), merits


def shares(make, *methods: Method) -> list[float]:
    """The mean share of each method over the same rounds."""
    sums = [0.0] * len(methods)
    for seed in range(ROUNDS):
        entries, merits = make(Random(f"{make.__name__}-{seed}"))
        for place, method in enumerate(methods):
            sums[place] += found_share(entries, merits, method)
    return [value / ROUNDS for value in sums]


def test_the_trimmed_mean_finds_more_of_the_best_when_some_sheets_are_rogue():
    raw, trimmed = shares(rogue_round, PLAIN, Method(Decimal(60)))
    print(f"full panel, 5 % rogue sheets, {ROUNDS} rounds: raw {raw:.3f}, trimmed {trimmed:.3f}")
    assert trimmed > raw and trimmed >= 0.798


def test_the_correction_finds_more_of_the_best_when_panels_are_split():
    raw, corrected = shares(split_round, PLAIN, Method(Decimal(60), trim_drop=0, corrects_severity=True))
    print(f"60 proposals, 12 judges, 3 sheets each, {ROUNDS} rounds: raw {raw:.3f}, corrected {corrected:.3f}")
    assert corrected > raw + 0.05 and corrected >= 0.798
