"""Who scores what: pure, on loaded values; the matching itself is ``core.matching``.

What weighs more than everything below it: no proposal with fewer judges than wanted; a judge of each required role;
loads as even as they can be; what exists already (ADJUST only); expertise and the judge's own order of fields.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.matching import Matching, solve_apart
from grants.assignments.models import Mode
from grants.panels.models import PanelStatus

UNKNOWN_FIELD, OTHER_FIELD, STEP, INERTIA = 10, 20, 2, 3
Pair = tuple[int, int]


@dataclass(frozen=True)
class Judge:
    """A judge who may be given proposals: ``fields`` are categories, the best known first; ``most`` bounds the load."""

    seat_id: int
    role: str
    fields: tuple[str, ...] = ()
    most: int | None = None


@dataclass(frozen=True)
class Item:
    proposal_id: int
    category: str = ""


@dataclass(frozen=True)
class Task:
    """Everything that an assignment depends on. Pairs are (seat, proposal)."""

    judges: Sequence[Judge]
    items: Sequence[Item]
    each: int
    mode: Mode = Mode.ENSURE
    conflicts: frozenset[Pair] = frozenset()
    held: frozenset[Pair] = frozenset()
    roles: tuple[str, ...] = ()
    apart: frozenset[Pair] = frozenset()


@dataclass(frozen=True)
class Given:
    """One pair of the result, and why: codes, some with what they are about after a colon."""

    seat_id: int
    proposal_id: int
    why: tuple[str, ...]


@dataclass(frozen=True)
class Unmet:
    """What could not be met for a proposal: judges (``role`` empty) or a role, and what stood in the way.

    ``missing`` judges are wanting; of those who could have come ``conflicted`` are in conflict, ``full`` have as much
    as they take, ``apart`` must not sit with one who is there.
    """

    proposal_id: int
    missing: int
    role: str = ""
    conflicted: int = 0
    full: int = 0
    apart: int = 0


@dataclass(frozen=True)
class Plan:
    given: Sequence[Given]
    dropped: Sequence[Pair]
    unmet: Sequence[Unmet]
    is_surely_best: bool


def distance(judge: Judge, item: Item) -> int:
    """How far a proposal is from what the judge knows: 0 for the first field, two more for each that follows."""
    if item.category in judge.fields:
        return STEP * min(judge.fields.index(item.category), 4)
    return OTHER_FIELD if judge.fields else UNKNOWN_FIELD


def standing(task: Task) -> set[Pair]:
    """The pairs that exist and may go on: of judges who still sit, for proposals still judged, without conflict."""
    seats, items = {judge.seat_id for judge in task.judges}, {item.proposal_id for item in task.items}
    return {(s, p) for s, p in task.held if s in seats and p in items} - task.conflicts


def matching_of(task: Task) -> Matching:
    """The task as a matching, each weight above the sum of all that is worth less."""
    held, kept = standing(task), set() if task.mode == Mode.ADJUST else standing(task)
    seats = {judge.seat_id: place for place, judge in enumerate(task.judges)}
    fixed = [frozenset(seats[s] for s, p in kept if p == item.proposal_id) for item in task.items]
    needs = [task.each if task.mode == Mode.ADD else max(0, task.each - len(given)) for given in fixed]
    units = sum(needs) + len(kept)
    per_load = (OTHER_FIELD + 1) * (units + 1)
    per_kind = per_load * (units * units + (INERTIA + 1) * units + 1)
    costs = [
        [
            None
            if (pair := (judge.seat_id, item.proposal_id)) in task.conflicts
            else distance(judge, item) - (INERTIA * per_load if task.mode == Mode.ADJUST and pair in held else 0)
            for judge in task.judges
        ]
        for item in task.items
    ]
    return Matching(
        costs=costs,
        needs=needs,
        most=[len(task.items) if judge.most is None else judge.most for judge in task.judges],
        kinds=[judge.role for judge in task.judges],
        wanted=frozenset(task.roles),
        held=fixed,
        per_load=per_load,
        per_kind=per_kind,
        per_gap=per_kind * (len(task.roles) * len(task.items) + 1),
    )


def arrange(task: Task, progress: Callable[[int, int], None] = lambda done, total: None) -> Plan:
    """The best assignment for the task, the same each time. O(units x judges^2); see ``core.matching``."""
    problem, held = matching_of(task), standing(task)
    seats = [judge.seat_id for judge in task.judges]
    places = {seat: place for place, seat in enumerate(seats)}
    apart = frozenset(
        (min(a, b), max(a, b)) for a, b in ((places[s], places[t]) for s, t in task.apart if {s, t} <= places.keys())
    )
    chosen, is_surely_best = solve_apart(problem, apart, progress)
    pairs = {
        (seats[place], item.proposal_id)
        for number, item in enumerate(task.items)
        for place in {*chosen[number], *problem.kept(number)}
    }
    return describe(task, pairs, held - pairs, is_surely_best)


def describe(task: Task, pairs: set[Pair], dropped: set[Pair], is_surely_best: bool = True) -> Plan:
    """An assignment, wherever it comes from, with the reason of each pair and what it leaves open."""
    loads = Counter(seat for seat, _proposal in pairs)
    teams: dict[int, list[Judge]] = {item.proposal_id: [] for item in task.items}
    by_seat = {judge.seat_id: judge for judge in task.judges}
    for seat, proposal in sorted(pairs):
        teams[proposal].append(by_seat[seat])
    held = standing(task)
    given = [
        Given(judge.seat_id, item.proposal_id, reasons(task, judge, item, teams[item.proposal_id], held))
        for item in task.items
        for judge in teams[item.proposal_id]
    ]
    unmet = [one for item in task.items for one in left_open(task, item, teams[item.proposal_id], loads)]
    return Plan(given, sorted(dropped), unmet, is_surely_best)


def reasons(task: Task, judge: Judge, item: Item, team: Sequence[Judge], held: set[Pair]) -> tuple[str, ...]:
    """Why this judge has this proposal, the weightiest first."""
    found = ["KEPT"] if (judge.seat_id, item.proposal_id) in held else []
    if judge.role in task.roles and sum(one.role == judge.role for one in team) == 1:
        found.append(f"ROLE:{judge.role}")
    if item.category in judge.fields:
        found.append(f"FIELD:{judge.fields.index(item.category) + 1}")
    return tuple(found) or ("LOAD",)


def left_open(task: Task, item: Item, team: Sequence[Judge], loads: Mapping[int, int]) -> Iterable[Unmet]:
    """The judges and the roles that a proposal lacks, each with the reason."""
    already = sum(item.proposal_id == proposal for _seat, proposal in standing(task)) if task.mode == Mode.ADD else 0
    if (missing := task.each + already - len(team)) > 0:
        yield _obstacles(task, item, team, loads, task.judges, missing)
    for role in task.roles:
        if role not in {judge.role for judge in team}:
            yield _obstacles(task, item, team, loads, [j for j in task.judges if j.role == role], 1, role)


def _obstacles(
    task: Task,
    item: Item,
    team: Sequence[Judge],
    loads: Mapping[int, int],
    among: Sequence[Judge],
    missing: int,
    role: str = "",
) -> Unmet:
    sitting = {judge.seat_id for judge in team}
    others = [judge for judge in among if judge.seat_id not in sitting]
    conflicted = [j for j in others if (j.seat_id, item.proposal_id) in task.conflicts]
    full = [j for j in others if j not in conflicted and j.most is not None and loads.get(j.seat_id, 0) >= j.most]
    rest = [j for j in others if j not in conflicted and j not in full]
    clash = [j for j in rest if any({j.seat_id, s} in ({*pair} for pair in task.apart) for s in sitting)]
    return Unmet(item.proposal_id, missing, role, len(conflicted), len(full), len(clash))


def still_fits(plan: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """Nothing that the plan was made from has changed since: judges, proposals, conflicts, assignments."""
    return plan.basis == facts["basis"]


def has_begun_or_drops_nothing(plan: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """Once judges score nothing is taken from them: whether a sheet was begun must not show."""
    return facts["panel"].status == PanelStatus.FORMING or not plan.dropped
