"""Reading office spreadsheets: where the header is, what cells mean, and files that must not be opened far."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from core.errors import Refused, TooLarge
from core.imports import (
    Unclear,
    find_header,
    read_birth_year,
    read_name,
    read_phone,
    read_sheet,
    read_sheets,
    read_table,
    split_list,
    tidy,
)
from core.imports.reading import MAX_BYTES, MAX_COLUMNS

WANTED = {"name": ("姓名", "名字"), "phone": ("手机号", "手机", "联系电话", "电话"), "community": ("社区", "所属社区")}
REQUIRED = ("name", "phone", "community")


def xlsx(*sheets):
    """A workbook of (title, rows)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (13900000001, "13900000001"),
        (13900000001.0, "13900000001"),
        ("13900000001.0", "13900000001"),
        ("１３９００００００１１", "13900000011"),
        ("139-0000-0001", "13900000001"),
        ("139 0000 0001", "13900000001"),
        ("+86 139 0000 0001", "13900000001"),
        ("+86-13900000001", "13900000001"),
        ("08613900000001", "13900000001"),
        ("0086 13900000001", "13900000001"),
        ("8613900000001", "13900000001"),
        ("1.3900000001E+10", "13900000001"),
        ("13900000001（微信同号）", "13900000001"),
        ("\u200b13900000001\n", "13900000001"),
    ],
)
def test_phones_that_are_understood(cell, phone):
    assert read_phone(cell) == phone


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("", "没有填写手机号。"),
        ("无", "没有填写手机号。"),
        ("1390000000", "手机号应为 11 位数字，请核对。"),
        ("139000000011", "手机号应为 11 位数字，请核对。"),
        ("1390000000l", "手机号应为 11 位数字，请核对。"),
        ("1.39E+10", "手机号应为 11 位数字，请核对。"),
        ("1e999999999", "手机号应为 11 位数字，请核对。"),
        ("010-62345678", "不是有效的手机号，请核对。"),
        ("12900000001", "不是有效的手机号，请核对。"),
        ("13900000001/13900000002", "一格里有两个号码，请只留一个。"),
        ("13900000001 13900000002", "一格里有两个号码，请只留一个。"),
    ],
)
def test_phones_that_are_not_guessed(cell, sentence):
    with pytest.raises(Unclear) as refusal:
        read_phone(cell)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        (1973, 1973), (1973.0, 1973), ("1973", 1973), ("1973年", 1973), ("1955.2", 1955), (1955.2, 1955),
        (1955.11, 1955), ("1953-05", 1953), ("1953/5/1", 1953), ("1940年2月", 1940), ("1940 年 2 月", 1940),
        ("1940年2月3日", 1940),
        ("１９４０年２月", 1940), ("19550203", 1955), (19550203.0, 1955), ("195502", 1955), (date(1955, 2, 3), 1955),
        (datetime(1955, 2, 3), 1955), ("1955-02-03 00:00:00", 1955), ("1955年2月生", 1955), ("", None), ("不详", None),
    ],
)  # fmt: skip
def test_birth_years_that_are_understood(cell, year):
    assert read_birth_year(cell, 1900, 2010) == year


@pytest.mark.parametrize(
    "cell",
    ["55年", "55.2", "71岁", "1955.13", "1955-00", "20150", "五五年", "1899", 1840.2, "2011.1", date(2011, 1, 1)],
)
def test_birth_years_that_are_not_guessed(cell):
    with pytest.raises(Unclear, match="出生年"):
        read_birth_year(cell, 1900, 2010)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        (" 甄\u3000试 ", "甄试"),
        ("甄 试 验", "甄试验"),
        ("甄𬭩", "甄𬭩"),
        ("买买提·吐尔逊", "买买提·吐尔逊"),
        ("John  Smith", "John Smith"),
    ],
)
def test_names_that_are_understood(cell, name):
    assert read_name(cell) == name


@pytest.mark.parametrize("cell", ["", "　", "无", "甄", "甄*", "甄某", "甄试1", "甄试、甄验"])
def test_names_that_are_not_guessed(cell):
    with pytest.raises(Unclear):
        read_name(cell)


def test_tidying_keeps_rare_characters():
    assert tidy("\ufeff ０Ａ－\u3000𬭩凉 ") == "0A- 𬭩凉"
    assert split_list("歌舞、 书画,歌舞；/") == ["歌舞", "书画"]


HEAD = ["序号", "姓 名", "联系\n电话", "所属社区（村）"]
BODY = [[1, "甄试", "13900000001", "银杏里社区"], [2, None, None, None], ["合计", "1人", None, None], ["注：勿外传"]]


@pytest.mark.parametrize("above", [[], [["名册"], ["填报单位：某街道"]], [["名册"]] * 12])
def test_a_header_under_title_rows(above):
    table = read_table(xlsx(("名册", [*above, HEAD, *BODY])), "a.xlsx", WANTED, REQUIRED)
    first = len(above) + 1
    assert table.header.row_number == first
    assert [(record.number, dict(record.typed)) for record in table.records] == [
        (first + 1, {"name": "甄试", "phone": "13900000001", "community": "银杏里社区"})
    ]
    assert table.skipped == {first + 2: "空行", first + 3: "合计", first + 4: "说明"}


def test_the_list_need_not_be_on_the_first_sheet():
    content = xlsx(("填表说明", [["请如实填写"]]), ("名册", [HEAD, BODY[0]]), ("空", []))
    assert read_table(content, "a.xlsx", WANTED, REQUIRED).sheet == "名册"


def test_two_lists_are_not_chosen_between():
    content = xlsx(("甲", [HEAD, BODY[0]]), ("乙", [HEAD, BODY[0]]))
    with pytest.raises(Refused, match="有几个工作表") as refusal:
        read_table(content, "a.xlsx", WANTED, REQUIRED)
    assert refusal.value.facts == {"names": "甲、乙"}
    assert read_table(content, "a.xlsx", WANTED, REQUIRED, sheet="乙").sheet == "乙"


def test_a_header_in_two_rows():
    above, below = ["序号", "姓名", "联系方式", None, "社区"], [None, None, "手机", "微信", None]
    rows = [above, below, [1, "甄试", "1", "w", "银杏里"]]
    header = find_header(read_sheet(xlsx(("表", rows)), "a.xlsx"), WANTED, REQUIRED)
    assert (header.row_number, header.columns) == (2, {"name": 1, "phone": 2, "community": 4})


def test_two_kinds_of_number_are_told_apart_and_said():
    rows = [["社区", "联系电话", "手机", "姓名", "推荐人姓名"], ["银杏里", "62345678", "13900000001", "甄试", "甄验"]]
    header = find_header(read_sheet(xlsx(("表", rows)), "a.xlsx"), WANTED, REQUIRED)
    assert header.columns == {"name": 3, "phone": 2, "community": 0}
    assert header.notes == ("“联系电话”列没有使用，已用“手机”列。",)


def test_two_equal_headers_are_refused():
    rows = [["姓名", "电话", "电话", "社区"], ["甄试", "1", "2", "x"]]
    with pytest.raises(Refused, match="两列"):
        read_table(xlsx(("表", rows)), "a.xlsx", WANTED, REQUIRED)


def test_a_missing_column_is_named():
    with pytest.raises(Refused) as refusal:
        read_table(xlsx(("表", [["姓名", "电话"], ["甄试", "1"]])), "a.xlsx", WANTED, REQUIRED)
    assert refusal.value.facts == {"missing": "社区"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_in_every_encoding(encoding, separator):
    content = f"姓名{separator}电话{separator}社区\r\n甄𬭩{separator}13900000001{separator}银杏里\r\n".encode(encoding)
    record = read_table(content, "名册.CSV", WANTED, REQUIRED).records[0]
    assert dict(record.typed) == {"name": "甄𬭩", "phone": "13900000001", "community": "银杏里"}


def zipped(**entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in entries.items():
            container.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def far_cell():
    """Two cells, one of them in the last corner of the plane."""
    book = openpyxl.Workbook()
    book.active["A1"] = "姓名"
    book.active["XFD1048576"] = "x"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refused),
        (b"%PDF-1.7", Refused),
        (b"PK\x03\x04broken", Refused),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken", Refused),
        (zipped(readme_xml="x"), Refused),
        (zipped(xl__workbook_xml="<a/>"), Refused),
        (zipped(**{"xl__workbook_xml": "<a/>", "xl__vbaProject.bin": "x"}), Refused),
        (zipped(xl__workbook_xml="<a/>", xl__sheet_xml=b"0" * 70_000_000), TooLarge),
        (far_cell(), TooLarge),
        (b"0" * (MAX_BYTES + 1), TooLarge),
        (xlsx(("宽", [["x"] * (MAX_COLUMNS + 1)])), TooLarge),
    ],
    ids=range(11),
)
def test_files_that_are_not_opened(content, refusal):
    with pytest.raises(refusal):
        read_sheets(content, "名册.xlsx")
