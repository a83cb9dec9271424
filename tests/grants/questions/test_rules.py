"""Forms as data: which one an amount picks, who is asked what, what an answer lacks, what makes a form impossible."""

from datetime import date
from decimal import Decimal

import pytest

from core import codelists
from core.errors import Invalid
from core.forms import check, collect, spread
from grants.builder import rules as building
from grants.contests.models import League
from grants.proposals.forms import ProposalForm, Step, fixed_parts, step_form
from grants.questions import rules
from grants.questions.models import Question

PRESETS = [rules.read(one) for one in codelists.shipped()["form_presets"]]
FULL = next(form for form in PRESETS if form.code == "FULL")
WHERE = Question(key="q_where", kind="CHOICE", title="在哪里办", options=["室内", "室外"])
RAIN = Question(key="q_rain", kind="LONG", title="下雨怎么办", when="q_where", when_is=["室外"], least=10)
TOOLS = Question(
    key="q_tools",
    kind="TABLE",
    title="要用的工具",
    columns=[{"uid": "a", "title": "名称"}, {"uid": "b", "title": "价钱", "kind": "MONEY"}],
    leagues=["TEAM"],
)


def built(*questions, base=FULL):
    forms, after = [base], "#1"
    for question in questions:
        forms, after = building.with_question(forms, base.code, question, after), question.key
    return forms[0]


@pytest.mark.parametrize(
    ("asked", "code"),
    [(0, "ONE_PAGE"), (500_000, "ONE_PAGE"), (500_001, "SHORT"), (3_000_000, "SHORT"), (3_000_001, "FULL")],
)
def test_the_amount_picks_the_shortest_form_that_is_enough(asked, code):
    assert rules.pick(PRESETS[::-1], asked).code == code


def test_above_every_limit_the_highest_one_applies():
    assert rules.pick(PRESETS[:2], 10**9).code == "SHORT"


def test_the_shipped_forms_are_possible_and_ask_the_more_the_more_is_asked_for():
    assert [rules.problems(form, fixed_parts()) for form in PRESETS] == [[], [], []]
    keys = [{one.key for one in rules.questions_of(form)} for form in PRESETS]
    assert keys[0] < keys[2] and keys[1] < keys[2] and [len(form.sections) for form in PRESETS] == [1, 6, 8]


def test_every_fixed_part_is_asked_for_in_the_full_form():
    assert {one.key for one in rules.questions_of(FULL)} == set(fixed_parts())


@pytest.mark.parametrize(
    ("league", "values", "asked"),
    [
        ("TEAM", {}, {"q_where", "q_tools"}),
        ("FILED", {"q_where": "室内"}, {"q_where"}),
        ("FILED", {"q_where": "室外"}, {"q_where", "q_rain"}),
        ("TEAM", {"q_where": "室外"}, {"q_where", "q_rain", "q_tools"}),
    ],
)
def test_who_is_asked_what(league, values, asked):
    form = built(WHERE, RAIN, TOOLS)
    assert {q.key for q in rules.asked(form, League(league), values) if rules.is_own(q)} == asked


def test_a_condition_on_a_question_that_is_not_asked_is_not_met():
    dug = Question(key="q_dug", kind="TEXT", title="雨棚多大", when="q_rain2", when_is=["搭棚"])
    rain = Question(
        key="q_rain2", kind="CHOICE", title="怎么办", options=["搭棚", "改期"], when="q_where", when_is=["室外"]
    )
    form, given = built(WHERE, rain, dug), {"q_where": "室内", "q_rain2": "搭棚"}
    assert [q.key for q in rules.asked(form, League.TEAM, given) if rules.is_own(q)] == ["q_where"]
    assert rules.own_answers(form, League.TEAM, given | {"q_dug": "三米"}) == {"q_where": "室内"}


@pytest.mark.parametrize(
    ("question", "value", "gap"),
    [
        (WHERE, None, "“在哪里办”还没有填写。"),
        (WHERE, "室内", None),
        (RAIN, "改期", "“下雨怎么办”还没有写完（不少于 10 字）。"),
        (RAIN, "改到下一个星期六上午再办", None),
        (TOOLS, [], "“要用的工具”至少要有 1 行。"),
        (TOOLS, [{"uid": "1"}], None),
        (WHERE.model_copy(update={"stage": "OPTIONAL"}), None, None),
    ],
)
def test_what_an_answer_lacks(question, value, gap):
    assert rules.gap_of(question, value) == gap


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"key": "goals"}, "“在哪里办”的代码“goals”和类型对不上。"),
        ({"key": "anything"}, "“在哪里办”的代码“anything”和类型对不上。"),
        ({"options": ["室内", "室内"]}, "“在哪里办”至少要有两个不同的选项。"),
        ({"when": "q_later", "when_is": ["x"]}, "“在哪里办”的条件要看排在它前面的题。"),
        ({"when": "title"}, "“在哪里办”的条件要看排在它前面的题。"),
        ({"least": 9, "most": 3, "kind": "TEXT"}, "“在哪里办”最少的字数比最多的还多。"),
        ({"kind": "TABLE"}, "“在哪里办”还没有列。"),
    ],
)
def test_impossible_questions(changed, sentence):
    base = FULL.model_copy(update={"sections": [*FULL.sections[1:]]}) if changed.get("key") == "goals" else FULL
    wrong = WHERE.model_copy(
        update={k: Question.model_fields[k].annotation(v) if k == "kind" else v for k, v in changed.items()}
    )
    place = f"#{base.sections[0].number}"
    [form] = (
        building.with_question([base], "FULL", wrong, place)
        if wrong.key != "goals"
        else [base.model_copy(update={"sections": [base.sections[0].model_copy(update={"questions": [wrong]})]})]
    )
    assert sentence in rules.problems(form, fixed_parts())


@pytest.mark.parametrize("key", rules.INDISPENSABLE)
def test_no_form_may_do_without_what_money_is_paid_by(key):
    [form] = building.without_question([FULL], "FULL", key)
    assert rules.problems(form, fixed_parts()) == [f"缺少立项和拨款要用的内容：{key}。"]


def test_moving_removing_and_placing_leave_what_was_given_as_it_was():
    before = FULL.model_dump()
    [up] = building.moved([FULL], "FULL", "category", up=True)
    assert [q.key for q in up.sections[0].questions][:2] == ["category", "title"]
    assert building.moved([FULL], "FULL", "title", up=True) == [FULL]
    [put] = building.with_question([FULL], "FULL", WHERE, "goals")
    assert building.place_of(put, "q_where") == "goals" and building.place_of(FULL, "title") == "#1"
    assert FULL.model_dump() == before


def test_kinds_stay_and_columns_too():
    form = built(WHERE, TOOLS)
    other = TOOLS.model_copy(
        update={"columns": [TOOLS.columns[0], TOOLS.columns[1].model_copy(update={"kind": "TEXT"})]}
    )
    [changed] = building.with_question([form], "FULL", other, "#1")
    assert rules.changed_kinds([form], [changed]) == ["要用的工具"]
    assert rules.changed_kinds([form], [built(WHERE)]) == []


def test_one_declaration_checks_what_is_typed_and_gives_it_back():
    more = [
        Question(key="q_size", kind="NUMBER", title="面积"),
        Question(key="q_rent", kind="MONEY", title="场租"),
        Question(key="q_day", kind="DATE", title="开始的日子"),
    ]
    form = step_form(built(WHERE, TOOLS, *more), 1, League.TEAM)
    raw = {
        "title": ["暖邻行动"],
        "q_where": ["室外"],
        "q_size": ["12.5"],
        "q_rent": ["300"],
        "q_day": ["2026-12-10"],
        "q_tools.0.uid": ["x1"],
        "q_tools.0.c_a": ["梯子"],
        "q_tools.0.c_b_fen": ["25.50"],
    }
    value = check(form, collect(form, raw))
    assert (value.q_size, value.q_rent, value.q_day) == (Decimal("12.5"), 30000, date(2026, 12, 10))
    assert value.q_tools[0].model_dump()["c_b_fen"] in (2550, "25.50")
    again = spread(form, value)
    assert {name: again[name] for name in raw if name != "q_rent"} == {n: t for n, t in raw.items() if n != "q_rent"}
    with pytest.raises(Invalid) as refusal:
        check(form, collect(form, raw | {"q_size": ["很大"], "q_rent": ["-1"], "q_tools.0.c_b_fen": ["贵"]}))
    assert set(refusal.value.problems) == {"q_size", "q_rent", "q_tools.0.c_b_fen"}


def test_leagues_have_forms_of_their_own_and_fixed_limits_only_get_tighter():
    form = built(TOOLS)
    assert "q_tools" in step_form(form, 1, League.TEAM).model_fields
    assert "q_tools" not in step_form(form, 1, League.FILED).model_fields
    short = next(q for q in rules.questions_of(FULL) if q.key == "goals").model_copy(update={"most": 50})
    long = short.model_copy(update={"key": "outcomes", "most": 5000})
    [tight] = building.with_question(building.with_question([FULL], "FULL", short, "#4"), "FULL", long, "goals")
    fields = step_form(tight, 4, League.TEAM)
    for name, most in (("goals", 50), ("outcomes", 1000)):
        assert check(fields, {name: "字" * most})
        with pytest.raises(Invalid):
            check(fields, {name: "字" * (most + 1)})
    assert issubclass(fields, Step) and ProposalForm.model_fields["goals"].title != fields.model_fields["goals"].title


def test_a_stored_form_above_a_limit_of_today_is_read_as_it_stands_and_refused_only_when_saved():
    """Limits change; what was handed in under those of its day must still be read, printed and compared."""
    long = rules.stored(built(WHERE, RAIN))
    [rain] = [q for s in long["sections"] for q in s["questions"] if q["key"] == "q_rain"]
    rain |= {"most": 90_000, "title": "下雨" * 100}
    long["sections"] += [{"number": n, "title": "又一步"} for n in range(20, 60)]
    form = rules.read(long)
    assert rules.stored(form) == long and len(form.sections) == len(FULL.sections) + 40
    assert next(q for q in rules.questions_of(form) if q.key == "q_rain").most == 90_000
    assert rules.asked(form, League.TEAM, {"q_where": "室外"})[1].key == "q_rain"
    assert rules.over_limits(form) == ["“完整申报书”：最多 20 项。"]
    rain |= {"title": "下雨怎么办"}
    long["sections"] = long["sections"][:8]
    assert rules.over_limits(rules.read(long)) == ["“下雨怎么办”：不能大于 5000。"]
    assert [rules.over_limits(one) for one in PRESETS] == [[], [], []]
    assert rules.read(rules.stored(FULL)) == FULL
