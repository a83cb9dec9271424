"""Score sheets on paper: two people who agree, nobody who reads, nothing doubled, nobody in conflict."""

import re

import pytest

from grants.sheets.models import Stage
from grants.sheets.queries import sheet_of, sheets_of_pair
from grants.transcripts import rules
from tests.factories.incubation import photo
from tests.grants.judging.round import COMMENT, marks_of, sheet_form

FIRST, SECOND, THIRD = 3, 5, 8


def content(points=80, **changed):
    return sheet_form(points, **changed).content()


@pytest.mark.parametrize(
    ("typed", "pair", "differs"),
    [
        ([], None, []),
        ([(FIRST, content())], None, []),
        ([(FIRST, content()), (FIRST, content())], None, []),
        ([(FIRST, content()), (SECOND, content())], (FIRST, SECOND), []),
        ([(FIRST, content()), (SECOND, content(comment=f" {COMMENT[:-1]}！"))], (FIRST, SECOND), []),
        ([(FIRST, content()), (SECOND, content(comment=COMMENT.replace("三", "二") + "另"))], None, ["comment"]),
        ([(FIRST, content()), (SECOND, content(suggested_fen="1500.01"))], None, ["suggested_fen"]),
        ([(FIRST, content()), (SECOND, content(is_shared=True))], None, ["is_shared"]),
        ([(FIRST, content(80)), (SECOND, content(79))], None, ["mark-INNOVATION"]),
        ([(FIRST, content(80)), (SECOND, content(79)), (SECOND, content(80))], (FIRST, SECOND), []),
        ([(FIRST, content(80)), (SECOND, content(80)), (FIRST, content(79))], None, ["mark-INNOVATION"]),
        ([(FIRST, content(80)), (SECOND, content(79)), (THIRD, content(79))], (SECOND, THIRD), ["mark-INNOVATION"]),
    ],
)
def test_two_different_people_agree_on_every_figure(typed, pair, differs):
    assert (rules.agreed(typed), rules.disputed(typed)) == (pair, differs)


@pytest.mark.parametrize(
    ("text", "pages"),
    [("", []), ("1", [1]), ("1-2", [1, 2]), ("２、１；1", [1, 2]), ("1 至 1,3", None), ("1至2,4", [1, 2, 4])]
    + [(wrong, None) for wrong in ("0", "21", "第一页", "1-", "-2", "1-2-3", "999", "x")],
)
def test_the_pages_of_a_scan_are_read_as_people_write_them(text, pages):
    if pages is None:
        with pytest.raises(ValueError, match="页码"):
            rules.pages_of(text)
    else:
        assert rules.pages_of(text) == pages


def typed(points=80, **changed):
    marks = {f"mark-{code}": value for code, value in marks_of(points).items()}
    return {**marks, "comment": COMMENT, "recommendation": "FUND", "suggested_fen": "1500"} | changed


def taken_in(office, made, judge=0, proposal=0, **changed):
    about = {"seat_id": made.seats[judge].id, "proposal_id": made.proposals[proposal].id, "stage": "DOCUMENT"}
    files = {"file": ("评分表.jpg", photo().content)}
    key = {"form_key": f"k-{judge}-{proposal}"}
    return office.post(f"/panels/{made.panel.id}/papers", {**about, **key, **changed}, files=files)


def test_a_paper_is_typed_by_two_and_sealed_for_everybody(story, as_, database):
    made = story(lambda m: m.start(), lambda m: m.score(1, 0, 71))
    one, two, judge = as_(made.centre), as_(made.other_centre), as_(made.judges[0])
    panel = f"/panels/{made.panel.id}"
    assert one.get(f"{panel}/papers/{made.seats[0].id}/DOCUMENT").content.startswith(b"%PDF")
    about = {"seat_id": made.seats[0].id, "proposal_id": made.proposals[0].id, "form_key": "none"}
    assert "请附上纸质评分表的扫描件" in one.post(f"{panel}/papers", about).text
    wrong = taken_in(one, made, pages="第一页", form_key="wrong")
    assert wrong.status_code == 422 and "页码写成 1-2" in wrong.text and "第一页" in wrong.text
    assert 'value="2"' in one.get(f"{panel}/papers?seat_id={made.seats[0].id}&page=2").text, "as the code names it"
    assert judge.get(f"{panel}/papers").status_code == as_(made.district).get(f"{panel}/papers").status_code == 403
    paper = taken_in(one, made, pages="1-2").headers["location"]
    assert "第 1、2 页" in one.get(paper).text
    assert "已经登记" in taken_in(two, made, form_key="again").text
    assert "还有纸质评分表没有录完" in one.get(panel).text
    assert one.post(paper + "/entry", typed(80)).status_code == 303
    shown = two.get(paper + "/entry").text
    assert COMMENT not in shown and not re.search(r'id="mark-\w+"[^>]*value="\d', shown)
    assert two.post(paper + "/entry", typed(79)).status_code == 303
    beside = two.get(paper + "/entry").text
    assert beside.count("和另一位录的不一样") == 1 and 'id="mark-INNOVATION-error"' in beside
    told = two.get(paper).text
    assert "两个人录的不一样：创新性" in told and COMMENT not in told
    assert [who.get(paper + "/scan").status_code for who in (one, two, as_(made.district))] == [404] * 3
    assert as_(made.judges[2]).get(paper).status_code == as_(made.district).get(paper).status_code == 404
    strange = typed_json(80) | {"marks": {"\x15": "八十"}}
    assert two.post(f"/api/v1{paper}/entries", json=strange).status_code == 422, "no mark at all"
    assert two.post(f"/api/v1{paper}/entries", json=typed_json(80)).json()["status"] == "SEALED"
    with database.reading() as session:
        sheet = sheet_of(session, made.seats[0].id, made.proposals[0].id)
        assert (sheet.status, sheet.is_paper, sheet.marks, len(sheet.commitment)) == ("SUBMITTED", True, None, 64)
        number, commitment = sheet.id, sheet.commitment
    mine = judge.get(f"/score-sheets/{number}").text
    assert COMMENT in mine and commitment in mine and "80" in mine
    assert judge.get(judge.get(f"/score-sheets/{number}/paper").headers["location"] + "/scan").status_code == 200
    assert judge.post(f"/score-sheets/{number}/form", typed(60)).status_code in (409, 422)
    assert one.post(paper + "/entry", typed(81)).status_code == 404


def typed_json(points=80):
    return {"marks": marks_of(points), "comment": COMMENT, "recommendation": "FUND", "suggested_fen": "1500"}


def test_nothing_is_doubled_nobody_is_in_conflict_and_nothing_comes_late(story, as_, database):
    made = story(lambda m: m.start(), lambda m: m.score_all([71] * 5, [72] * 5))
    one, two, panel = as_(made.centre), as_(made.other_centre), f"/panels/{made.panel.id}"
    paper = taken_in(one, made, 1).headers["location"]
    for office in (one, two):
        office.post(paper + "/entry", typed(95))
    assert "已封存" in one.get(paper).text and "先交了" not in one.get(paper).text
    with database.reading() as session:
        sheet = sheet_of(session, made.seats[1].id, made.proposals[0].id, Stage.DOCUMENT)
        assert (sheet.is_paper, len(sheets_of_pair(session, made.seats[1].id, made.proposals[0].id))) == (False, 1)
    about = {
        "seat_id": made.seats[2].id,
        "proposal_id": made.proposals[1].id,
        "reason": "COACH",
        "note": "辅导过的队伍",
    }
    found = one.post("/conflicts/new", about | {"form_key": "c"})
    assert found.status_code == 303, found.text
    refused = taken_in(two, made, 2, 1)
    assert refused.status_code == 422 and "没有这份申报书的评分表" in refused.text
    assert one.post(panel + "/move", {"verb": "ask"}).status_code == 303
    assert "已经结束" in taken_in(two, made, 3).text
    assert as_(made.district).post(panel + "/move", {"verb": "close"}).status_code == 303
    assert "评委在网上先交了" in as_(made.district).get(paper).text
    assert one.get(paper + "/scan").content == photo().content
