"""Importing a talent list: each row of an office's spreadsheet judged as a careful clerk would."""

import io
from datetime import date

import openpyxl
import pytest

from core.imports import Verdict, names_of, read_table
from incubator.people.rules import COLUMNS, REQUIRED, SAME_PHONE, plan_import

COMMUNITIES = {"银杏里社区": "110105001001", "东风渠社区": "110105001002", "电厂新村社区": "110105002001"}
CATEGORIES = names_of(
    [
        {"code": "ARTS", "zh": "文艺才艺"},
        {"code": "ORGANISE", "zh": "组织协调(楼组长、网格、业委会)"},
        {"code": "FIVE_OLD", "zh": "五老与党员先锋", "aliases": ["五老"]},
    ]
)
CHANNELS = names_of([{"code": "VISIT", "zh": "日常走访"}, {"code": "SELF", "zh": "自荐"}])
TODAY = date(2026, 11, 22)

HEADERS = ["序号", "姓 名", "性别", "出生年月", "所在社区", "联系电话", "特长类别", "发现渠道", "备注"]
OTHER_HEADERS = ["手机号码", "居住社区", "专长", "名字", "生日", "性别", "渠道", "备注", "编号"]
FIELDS = ["number", "name", "gender", "birth_year", "community", "phone", "categories", "channel", "notes"]
OTHER_FIELDS = ["phone", "community", "categories", "name", "birth_year", "gender", "channel", "notes", "number"]

PERSON = {"name": "甄试", "gender": "男", "birth_year": "1955.2", "community": "银杏里社区", "phone": "13900000001"}
PERSON |= {"categories": "文艺才艺", "channel": "自荐", "notes": ""}
CASES = [
    ({}, "ok", ""),
    ({"name": "甄　试", "phone": 13900000002.0, "birth_year": 1973}, "ok", ""),
    ({"phone": "139-0000-0003", "birth_year": "1940年2月", "categories": "文艺才艺、五老"}, "ok", ""),
    ({"phone": "１３９０００００００４", "community": " 东风渠 ", "categories": "组织协调"}, "ok", ""),
    ({"phone": "13900000001"}, "duplicate", SAME_PHONE),
    ({"phone": "13900000001", "community": "东风渠社区"}, "ok", ""),
    ({"phone": "13900000009"}, "duplicate", SAME_PHONE),
    ({"name": ""}, "error", "name"),
    ({"phone": ""}, "error", "phone"),
    ({"phone": "1390000000"}, "error", "phone"),
    ({"community": "幸福里", "phone": "13900000005"}, "error", "community"),
    ({"categories": "唱歌跳舞", "phone": "13900000006"}, "error", "category"),
    ({"birth_year": "1891.9", "phone": "13900000007"}, "error", "birth year"),
    ({"birth_year": "2011.1", "phone": "13900000007"}, "error", "birth year"),
    ({"channel": "路上遇见", "phone": "13900000007"}, "error", "channel"),
    ({"birth_year": "", "categories": "", "channel": "", "gender": "", "phone": "13900000007"}, "ok", ""),
]


def office_list(headers, fields, title_rows):
    """A spreadsheet as offices keep them: titles above, a blank row, a total and a note below."""
    book = openpyxl.Workbook()
    book.active.append(["说明"])
    sheet = book.create_sheet("名册")
    for row in [*title_rows, headers]:
        sheet.append(row)
    for number, (changes, _, _) in enumerate(CASES, start=1):
        person = {**PERSON, **changes, "number": number}
        sheet.append([person[name] for name in fields])
        sheet.append([None])
    sheet.append(["合计"])
    sheet.append(["注：联系电话请勿外传"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def plan(content):
    table = read_table(content, "名册.xlsx", COLUMNS, REQUIRED)
    known = {("110105001001", "13900000009")}
    return plan_import(table.records, COMMUNITIES, CATEGORIES, CHANNELS, known, TODAY)


@pytest.mark.parametrize(
    ("headers", "fields", "title_rows"),
    [(HEADERS, FIELDS, [["登记表"], ["填报单位：某街道"]]), (OTHER_HEADERS, OTHER_FIELDS, [])],
)
def test_each_row_gets_its_verdict(headers, fields, title_rows):
    planned = plan(office_list(headers, fields, title_rows))
    assert [(row.verdict, row.field) for row in planned] == [(Verdict(verdict), where) for _, verdict, where in CASES]
    assert [row.row_number for row in planned] == [len(title_rows) + 2 + 2 * n for n in range(len(CASES))]


def test_what_was_made_stands_beside_what_was_typed():
    row = plan(office_list(HEADERS, FIELDS, []))[1]
    assert row.made == {
        "name": "甄试", "community": "110105001001", "phone": "13900000002", "categories": ["ARTS"], "birth_year": 1973,
        "channel": "SELF", "gender": "M", "notes": "",
    }  # fmt: skip
    assert row.normalised == [("name", "甄　试", "甄试")]


def test_several_categories_and_short_community_names():
    planned = plan(office_list(HEADERS, FIELDS, []))
    assert planned[2].made["categories"] == ["ARTS", "FIVE_OLD"]
    assert planned[3].made["community"] == "110105001002"
    assert planned[3].normalised == [
        ("phone", "１３９０００００００４", "13900000004"),
        ("birth_year", "1955.2", "1955"),
        ("community", " 东风渠 ", "东风渠社区"),
    ]


def test_a_row_in_error_does_not_claim_its_phone():
    rows = read_table(office_list(HEADERS, FIELDS, []), "a.xlsx", COLUMNS, REQUIRED).records
    wrong, right = rows[12], rows[15]
    assert [row.verdict for row in plan_import([wrong, right], COMMUNITIES, CATEGORIES, CHANNELS, set(), TODAY)] == [
        Verdict.ERROR,
        Verdict.OK,
    ]


def test_all_faults_of_a_row_are_listed():
    rows = [["姓名", "手机", "社区"], ["", "1", "远方"]]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    assert plan(file.getvalue())[0].problems == [
        ("name", "没有填写姓名。"),
        ("community", "本区没有这个社区，请核对名称。"),
        ("phone", "手机号应为 11 位数字，请核对。"),
    ]


def test_phones_may_be_compared_by_fingerprint():
    rows = read_table(office_list(HEADERS, FIELDS, []), "a.xlsx", COLUMNS, REQUIRED).records[:1]
    known = {("110105001001", "print of 13900000001")}
    planned = plan_import(rows, COMMUNITIES, CATEGORIES, CHANNELS, known, TODAY, "print of {}".format)
    assert planned[0].verdict is Verdict.DUPLICATE
