"""The extra conditions, the majority, the clocks and the steps of evidence, as whole values."""

from datetime import date

import pytest

from core import codelists
from core.schemes import parse_definition
from ratings.assessments.models import AssessmentStatus as A
from ratings.assessments.rules import Standing, has_majority, unmet
from ratings.assessments.workflow import ASSESSMENT
from ratings.evidence.rules import Measure, months_before, suggestions
from ratings.schemes.rules import SOURCES, addition_problem, sheet_of
from ratings.sheets.rules import result_of

SCHEME = codelists.shipped()["star_scheme"]
DEFINITION = parse_definition(SCHEME)
BEST = {leaf.code: f"{leaf.max_points:g}" for leaf in DEFINITION.leaves}
ON = date(2026, 11, 22)
GOOD = Standing(ON, date(2024, 11, 22), date(2026, 5, 22), 4, 30, 27, (5, 5, 3))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, {}),
        ({"sample_n": 29, "satisfied_n": 29}, {"STAR5": ["SATISFACTION"]}),
        ({"sample_n": 100, "satisfied_n": 89}, {"STAR5": ["SATISFACTION"]}),
        ({"founded_on": date(2024, 11, 23)}, {"STAR5": ["FOUNDED_MONTHS"]}),
        ({"founded_on": date(2025, 11, 23)}, {"STAR5": ["FOUNDED_MONTHS"], "STAR4": ["FOUNDED_MONTHS"]}),
        ({"filed_on": date(2026, 5, 23)}, {"STAR3": ["FILED_MONTHS"]}),
        ({"filed_on": None}, {"STAR3": ["FILED_MONTHS"]}),
        ({"held_stars": 3}, {"STAR5": ["HELD_OR_UNANIMOUS"]}),
        ({"held_stars": 0, "votes": (5, 5)}, {}),
        ({"votes": (5, 4, 3)}, {"STAR5": ["VOTES"]}),
        ({"votes": ()}, {"STAR5": ["VOTES"], "STAR4": ["VOTES"], "STAR3": ["VOTES"]}),
    ],
)
def test_extra_conditions_at_their_edges(changed, expected):
    assert unmet(SCHEME, Standing(**{**vars(GOOD), **changed})) == expected


def test_half_of_the_votes_is_no_majority():
    assert [has_majority(votes, 4) for votes in ((4, 3), (4, 5, 3), (), (4,))] == [False, True, False, True]


@pytest.mark.parametrize(
    ("zeros", "bonus", "vetoes", "lacking", "expected"),
    [
        ([], [], [], [], ("100.00", "STAR5", 5)),
        ([], ["HONOUR_NATION", "HONOUR_CITY"], [], [], ("100.00", "STAR5", 5)),
        (["B4"], ["HONOUR_CITY"], [], [], ("90.00", "STAR4", 4)),  # 组织活力 33/45 misses 80 %, has 70 %
        ([], [], ["FALSIFIED"], [], ("100.00", "NONE", 0)),
        ([], [], [], ["STAR5"], ("100.00", "STAR4", 4)),
        ([], [], [], ["STAR5", "STAR4", "STAR3"], ("100.00", "NONE", 0)),
        (["A1", "A2"], [], [], [], ("92.00", "NONE", 0)),  # 党的建设 7/15 is below every floor
    ],
)
def test_floors_bonus_cap_veto_and_conditions(zeros, bonus, vetoes, lacking, expected):
    found = result_of(DEFINITION, BEST | dict.fromkeys(zeros, "0"), bonus, vetoes, lacking)
    assert (found["total"], found["band"], found["stars"]) == expected


def test_the_clocks_of_the_workflow_are_those_of_the_list():
    process = {step["code"]: step for step in codelists.shipped()["star_process"]}
    due = {
        code: ASSESSMENT.states[state].due
        for code, state in (("SELF", A.SELF), ("SELF", A.RETURNED), ("COMMUNITY", A.APPLIED), ("STREET", A.RECOMMENDED))
    }
    assert due == {code: process[code]["value"] for code in due}
    assert {process[code]["unit"] for code in due} == {"working_days"}
    assert process["DISTRICT"]["unit"] == "days"


def test_evidence_becomes_points_by_the_steps_of_the_scheme():
    measures = {
        "ACTIVITIES": Measure(12, "活动 12 次"),
        "SATISFACTION": Measure(97, "满意 97%", sample=29),
        "LEGAL": Measure("FILED_CHARTER", "已备案"),
        "TURNED": Measure(0, "没有"),
        "MEMBERS": Measure(9, "9 人"),
    }
    found = {code: one.points for code, one in suggestions(DEFINITION, measures).items()}
    assert found == {"B4": "9", "C2": "0", "B1": "5", "C3": None, "B2_2": "0"}


def test_every_suggestion_of_the_shipped_scheme_is_an_option():
    used = set()
    for leaf in DEFINITION.leaves:
        for source in leaf.evidence:
            used.add(source["source"])
            given = [*source.get("points", {}).values(), *(points for _least, points in source.get("steps", ()))]
            assert {float(points) for points in given} <= {float(option.points) for option in leaf.options}
    assert used == set(SOURCES)
    assert addition_problem(SCHEME) is None


def test_months_end_with_the_shorter_month():
    assert [months_before(date(2026, 8, 31), n) for n in (6, 12, -6)] == [
        date(2026, 2, 28), date(2025, 8, 31), date(2027, 2, 28)]  # fmt: skip


def test_the_sheet_lists_all_leaves_with_their_way_down():
    lines = [line for group in sheet_of(DEFINITION).groups for line in group.indicators]
    assert [line.code for line in lines] == [leaf.code for leaf in DEFINITION.leaves]
    assert lines[2].title == "党员骨干作用 · 负责人或骨干中有党员"
