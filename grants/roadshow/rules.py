"""The order of a roadshow and where it stands, without a database.

An order is drawn from a recorded seed (anybody can draw it again), or made so that judges who may not hear an item go
out and come back as rarely as possible. Everybody begins and ends in the room: a tour from the empty set of judges who
are out through the items' sets and back, where going from one item to the next costs the size of the symmetric
difference of their sets. That is a metric, so items with the same set can stand together without loss, and a best tour
of the different sets (Held & Karp 1962) is a best order of the items. Above ``EXACT_SETS`` different sets it is the
better of a nearest-neighbour start and its 2-opt improvement (Croes 1958): good, not proved best.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from grants.panels.models import PanelStatus
from grants.roadshow.models import ItemStatus, RoadshowItem, RoadshowStatus

Out = frozenset[int]
EXACT_SETS = 11
OVER = (ItemStatus.DONE, ItemStatus.ABSENT)


def drawn(numbers: Iterable[str], seed: str) -> list[str]:
    """The numbers ordered by the SHA-256 of ``seed:number``: whoever knows the seed finds the same order."""
    return sorted(numbers, key=lambda number: (hashlib.sha256(f"{seed}:{number}".encode()).hexdigest(), number))


def moves(sets: Iterable[Out]) -> int:
    """How often judges walk through the door while items with these sets of conflicted judges follow one another."""
    walked = [Out(), *sets, Out()]
    return sum(len(before ^ after) for before, after in pairwise(walked))


def fewest_moves(numbers: Sequence[str], conflicts: Mapping[str, Out]) -> list[str]:
    """The numbers so ordered that ``moves`` is least; among equals the given order decides, free items first."""
    groups: dict[Out, list[str]] = {}
    for number in numbers:
        groups.setdefault(conflicts.get(number, Out()), []).append(number)
    free = groups.pop(Out(), [])
    tour = _best_tour(list(groups)) if len(groups) <= EXACT_SETS else _good_tour(list(groups))
    return [*free, *(number for key in tour for number in groups[key])]


def _best_tour(sets: Sequence[Out]) -> list[Out]:
    """Held and Karp: the cheapest tour over all subsets, in 2ⁿ·n² steps."""
    if not sets:
        return []
    count = len(sets)
    cost = [[len(a ^ b) for b in sets] for a in sets]
    best: list[dict[int, tuple[int, int]]] = [{} for _ in range(1 << count)]
    for last in range(count):
        best[1 << last][last] = (len(sets[last]), -1)
    for visited in range(1, 1 << count):
        for last, (so_far, _before) in best[visited].items():
            for nxt in range(count):
                if not visited >> nxt & 1:
                    found = (so_far + cost[last][nxt], last)
                    known = best[visited | 1 << nxt]
                    if nxt not in known or found < known[nxt]:
                        known[nxt] = found
    whole = (1 << count) - 1
    at = min(range(count), key=lambda last: (best[whole][last][0] + len(sets[last]), last))
    path, visited = [], whole
    while at >= 0:
        path.append(sets[at])
        visited, at = visited & ~(1 << at), best[visited][at][1]
    return path[::-1]


def _good_tour(sets: Sequence[Out]) -> list[Out]:
    """The nearest neighbour each time, then stretches turned round for as long as that saves a walk."""
    left, tour = list(sets), []
    while left:
        here = tour[-1] if tour else Out()
        tour.append(left.pop(min(range(len(left)), key=lambda n: (len(here ^ left[n]), n))))
    while (better := _turned(tour)) is not None:
        tour = better
    return tour


def _turned(tour: Sequence[Out]) -> list[Out] | None:
    walked = [Out(), *tour, Out()]
    for start in range(1, len(walked) - 1):
        for stop in range(start + 1, len(walked) - 1):
            a, b, c, d = walked[start - 1], walked[start], walked[stop], walked[stop + 1]
            if len(a ^ c) + len(b ^ d) < len(a ^ b) + len(c ^ d):
                return [*tour[: start - 1], *reversed(tour[start - 1 : stop]), *tour[stop:]]
    return None


def moved_to(order: Sequence[int], item: int, place: int) -> list[int]:
    """The order with one item taken out and put in as number ``place`` (from 1)."""
    rest = [one for one in order if one != item]
    return [*rest[: place - 1], item, *rest[place - 1 :]]


def running(items: Iterable[RoadshowItem]) -> RoadshowItem | None:
    return next((item for item in items if item.status == ItemStatus.RUNNING), None)


def next_up(items: Iterable[RoadshowItem]) -> RoadshowItem | None:
    """The first in the order that still waits."""
    return min((i for i in items if i.status == ItemStatus.WAITING), key=lambda i: i.place, default=None)


def part_of(talk_minutes: int, question_minutes: int, started_at: datetime, now: datetime) -> tuple[str, int]:
    """(``talk``, ``questions`` or ``over``, seconds left in that part or seconds over)."""
    gone = int((now - started_at).total_seconds())
    talk, whole = talk_minutes * 60, (talk_minutes + question_minutes) * 60
    if gone < talk:
        return "talk", talk - max(gone, 0)
    return ("questions", whole - gone) if gone < whole else ("over", gone - whole)


def has_order(roadshow: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return roadshow.order_kind is not None


def panel_scores(roadshow: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["panel"].status == PanelStatus.SCORING


def is_quorate(roadshow: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return len(facts["present"]) >= int(facts["panel"].rules["min_judges"])


def all_declared(roadshow: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return not facts["undeclared"]


def all_over(roadshow: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return all(item.status in OVER for item in facts["items"])


def all_scored(roadshow: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return not facts["waiting_for"]


def is_under_way(item: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["roadshow"].status == RoadshowStatus.RUNNING


def none_runs(item: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return running(facts["items"]) is None
