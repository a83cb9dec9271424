"""Schemes: what a definition may say, how marks become results, and that published versions are frozen."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from core import codelists
from core.access import Actor
from core.errors import NotFound, Refused, WrongState
from core.schemes import (
    NATIONWIDE,
    BrokenScheme,
    check_marks,
    compare,
    copy_scheme,
    current_scheme,
    definition_of,
    draft_scheme,
    edit_draft,
    install_scheme,
    list_schemes,
    parse_definition,
    publish_scheme,
    score,
    trimmed_mean,
)

LI = Actor(account_id=7, name="李梅")

DATA = {
    "code": "TEST",
    "zh": "测试方案",
    "groups": [
        {
            "code": "A",
            "zh": "甲",
            "max": 6,
            "items": [
                {"code": "A1", "zh": "甲一", "max": 3, "options": [
                    {"points": 3, "zh": "完整"}, {"points": 1.5, "zh": "部分"}, {"points": 0, "zh": "无"}]},
                {"code": "A2", "zh": "甲二", "max": 3, "step": 0.5},
            ],
        },
        {"code": "B", "zh": "乙", "max": 4, "step": 1},
    ],
    "bonus_items": [{"code": "CITY", "zh": "市级", "points": 2}, {"code": "FREE", "zh": "其他", "points": None}],
    "bonus_cap": 3,
    "total_cap": 10,
    "allows_deductions": True,
    "vetoes": [{"code": "FALSIFIED", "zh": "造假"}],
    "pass_line": 6,
    "bands": [
        {"code": "NONE", "zh": "无", "min": 0, "stars": 0},
        {"code": "HIGH", "zh": "高", "min": 9, "floor_percent": 75, "stars": 2},
        {"code": "LOW", "zh": "低", "min": 6, "floor_percent": 50, "stars": 1},
    ],
    "columns": [{"code": "SELF", "zh": "自评"}],
}  # fmt: skip
SCHEME = parse_definition(DATA)


def changed(path, value):
    """DATA with one place replaced."""

    def put(node, keys):
        if not keys:
            return value
        if isinstance(node, list):
            return [put(item, keys[1:]) if place == keys[0] else item for place, item in enumerate(node)]
        return {**node, keys[0]: put(node.get(keys[0]), keys[1:])}

    return put(DATA, path)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (["groups"], [], "方案至少要有一个指标。"),
        (["groups"], {}, "“groups”应是一个列表。"),
        (["groups", 0, "max"], 7, "指标 A 的下级满分之和与本级满分不等。"),
        (["groups", 0, "zh"], "", "每一项都要有编号和名称：A。"),
        (["groups", 1, "max"], "NaN", "B 的“max”应是不小于 0、最多两位小数的数。"),
        (["groups", 1, "max"], -1, "B 的“max”应是不小于 0、最多两位小数的数。"),
        (["groups", 1, "max"], 0, "指标 B 的满分应大于 0。"),
        (["groups", 1, "step"], 3, "指标 B 的满分应是打分间隔的整数倍。"),
        (["groups", 1, "code"], "A2", "指标编号重复：A2。"),
        (["groups", 0, "items", 0, "options", 0, "points"], 2, "指标 A1 的最高选项应等于满分。"),
        (["groups", 0, "options"], [{"points": 6}], "指标 A 有下级指标，不能再有选项。"),
        (["bonus_rule"], "mean", "加分规则只能是累加（sum）或取最高（highest）。"),
        (["bands", 0, "min"], 1, "最低一个等级应从 0 分开始。"),
        (["pass_line"], 11, "合格线不能高于总分上限。"),
    ],
)
def test_a_broken_definition_says_where(path, value, sentence):
    with pytest.raises(BrokenScheme) as refusal:
        parse_definition(changed(path, value))
    assert str(refusal.value) == sentence


def test_the_tree_can_be_walked():
    assert [(depth, node.code) for depth, node in SCHEME.nodes()] == [(0, "A"), (1, "A1"), (1, "A2"), (0, "B")]
    assert [leaf.code for leaf in SCHEME.leaves] == ["A1", "A2", "B"]
    assert [band.code for band in SCHEME.bands] == ["HIGH", "LOW", "NONE"]


def test_marks_are_checked_one_by_one():
    assert check_marks(SCHEME, {"A1": "1.5", "A2": Decimal("2.5"), "B": 4}) == {}
    assert check_marks(SCHEME, {"A1": "1", "A2": "2.25", "B": 5, "X": 1}) == {
        "A1": "请从选项中选择。",
        "A2": "打分间隔为 0.5 分。",
        "B": "请填 0 到 4 之间的分数。",
        "X": "没有这个指标。",
    }
    assert check_marks(SCHEME, {"A1": "", "A2": "NaN", "B": "1e400"}) == {
        "A1": "请打分。",
        "A2": "请填写数字。",
        "B": "请填 0 到 4 之间的分数。",
    }
    assert check_marks(SCHEME, {"A1": 3}, is_draft=True) == {}


@pytest.mark.parametrize(
    ("marks", "extras", "total", "band", "is_passed"),
    [
        ((3, 3, 4), {}, "10.00", "HIGH", True),
        ((3, "2.5", 4), {}, "9.50", "HIGH", True),
        ((3, 3, 2), {"bonus": ["CITY"]}, "10.00", "LOW", True),  # B stands at 50 %, below the floor of HIGH
        ((3, 3, 1), {}, "7.00", "NONE", True),
        ((3, 3, 4), {"unmet": ["HIGH"]}, "10.00", "LOW", True),
        ((3, 3, 4), {"vetoes": ["FALSIFIED"]}, "10.00", "NONE", False),
        ((3, 3, 4), {"deductions": ["4.5"]}, "5.50", "NONE", False),
        ((0, 0, 0), {"deductions": [20]}, "0.00", "NONE", False),
        (("1.5", 2, 2), {"bonus": {"CITY": 2, "FREE": "1.5"}}, "8.50", "LOW", True),  # 3.5 capped at 3
    ],
)
def test_results(marks, extras, total, band, is_passed):
    result = score(SCHEME, dict(zip(("A1", "A2", "B"), marks, strict=True)), **extras)
    assert (str(result.total), result.band.code, result.is_passed) == (total, band, is_passed)


def test_groups_are_shown_in_percent():
    groups = score(SCHEME, {"A1": "1.5", "A2": "0.5", "B": 1}).groups
    assert {code: (group.points, group.max_points, str(group.percent)) for code, group in groups.items()} == {
        "A": (Decimal("2.0"), 6, "33.33"),
        "B": (1, 4, "25.00"),
    }


@pytest.mark.parametrize(
    "extras",
    [{"bonus": ["X"]}, {"bonus": ["FREE"]}, {"bonus": {"FREE": -1}}, {"vetoes": ["X"]}, {"deductions": [-1]}],
)
def test_nonsense_is_not_scored(extras):
    with pytest.raises(ValueError, match=r"unknown codes|needs points|deductions"):
        score(SCHEME, {"A1": 3, "A2": 3, "B": 4}, **extras)
    with pytest.raises(ValueError, match="cannot stand"):
        score(SCHEME, {"A1": 3})


def test_the_highest_bonus_only():
    highest = parse_definition({**DATA, "bonus_rule": "highest"})
    result = score(highest, {"A1": 0, "A2": 0, "B": 0}, bonus={"CITY": 2, "FREE": "1.5"})
    assert result.bonus_points == 2


def test_comparison_for_a_radar_picture():
    before = score(SCHEME, {"A1": 0, "A2": 3, "B": 1})
    after = score(SCHEME, {"A1": 3, "A2": 3, "B": 0})
    assert [(row.code, row.before, row.after, row.change) for row in compare(SCHEME, before, after)] == [
        ("A", 50, 100, 50),
        ("B", 25, 0, -25),
    ]
    assert [row.before for row in compare(SCHEME, None, after)] == [None, None]


SCORES = st.lists(st.integers(0, 200).map(lambda n: Decimal(n) / 2), min_size=1, max_size=15)


@given(SCORES, st.randoms())
def test_trimmed_means_equal_a_second_computation(values, rng):
    ordered = sorted(values)
    kept = ordered[1:-1] if len(ordered) >= 5 else ordered
    exact = sum(map(Fraction, kept)) / len(kept)
    expected = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    shuffled = rng.sample(values, len(values))
    assert trimmed_mean(values) == trimmed_mean(shuffled) == expected


def test_trimming_starts_at_five_and_rounds_half_up():
    assert trimmed_mean([100, 80, 80, 0]) == 65
    assert trimmed_mean([100, 80, 80, 80, 0]) == 80
    assert trimmed_mean([Decimal("0.01"), Decimal("0.00")]) == Decimal("0.01")
    with pytest.raises(ValueError, match="needs values"):
        trimmed_mean([])


SHIPPED = ["proposal_rubric", "roadshow_rubric", "midterm_rubric", "star_scheme", "growth_scheme"]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_schemes_give_a_hundred_points(name):
    scheme = parse_definition(codelists.shipped()[name])
    full = score(scheme, {leaf.code: leaf.max_points for leaf in scheme.leaves})
    assert (scheme.max_points, full.total, full.is_passed) == (100, 100, True)
    assert all(node.title_en for _, node in scheme.nodes())


STARS = [
    ({}, 5),
    ({"B4": 0}, 4),
    ({"B4": 0, "B2_2": 0}, 3),
    ({"C1": 0, "C2": 0}, 0),
    ({"A1": 0, "A2": 0}, 0),
    ({"B4": 4, "B2_2": 3}, 4),
]


@pytest.mark.parametrize(("changes", "stars"), STARS)
def test_stars_need_the_total_and_every_floor(changes, stars):
    scheme = parse_definition(codelists.shipped()["star_scheme"])
    marks = {leaf.code: leaf.max_points for leaf in scheme.leaves} | changes
    assert score(scheme, marks).band.stars == stars


def test_bonus_never_lifts_above_a_hundred_and_counts_once():
    scheme = parse_definition(codelists.shipped()["star_scheme"])
    marks = {leaf.code: leaf.max_points for leaf in scheme.leaves}
    assert score(scheme, marks, bonus=["HONOUR_CITY", "HONOUR_PROVINCE"]).total == 100
    assert score(scheme, marks | {"B4": 0}, bonus=["HONOUR_CITY", "HONOUR_PROVINCE"]).total == 91


def test_the_nearest_published_scheme_is_in_force(session):
    shipped = install_scheme(session, LI, "test", DATA)
    assert install_scheme(session, LI, "test", DATA).id == shipped.id
    draft = copy_scheme(session, LI, shipped.id, "110105000000")
    assert current_scheme(session, "110105001002", "test").id == shipped.id
    publish_scheme(session, LI, draft.id)
    assert current_scheme(session, "110105001002", "test").id == draft.id
    assert current_scheme(session, "110106001002", "test").id == shipped.id
    newer = publish_scheme(session, LI, copy_scheme(session, LI, draft.id, "110105000000").id)
    assert (newer.version, current_scheme(session, "110105001002", "test").id) == (2, newer.id)
    assert definition_of(newer) == SCHEME
    assert [(row.area_code, row.version) for row in list_schemes(session, "110105000000", "test")] == [
        ("110105000000", 2),
        (NATIONWIDE, 1),
        ("110105000000", 1),
    ]
    with pytest.raises(NotFound):
        current_scheme(session, "110105001002", "other")


def test_a_draft_can_change_until_it_is_published(session):
    draft = draft_scheme(session, LI, area_code="110105000000", kind="test", definition=DATA)
    edit_draft(session, LI, draft.id, {**DATA, "pass_line": 7}, title="新方案")
    assert (draft.title, definition_of(draft).pass_line) == ("新方案", 7)
    with pytest.raises(Refused, match="指标"):
        edit_draft(session, LI, draft.id, {**DATA, "groups": []})
    with pytest.raises(Refused, match="编号"):
        edit_draft(session, LI, draft.id, {**DATA, "code": "OTHER"})
    publish_scheme(session, LI, draft.id)
    for change in (
        lambda: publish_scheme(session, LI, draft.id),
        lambda: edit_draft(session, LI, draft.id, {**DATA, "pass_line": 8}),
    ):
        with pytest.raises(WrongState, match="已经发布"):
            change()


@pytest.mark.parametrize("statement", ["UPDATE scheme SET title = 'x'", "DELETE FROM scheme"])
def test_the_database_freezes_what_is_published(session, statement):
    install_scheme(session, LI, "test", DATA)
    with pytest.raises(DatabaseError, match="frozen"):
        session.connection().execute(text(statement))
    session.rollback()
