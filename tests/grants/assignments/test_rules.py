"""Who scores what: modes, roles, loads, conflicts, reasons, and what is said where something cannot be met."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from grants.assignments.models import Mode
from grants.assignments.rules import Given, Item, Judge, Task, Unmet, arrange

ROLES = ("FINANCE", "SOCIAL")


def task(judges=6, items=6, each=2, **changed):
    people = [Judge(100 + n, ROLES[n % 2]) for n in range(judges)]
    return replace(Task(people, [Item(n) for n in range(items)], each), **changed)


def pairs(plan):
    return {(one.seat_id, one.proposal_id) for one in plan.given}


def loads(plan):
    return Counter(one.seat_id for one in plan.given)


def test_everybody_has_the_same_and_every_proposal_each_role():
    plan = arrange(task(roles=ROLES))
    assert set(loads(plan).values()) == {2} and plan.unmet == [] and plan.dropped == [] and plan.is_surely_best
    for number in range(6):
        roles = {ROLES[(seat - 100) % 2] for seat, proposal in pairs(plan) if proposal == number}
        assert roles == set(ROLES)


def test_conflicts_and_bounds_are_never_broken_and_spread_is_one_where_it_can_be():
    for seed in range(60):
        luck = random.Random(seed)
        judges = [
            Judge(100 + n, luck.choice(ROLES), tuple(luck.sample("ABCD", 2)), luck.choice([None, None, 1, 5]))
            for n in range(luck.randint(2, 9))
        ]
        items = [Item(n, luck.choice("ABCD")) for n in range(luck.randint(1, 12))]
        conflicts = frozenset((j.seat_id, i.proposal_id) for j in judges for i in items if luck.random() < 0.2)
        apart = frozenset({(100, 101)}) if luck.random() < 0.5 else frozenset()
        plan = arrange(Task(judges, items, luck.randint(1, 3), conflicts=conflicts, roles=ROLES, apart=apart))
        found = pairs(plan)
        assert not found & conflicts and len(found) == len(plan.given)
        assert all(loads(plan)[j.seat_id] <= j.most for j in judges if j.most is not None)
        assert not any({(a, i.proposal_id), (b, i.proposal_id)} <= found for a, b in apart for i in items)


@pytest.mark.parametrize(("judges", "items", "each"), [(5, 7, 3), (7, 20, 2), (9, 9, 5)])
def test_loads_differ_by_one_at_most(judges, items, each):
    plan = arrange(task(judges, items, each))
    assert max(loads(plan).values()) - min(loads(plan).values()) <= 1


def test_expertise_and_the_judges_own_order_decide_among_equal_loads():
    judges = [Judge(1, "", ("ELDER", "YOUTH")), Judge(2, "", ("YOUTH", "ELDER")), Judge(3, "", ("ENV",))]
    items = [Item(10, "ELDER"), Item(11, "YOUTH"), Item(12, "ENV")]
    plan = arrange(Task(judges, items, 1))
    assert plan.given == [Given(1, 10, ("FIELD:1",)), Given(2, 11, ("FIELD:1",)), Given(3, 12, ("FIELD:1",))]


def test_ensure_keeps_what_is_there_and_fills_up():
    held = frozenset({(100, 0), (100, 1), (100, 2)})
    plan = arrange(task(4, 3, 2, held=held))
    assert held <= pairs(plan) and len(plan.given) == 6 and plan.dropped == []
    assert {one.why for one in plan.given if one.seat_id == 100} == {("KEPT",)}
    assert set(loads(plan).values()) == {3, 1}


def test_ensure_replaces_a_judge_who_turned_out_to_be_in_conflict_or_left():
    held = frozenset({(100, 0), (101, 0), (999, 1), (101, 1)})
    plan = arrange(task(4, 2, 2, held=held, conflicts=frozenset({(100, 0)})))
    assert {(101, 0), (101, 1)} <= pairs(plan) and len(plan.given) == 4
    assert not {(100, 0), (999, 1)} & pairs(plan)


def test_add_gives_each_one_more():
    held = frozenset({(100, 0), (101, 1)})
    plan = arrange(task(4, 2, 1, mode=Mode.ADD, held=held))
    assert held < pairs(plan) and len(plan.given) == 4 and plan.unmet == []


def test_adjust_keeps_a_small_unevenness_and_mends_a_large_one():
    small = frozenset({(100, n) for n in range(3)} | {(101, 3)})
    assert pairs(arrange(task(2, 4, 1, mode=Mode.ADJUST, held=small))) == small
    large = frozenset((100, n) for n in range(6))
    plan = arrange(task(2, 6, 1, mode=Mode.ADJUST, held=large))
    assert sorted(loads(plan).values()) == [2, 4] and len(plan.dropped) == 2


def test_what_cannot_be_met_is_said_with_what_stood_in_the_way():
    judges = [Judge(1, "FINANCE"), Judge(2, "SOCIAL", most=0), Judge(3, "SOCIAL"), Judge(4, "SOCIAL")]
    plan = arrange(Task(judges, [Item(7)], 3, conflicts=frozenset({(1, 7)}), roles=ROLES, apart=frozenset({(3, 4)})))
    assert len(plan.given) == 1
    assert plan.unmet == [
        Unmet(7, 2, "", conflicted=1, full=1, apart=1),
        Unmet(7, 1, "FINANCE", conflicted=1, full=0, apart=0),
    ]


def test_without_judges_everything_is_open():
    assert arrange(Task([], [Item(1)], 2)).unmet == [Unmet(1, 2)]


def test_the_same_task_gives_the_same_plan():
    assert arrange(task(9, 30, 3, roles=ROLES)) == arrange(task(9, 30, 3, roles=ROLES))
