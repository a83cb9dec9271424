"""Who does what, at least cost: items that each need several different workers, solved as a minimum-cost flow.

Successive shortest paths (Ahuja, Magnanti and Orlin, *Network Flows*, 1993, chapter 9) with convex costs on the load of
a worker, on the units that an item lacks, and on the kinds that it has yet to be given. Costs are whole numbers, so
that the answer is exact and the same on every machine. The network is contracted to the workers: an edge from one to
another is the cheapest item that the first can hand to the second, so that a path has as many nodes as there are
workers, however many items there are.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

FAR = 1 << 120
"""Further than any path: an edge of this length, or of half of it, does not exist."""


@dataclass(frozen=True)
class Matching:
    """A problem. ``costs[i][w]`` is what worker w costs for item i, None where w must not; ``needs[i]`` units wanted.

    ``most[w]`` bounds the load of w, ``kinds[w]`` is what w is, ``wanted`` the kinds of which each item should have at
    least one. ``held[i]`` are the workers that item i has and keeps, counted in loads and kinds but not in ``needs``.
    The k-th unit of a worker costs (2k - 1) ``per_load``, so that loads add up to their squares; a wanted kind that an
    item lacks costs ``per_kind``, the k-th unit that it lacks (2k - 1) ``per_gap``.
    """

    costs: Sequence[Sequence[int | None]]
    needs: Sequence[int]
    most: Sequence[int]
    kinds: Sequence[str] = ()
    wanted: frozenset[str] = frozenset()
    held: Sequence[frozenset[int]] = ()
    per_load: int = 0
    per_kind: int = 0
    per_gap: int = FAR >> 40

    def kind_of(self, worker: int) -> str:
        return self.kinds[worker] if self.kinds else ""

    def kept(self, item: int) -> frozenset[int]:
        return self.held[item] if self.held else frozenset()


def total_cost(problem: Matching, chosen: Sequence[Iterable[int]]) -> int:
    """What a choice costs by the definition: pairs, loads, kinds that are lacking, units that are lacking."""
    loads, cost = [0] * len(problem.most), 0
    for item, given in enumerate(chosen):
        workers = set(given)
        cost += sum(problem.costs[item][w] or 0 for w in workers)
        cost += problem.per_gap * (problem.needs[item] - len(workers)) ** 2
        together = workers | problem.kept(item)
        cost += problem.per_kind * len(problem.wanted - {problem.kind_of(w) for w in together})
        for worker in together:
            loads[worker] += 1
    return cost + problem.per_load * sum(load * load for load in loads)


@dataclass
class _State:
    """The flow so far; the worker with the number ``nobody`` stands for the units that items go without."""

    problem: Matching
    nobody: int = 0
    prices: list[list[int]] = field(default_factory=list)
    alike: dict[str, list[int]] = field(default_factory=dict)
    loads: list[int] = field(default_factory=list)
    has: list[set[int]] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    count: list[dict[str, int]] = field(default_factory=list)
    enter: list[list[int]] = field(default_factory=list)
    lists: list[set[int]] = field(default_factory=list)
    heights: list[int] = field(default_factory=list)
    sink: int = 0
    rows: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problem, self.nobody = self.problem, len(self.problem.most)
        self.loads, self.gaps = [0] * self.nobody, [0] * len(problem.costs)
        self.prices = [[FAR if cost is None else cost for cost in row] for row in problem.costs]
        self.alike = {k: [w for w in range(self.nobody) if problem.kind_of(w) == k] for k in problem.wanted}
        self.lists = [set() for _ in range(self.nobody + 1)]
        self.heights = [0] * (self.nobody + 1)
        self.has = [set(problem.kept(item)) for item in range(len(problem.costs))]
        self.count = [dict.fromkeys(problem.wanted, 0) for _ in problem.costs]
        for item, kept in enumerate(self.has):
            for worker in kept:
                self.loads[worker] += 1
                self._count(item, worker, 1)
        self.enter = [self._entries(item) for item in range(len(problem.costs))]

    def _count(self, item: int, worker: int, step: int) -> None:
        kind = self.problem.kind_of(worker)
        if kind in self.problem.wanted:
            self.count[item][kind] += step

    def _entries(self, item: int) -> list[int]:
        """What it would cost to give the item each worker more, one unit of nobody at the end."""
        found = [FAR if w in self.has[item] else cost for w, cost in enumerate(self.prices[item])]
        for kind, count in self.count[item].items():
            for worker in self.alike[kind] if count == 0 else ():
                found[worker] -= self.problem.per_kind if found[worker] < FAR else 0
        return [*found, self.problem.per_gap * (2 * self.gaps[item] + 1)]

    def _leaving(self, item: int, worker: int) -> int:
        """What is saved when the worker, or one unit of nobody, leaves the item."""
        if worker == self.nobody:
            return self.problem.per_gap * (2 * self.gaps[item] - 1)
        alone = self.count[item].get(self.problem.kind_of(worker)) == 1
        return (self.problem.costs[item][worker] or 0) - (self.problem.per_kind if alone else 0)

    def absorbing(self, worker: int) -> int:
        """What one more unit costs the worker who keeps it."""
        if worker == self.nobody:
            return 0
        load = self.loads[worker]
        return self.problem.per_load * (2 * load + 1) if load < self.problem.most[worker] else FAR

    def row(self, worker: int) -> list[tuple[int, int]]:
        """For each other worker, the cheapest item that this one can hand over, as (cost, item)."""
        if worker not in self.rows:
            costs, items = [FAR] * (self.nobody + 1), [-1] * (self.nobody + 1)
            for item in sorted(self.lists[worker]):
                leaving = self._leaving(item, worker)
                for other, entering in enumerate(self.enter[item]):
                    if entering - leaving < costs[other]:
                        costs[other], items[other] = entering - leaving, item
                self._among_equals(item, worker, costs, items)
            self.rows[worker] = list(zip(costs, items, strict=True))
        return self.rows[worker]

    def _among_equals(self, item: int, worker: int, costs: list[int], items: list[int]) -> None:
        """From the only one of a wanted kind to another of that kind nothing changes but the cost of the pair."""
        kind = self.problem.kind_of(worker) if worker < self.nobody else ""
        if self.count[item].get(kind) != 1:
            return
        entering, leaving = self.enter[item], self.prices[item][worker]
        for other in self.alike[kind]:
            if entering[other] - leaving < costs[other]:
                costs[other], items[other] = entering[other] - leaving, item

    def move(self, item: int, before: int | None, after: int) -> None:
        """Take the item from one worker, if it had that unit, and give it to another."""
        touched = set(self.has[item]) | {after, self.nobody} | ({before} if before is not None else set())
        if before == self.nobody:
            self.gaps[item] -= 1
        elif before is not None:
            self.has[item].discard(before)
            self._count(item, before, -1)
        if before is not None and not (before == self.nobody and self.gaps[item]):
            self.lists[before].discard(item)
        if after == self.nobody:
            self.gaps[item] += 1
        else:
            self.has[item].add(after)
            self._count(item, after, 1)
        self.lists[after].add(item)
        self.enter[item] = self._entries(item)
        for worker in touched:
            self.rows.pop(worker, None)


def _shortest(state: _State, item: int) -> list[int]:
    """The cheapest way to one more unit for the item: the workers along it, by Dijkstra on reduced costs.

    Of equally cheap ways the one with the fewest steps, which passes no item twice: only then do its costs add up.
    """
    heights, size = state.heights, state.nobody + 1
    far = [(cost - heights[w], 1) if cost < FAR else (FAR, 1) for w, cost in enumerate(state.enter[item])]
    come_from, left, end, best = [-1] * size, set(range(size)), -1, (FAR, size * 2)
    while left:
        at = min(left, key=far.__getitem__)
        if far[at] >= best:
            break
        left.discard(at)
        length, steps = far[at]
        if (whole := (length + state.absorbing(at) + heights[at] - state.sink, steps)) < best:
            end, best = at, whole
        if (length, steps + 1) >= best:
            continue
        base = length + heights[at]
        for other, (cost, _item) in enumerate(state.row(at)):
            if cost < FAR >> 1 and other in left and (new := (base + cost - heights[other], steps + 1)) < far[other]:
                far[other], come_from[other] = new, at
    for worker in range(size):
        heights[worker] += best[0] if worker in left else min(far[worker][0], best[0])
    state.sink += best[0]
    path = [end]
    while come_from[path[-1]] >= 0:
        path.append(come_from[path[-1]])
    return path[::-1]


def _give(state: _State, item: int) -> None:
    """One more unit for the item, along the cheapest way."""
    path = _shortest(state, item)
    handed = [(state.row(one)[other][1], one, other) for one, other in pairwise(path)]
    state.move(item, None, path[0])
    for passed, one, other in handed:
        state.move(passed, one, other)
    if path[-1] != state.nobody:
        state.loads[path[-1]] += 1


def solve(problem: Matching, progress: Callable[[int, int], None] = lambda done, total: None) -> list[list[int]]:
    """The cheapest choice of workers for every item, beside those that it has already; fewer where nobody is left.

    O(units x workers^2) at worst. Raises ``ValueError`` when a cost is no less than what ends the search.
    """
    if any(cost is not None and abs(cost) >= FAR >> 60 for row in problem.costs for cost in row):
        raise ValueError("costs this large could not be told from impossible ones")
    state = _State(problem)
    for item, needed in enumerate(problem.needs):
        for _unit in range(needed):
            _give(state, item)
        progress(item + 1, len(problem.needs))
    return [sorted(state.has[item] - problem.kept(item)) for item in range(len(problem.costs))]


Apart = frozenset[tuple[int, int]]


def _clashes(problem: Matching, chosen: Sequence[Sequence[int]], apart: Apart) -> list[tuple[int, int, int]]:
    """(item, worker, worker) where two are together who must not be and at least one of whom could still go."""
    found = []
    for item, given in enumerate(chosen):
        together = set(given) | problem.kept(item)
        found += [(item, a, b) for a, b in sorted(apart) if {a, b} <= together and not {a, b} <= problem.kept(item)]
    return found


def _without(problem: Matching, banned: Iterable[tuple[int, int]]) -> Matching:
    costs = [list(row) for row in problem.costs]
    for item, worker in banned:
        costs[item][worker] = None
    return replace(problem, costs=costs)


def solve_apart(
    problem: Matching,
    apart: Apart,
    progress: Callable[[int, int], None] = lambda done, total: None,
    work: int = 2_000_000,
) -> tuple[list[list[int]], bool]:
    """As ``solve``, with pairs of workers who are never together on an item; and whether that is surely the cheapest.

    Which of two goes is a choice that no flow makes: branch and bound on the flow, best first, for as long as ``work``
    (about the number of costs looked at) lasts; then the dearer of each two goes, all at once, until none clash.
    """
    first = solve(problem, progress)
    each = sum(problem.needs) * len(problem.most) ** 2 + 1
    waiting, order = [(total_cost(problem, first), 0, frozenset(), first)], 1
    while True:
        _cost, _order, banned, chosen = heapq.heappop(waiting)
        clashes = _clashes(_without(problem, banned), chosen, apart)
        if not clashes:
            return chosen, True
        if order * each > work:
            return _dive(_without(problem, banned), chosen, apart, progress), False
        item, *two = clashes[0]
        for worker in two:
            if worker not in problem.kept(item):
                narrower = banned | {(item, worker)}
                other = solve(_without(problem, narrower))
                heapq.heappush(waiting, (total_cost(problem, other), order, narrower, other))
                order += 1


def _dive(
    problem: Matching, chosen: list[list[int]], apart: Apart, progress: Callable[[int, int], None]
) -> list[list[int]]:
    while clashes := _clashes(problem, chosen, apart):
        loads = Counter(worker for given in chosen for worker in given)
        free = [(item, {a, b} - problem.kept(item)) for item, a, b in clashes]
        dearest = {(i, max(two, key=lambda w, i=i: (problem.costs[i][w], loads[w], w))) for i, two in free}
        problem = _without(problem, dearest)
        chosen = solve(problem, progress)
    return chosen
