"""Notices as the public and the offices see them, over HTTP."""

import json
import re

import pytest
from sqlmodel import select

from core.access import SYSTEM, Area
from core.notices import actions
from core.notices.models import Objection
from core.permissions import Role
from tests import factories

NAME, PHONE = "欧阳静宜", "13812345678"
TYPED = {
    "content": "第 2 项的预算与往年活动重复，请核查。",
    "name": NAME,
    "phone": PHONE,
    "agree": "on",
    "form_key": "k1",
}
JSON = {"content": TYPED["content"], "name": NAME, "phone": PHONE, "agree": True}


@pytest.fixture
def notice(database):
    with database.writing() as session:
        thing = session.exec(select(Area).where(Area.code == factories.DISTRICT)).one()
        thing.__dict__["area_code"] = factories.DISTRICT
        return actions.publish_notice(
            session,
            SYSTEM,
            thing=thing,
            kind="awards",
            title="拟立项项目公示 a<b",
            body="现将拟立项项目予以公示。",
            headings=("序号", "组织"),
            lines=(("1", "银杏里编织社"), ("2", "=1+1")),
            issuer="云溪区孵化中心",
        )


def test_anybody_reads_a_notice_and_its_paper(browser, notice):
    public = browser()
    listed = public.get("/notices")
    assert (listed.status_code, "拟立项项目公示 a&lt;b" in listed.text) == (200, True)
    page = public.get(f"/notices/{notice.id}")
    assert (page.status_code, "银杏里编织社" in page.text, "提交异议" in page.text) == (200, True, True)
    paper = public.get(f"/notices/{notice.id}/pdf")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert public.get("/notices?q=没有的").status_code == 200
    assert public.get("/notices/999999").status_code == 404
    assert public.get("/notices?after=1-5").status_code == 200
    assert public.get(f"/notices?after={'9' * 40}").status_code == 200


def test_an_objection_gets_a_receipt_and_the_same_form_makes_one(browser, notice, database):
    public = browser()
    answers = [public.post(f"/notices/{notice.id}/objections", TYPED) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert len({answer.headers["location"] for answer in answers}) == 1
    receipt = public.get(answers[0].headers["location"])
    assert (receipt.status_code, "990105-YY-2026-0001" in receipt.text) == (200, True)
    with database.reading() as session:
        assert len(session.exec(select(Objection)).all()) == 1
    crawled = receipt.text + public.get("/notices").text + public.get(f"/notices/{notice.id}").text
    assert NAME not in crawled
    assert PHONE not in crawled
    assert TYPED["content"] not in crawled


def test_a_faulty_objection_comes_back_as_typed(browser, notice):
    answer = browser().post(f"/notices/{notice.id}/objections", TYPED | {"phone": "12", "agree": ""})
    assert answer.status_code == 422
    assert TYPED["content"] in answer.text
    assert "请填写 11 位手机号" in answer.text
    assert "不同意就不能受理" in answer.text


def test_evidence_is_downloaded_only_by_the_office(browser, notice, database):
    files = [("file", ("说明.txt", "见附表".encode())), ("file", ("表.csv", b"a,b"))]
    public = browser()
    assert public.post(f"/notices/{notice.id}/objections", TYPED, files=files).status_code == 303
    page = browser(Role.CENTRE).get("/objections/1")
    href = re.search(r"/files/\d+", page.text)[0]
    got = browser(Role.CENTRE).get(href)
    assert (got.status_code, got.content) == (200, "见附表".encode())
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]
    assert browser(Role.TEAM).get(href).status_code == 404
    assert browser(Role.CENTRE, factories.OTHER_DISTRICT).get(href).status_code == 404
    assert public.get(href).status_code == 303


def test_a_hostile_file_keeps_what_was_typed(browser, notice, database):
    files = {"file": ("证据.svg", b"<svg/>")}
    answer = browser().post(f"/notices/{notice.id}/objections", TYPED, files=files)
    assert (answer.status_code, TYPED["content"] in answer.text, "SVG" in answer.text) == (422, True, True)
    with database.reading() as session:
        assert session.exec(select(Objection)).all() == []


def test_the_office_handles_an_objection_from_receipt_to_answer(browser, notice):
    public, centre, district = browser(), browser(Role.CENTRE), browser(Role.DISTRICT)
    place = public.post(f"/notices/{notice.id}/objections", TYPED).headers["location"]
    assert centre.get("/objections").status_code == 200
    assert NAME not in centre.get("/objections/1").text
    assert f"{NAME}　{PHONE}" in centre.post("/objections/1/reveal").text
    assert centre.post("/objections/1/move", {"verb": "accept"}).status_code == 303
    assert centre.get("/objections/1/edit").status_code == 200
    finding = {"finding": "已核对两年台账，内容不重复。", "version": "2"}
    assert centre.post("/objections/1/edit", finding).status_code == 303
    assert centre.get("/objections/1/move/reject").status_code == 403
    decision = {"decision": "经核查，活动对象和内容均不同。"}
    assert centre.post("/objections/1/move/reject", decision).status_code == 403
    assert district.post("/objections/1/move/reject", decision).status_code == 303
    assert decision["decision"] in public.get(place).text
    assert centre.post("/objections/1/erase").status_code == 303
    assert "查看姓名和电话" not in centre.get("/objections/1").text


def test_the_desk_writes_and_publishes_a_notice_by_hand(browser):
    centre = browser(Role.CENTRE)
    assert centre.get("/notice-desk/new").status_code == 200
    typed = {
        "title": "开放日公告",
        "issuer": "云溪区孵化中心",
        "body": "十二月三日下午举办开放日，欢迎居民参加。",
        "workdays": "5",
    }
    typed |= {
        "area_code": factories.DISTRICT,
        "headings": "时间|地点",
        "lines": "14:00|一楼\n15:00|二楼",
        "form_key": "n1",
    }
    place = centre.post("/notice-desk/new", typed).headers["location"]
    assert browser().get("/notices").text.count("开放日公告") == 0
    assert centre.post(f"{place}/move", {"verb": "publish"}).status_code == 303
    assert centre.get(place).status_code == 200
    assert "二楼" in browser().get(place.replace("notice-desk", "notices")).text
    assert browser(Role.TEAM).post("/notice-desk/new", typed | {"form_key": "n2"}).status_code == 403


def test_the_api_reads_notices_and_takes_objections(browser, notice):
    public = browser()
    listed = public.get("/api/v1/notices").json()
    assert [one["number"] for one in listed["items"]] == [notice.number]
    assert public.get(f"/api/v1/notices/{notice.id}").json()["lines"][0] == ["1", "银杏里编织社"]
    headers = {"Content-Type": "application/json", "Idempotency-Key": "a1"}
    options = {"headers": headers, "content": json.dumps(JSON)}
    first, again = (public.post(f"/api/v1/notices/{notice.id}/objections", **options) for _time in range(2))
    assert (first.status_code, again.json()) == (201, first.json())
    assert PHONE not in first.text
    assert public.get("/api/v1/objections").status_code == 401
    seen = browser(Role.CENTRE).get("/api/v1/objections").json()["items"]
    assert [(one["number"], one["contact_masked"]) for one in seen] == [("990105-YY-2026-0001", "欧*** 138****5678")]
    assert browser(Role.TEAM).get("/api/v1/objections").status_code == 403


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(browser, notice, database, size):
    with database.writing() as session:
        for _number in range(size - 1):
            thing = session.exec(select(Area).where(Area.code == factories.DISTRICT)).one()
            thing.__dict__["area_code"] = factories.DISTRICT
            given = {"thing": thing, "kind": "x", "title": "又一份公示", "body": "现予以公示，欢迎监督。"}
            actions.publish_notice(session, SYSTEM, **given)
    assert browser().get("/notices").text.count("task-title") == size
