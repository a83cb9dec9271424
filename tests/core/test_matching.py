"""The matching against every possible choice, its loads, its kinds, and how long a district's worth takes."""

import itertools
import random
import time

import pytest

from core.matching import Matching, solve, solve_apart, total_cost
from tests.proofs.figures import figure


def cheapest(problem, apart=frozenset()):
    """The cost of the best choice, found by trying all."""
    options = [list(_choices(problem, item, apart)) for item in range(len(problem.costs))]
    return min(total_cost(problem, chosen) for chosen in itertools.product(*options) if _fits(problem, chosen))


def _choices(problem, item, apart):
    free = [w for w, cost in enumerate(problem.costs[item]) if cost is not None and w not in problem.kept(item)]
    for size in range(problem.needs[item] + 1):
        for given in itertools.combinations(free, size):
            together = set(given) | problem.kept(item)
            if not any({a, b} <= together and not {a, b} <= problem.kept(item) for a, b in apart):
                yield given


def _fits(problem, chosen):
    kept = [sum(w in problem.kept(item) for item in range(len(chosen))) for w in range(len(problem.most))]
    loads = [sum(w in given for given in chosen) + k for w, k in enumerate(kept)]
    return all(load <= max(most, k) for load, most, k in zip(loads, problem.most, kept, strict=True))


def small(seed):
    """A problem of up to four items and four workers with a little of everything, and pairs to keep apart."""
    luck = random.Random(seed)
    items, workers = luck.randint(1, 4), luck.randint(1, 4)
    problem = Matching(
        costs=[[None if luck.random() < 0.2 else luck.randint(-5, 20) for _ in range(workers)] for _ in range(items)],
        needs=[luck.randint(0, 3) for _ in range(items)],
        most=[luck.randint(0, 4) for _ in range(workers)],
        kinds=[luck.choice("ABC") for _ in range(workers)],
        wanted=frozenset(luck.sample("ABC", luck.randint(0, 3))),
        held=[frozenset(w for w in range(workers) if luck.random() < 0.15) for _ in range(items)],
        per_load=luck.choice([0, 1, 7, 100]),
        per_kind=luck.choice([0, 5, 50, 1000]),
        per_gap=luck.choice([40, 10**6]),
    )
    return problem, frozenset(pair for pair in itertools.combinations(range(workers), 2) if luck.random() < 0.2)


def test_small_problems_are_solved_as_well_as_by_trying_everything():
    for seed in range(figure(200, 20_000)):
        problem, apart = small(seed)
        assert total_cost(problem, solve(problem)) == cheapest(problem), seed
        chosen, is_surely_best = solve_apart(problem, apart)
        assert is_surely_best and total_cost(problem, chosen) == cheapest(problem, apart), seed


def test_nobody_does_what_he_must_not_and_no_item_twice():
    for seed in range(50):
        problem, _apart = small(seed)
        for item, given in enumerate(solve(problem)):
            assert len(set(given)) == len(given) <= problem.needs[item]
            assert all(problem.costs[item][w] is not None and w not in problem.kept(item) for w in given)


def district(items=1000, workers=60, each=3):
    luck = random.Random(1)
    step = 60 * (items * each + 1)
    return Matching(
        costs=[[None if luck.random() < 0.05 else luck.randint(0, 60) for _ in range(workers)] for _ in range(items)],
        needs=[each] * items,
        most=[items] * workers,
        kinds=["ABC"[w % 3] for w in range(workers)],
        wanted=frozenset("ABC"),
        per_load=step,
        per_kind=step * 10**7,
        per_gap=step * 10**12,
    )


def loads_of(chosen, workers):
    return [sum(w in given for given in chosen) for w in range(workers)]


@pytest.mark.parametrize(("items", "workers", "each"), [(20, 5, 3), (33, 7, 2), (50, 11, 3), (10, 20, 1)])
def test_loads_differ_by_one_at_most(items, workers, each):
    luck = random.Random(items)
    costs = [[luck.randint(0, 60) for _ in range(workers)] for _ in range(items)]
    chosen = solve(Matching(costs, [each] * items, [items] * workers, per_load=10**6, per_gap=10**15))
    loads = loads_of(chosen, workers)
    assert max(loads) - min(loads) <= 1 and sum(loads) == items * each


def test_a_districts_worth_is_solved_whole_and_its_time_printed(capsys):
    problem = district(*((1000, 60, 3) if figure(0, 1) else (200, 30, 3)))
    begin = time.process_time()
    chosen = solve(problem)
    taken, loads = time.process_time() - begin, loads_of(chosen, len(problem.most))
    with capsys.disabled():
        print(f"\nmatching {len(chosen)} x {len(problem.most)} x 3: {taken:.2f} s of CPU")
    assert max(loads) - min(loads) <= 1
    assert all(sorted(problem.kinds[w] for w in given) == ["A", "B", "C"] for given in chosen)


def test_the_answer_is_the_same_each_time():
    assert solve(district(60, 12)) == solve(district(60, 12))


def test_pairs_are_kept_apart_when_there_is_no_time_to_try_everything():
    problem = district(40, 9)
    apart = frozenset({(0, 1), (3, 7), (4, 8)})
    chosen, is_surely_best = solve_apart(problem, apart, work=0)
    assert not any({a, b} <= set(given) for given in chosen for a, b in apart)
    assert all(len(given) == 3 for given in chosen) and is_surely_best in (True, False)


def test_costs_that_look_like_impossible_ones_are_refused():
    with pytest.raises(ValueError, match="large"):
        solve(Matching([[1 << 70]], [1], [1]))


def test_progress_is_told_item_by_item():
    told = []
    solve(district(5, 4), lambda done, total: told.append((done, total)))
    assert told == [(n, 5) for n in range(1, 6)]
