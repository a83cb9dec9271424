"""Lists of earlier editions, row by row: amounts in any unit, outcomes in any word, nothing guessed."""

import pytest

from core.imports import Record, Unclear, Verdict
from grants.past.models import Outcome
from grants.past.rules import (
    Known,
    identity_of,
    lines_by_row,
    plan_import,
    read_amount,
    read_outcome,
    read_year,
    unit_of,
)

KNOWN = Known(
    communities={"银杏里社区": "330105001001"},
    categories={"环境卫生": "ENV"},
    costs={"活动物资与耗材": "MATERIAL"},
    groups={"银杏里助老队": 7},
    identities=set(),
    this_year=2026,
    home="330105000000",
)


@pytest.mark.parametrize(
    ("typed", "yuan", "fen"),
    [
        ("5000", 1, 500_000),
        ("5,000.50元", 1, 500_050),
        ("￥１２００", 1, 120_000),
        (0.5, 10_000, 500_000),
        ("0.5万", 1, 500_000),
        ("0.5万元", 10_000, 500_000),
        ("3千元", 1, 300_000),
        ("5000元", 10_000, 500_000),
        (5000.0, 1, 500_000),
        ("—", 1, None),
        ("", 1, None),
        ("0", 1, 0),
    ],
)
def test_amounts_in_the_unit_that_the_list_names(typed, yuan, fen):
    assert read_amount(typed, yuan) == fen


@pytest.mark.parametrize("typed", ["约五千", "5000-6000", "-5", "1e9", "0.005", "99999999999", "NaN"])
def test_amounts_that_cannot_be_read_are_not_guessed(typed):
    with pytest.raises(Unclear):
        read_amount(typed, 1)


@pytest.mark.parametrize(
    ("title", "above", "yuan"),
    [
        ("申请金额(万元)", [], 10_000),
        ("申请金额(元)", ["单位：万元"], 1),
        ("申请金额", ["第二届项目汇总表", "单位:万元"], 10_000),
        ("申请金额", ["申报单位：云溪区"], 1),
    ],
)
def test_the_unit_stands_in_the_title_or_above_the_table(title, above, yuan):
    assert unit_of(title, above) == yuan


def test_words_and_years():
    assert read_outcome("验收 通过") == Outcome.FINISHED and read_outcome("/") == Outcome.UNKNOWN
    with pytest.raises(Unclear):
        read_outcome("还行")
    assert read_year("2023年", KNOWN) == read_year(2023.0, KNOWN) == 2023
    for wrong in ("", "2027", "1899", "二三年"):
        with pytest.raises(Unclear):
            read_year(wrong, KNOWN)


def row(number=2, **typed):
    return Record(number, {"year": "2024", "title": "暖邻行动", "applicant": "银杏里助老队"} | typed)


def test_a_row_is_good_a_duplicate_or_wrong_with_every_reason():
    rows = [
        row(2, community="银杏里", category="老旧分类", asked="0.5万", granted="4000", outcome="已结项"),
        row(3, title="暖邻 行动"),
        row(4, title="别的", asked="3000", granted="4000", outcome="落选", community="河畔"),
        row(5, title="旧的"),
    ]
    known = Known(**vars(KNOWN) | {"identities": {identity_of("330105", 2024, "旧的", "银杏里助老队")}})
    good, again, wrong, stored = plan_import(rows, known, {})
    assert good.verdict is Verdict.OK and good.made["group_id"] == 7 and good.made["category"] == "老旧分类"
    assert (good.made["asked"], good.made["granted"], good.made["outcome"]) == (500_000, 400_000, Outcome.FINISHED)
    assert ("asked", "0.5万", "5,000.00") in good.normalised and good.made["community"] == "330105001001"
    assert again.verdict is stored.verdict is Verdict.DUPLICATE
    assert [name for name, _sentence in wrong.problems] == ["community", "granted", "outcome"]


def test_the_lines_of_a_budget_belong_to_one_row_or_to_none():
    rows = [row(2), row(3, year="2023"), row(4, title="读书会")]
    line = {"title": "暖邻行动", "year": "2024", "category": "活动物资与耗材", "item": "彩纸", "unit": "包"}
    line |= {"quantity": 3, "price": "12.5"}
    lines = [
        Record(2, line),
        Record(3, line | {"title": "读书会", "year": "", "category": "烟酒"}),
        Record(4, line | {"year": ""}),
        Record(5, line | {"title": "没有的"}),
    ]
    found, lost = lines_by_row(lines, rows, KNOWN, 1)
    wanted = {"category": "MATERIAL", "item": "彩纸", "unit": "包", "quantity": 3, "price_fen": 1250}
    assert found[2].rows == [wanted] and found[4].problems == ["预算明细第 3 行：没有这个科目。"] and lost == [4, 5]
    plans = plan_import(rows, KNOWN, {}, found)
    assert [one.verdict for one in plans] == [Verdict.OK, Verdict.OK, Verdict.ERROR]
