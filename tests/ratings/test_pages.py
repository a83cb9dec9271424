"""Ratings through the browser and the API."""

import json

import pytest

from core.access import SYSTEM
from core.accounts.models import Account
from core.permissions import Role
from ratings.schemes.actions import install_shipped
from tests import factories
from tests.factories import COMMUNITY_A, DISTRICT
from tests.ratings.story import SAMPLE, Story


@pytest.fixture
def story(database) -> Story:
    with database.writing() as session:
        found = Story(session, lambda role, area: factories.make_actor(session, role, area))
        found.begin()
        return found


@pytest.fixture
def opened(browser, database, story):
    """Clients of the story's people."""

    def open_as(name: str):
        with database.reading() as session:
            return browser(account=session.get(Account, getattr(story, name).account_id))

    return open_as


def full_sheet(story, database) -> dict[str, str]:
    with database.reading() as session:
        story.session = session
        return {f"mark-{code}": mark for code, mark in story.marks().items()}


def test_the_whole_way_through_the_browser(story, opened, database):
    where, marks = f"/assessments/{story.one.id}", full_sheet(story, database)
    worker, colleague, street, first = (opened(name) for name in ("worker", "colleague", "street", "first"))
    page = worker.get(where + "/sheet").text
    assert "系统记录：" in page and "在册成员 12 人" in page and "建议 3 分" in page
    assert worker.post(where + "/sheet", marks | {"note-A1": "写入章程第三条"}).status_code == 303
    assert worker.post(where + "/move", {"verb": "apply"}).status_code == 303
    assert colleague.post(where + "/move/recommend", SAMPLE).status_code == 303
    assert street.post(where + "/sheet", marks).status_code == 303
    review = {"visited_on": "2026-01-10", "street_opinion": "实地查看，情况属实。"}
    assert street.post(where + "/move/review", review).status_code == 303
    assert first.post(where + "/sheet", marks).status_code == 303
    assert first.post(where + "/vote", {"stars": "4", "opinion": "同意"}).status_code == 303
    page = opened("second").get(where).text
    assert "您已表决" not in page and story.first.name not in page.split("办理记录")[0]
    assert first.post(where + "/move/decide", {"district_opinion": "同意按得分授星。"}).status_code == 303
    page = worker.get(where).text
    assert "四星" in page and "星级申报表与评分表" in page and "没有达到更高星级的原因" in page
    announced = opened("centre").post(f"/rating-rounds/{story.round.id}/announce", {})
    assert announced.status_code == 303
    refused = first.post(where + "/move", {"verb": "confer"})
    assert refused.status_code == 422 and "公示期满" in refused.text
    early = first.post(f"/rating-rounds/{story.round.id}/confer", {})
    assert early.status_code == 422 and "没有公示已生效" in early.text


def test_a_refused_sheet_keeps_what_was_typed(story, opened):
    worker = opened("worker")
    refused = worker.post(f"/assessments/{story.one.id}/sheet", {"mark-A1": "2", "note-A1": "第三条<b>"})
    assert refused.status_code == 422
    assert "请从选项中选择" in refused.text and "第三条&lt;b&gt;" in refused.text


def test_a_stale_sheet_is_told(story, opened):
    worker, colleague = opened("worker"), opened("colleague")
    where = f"/assessments/{story.one.id}/sheet"
    assert worker.post(where, {"mark-A1": "3", "version": "1"}).status_code == 303
    assert colleague.post(where, {"mark-A1": "0", "version": "1"}).status_code == 409


def test_rounds_are_planned_and_opened(browser, database):
    with database.writing() as session:
        scheme = install_shipped(session, SYSTEM)
    centre = browser(Role.CENTRE)
    form = {"title": "年度评定", "area_code": DISTRICT, "year": "2026", "scheme_id": str(scheme.id)}
    backwards = form | {"opens_on": "2026-05-02", "closes_on": "2026-05-01"}
    refused = centre.post("/rating-rounds/new", backwards)
    assert refused.status_code == 422 and "不能早于申报开始" in refused.text
    made = centre.post("/rating-rounds/new", backwards | {"closes_on": "2026-06-01"})
    assert made.status_code == 303, made.text
    team = browser(Role.TEAM, COMMUNITY_A)
    assert team.get(made.headers["location"]).status_code == 404
    assert centre.post(made.headers["location"] + "/move", {"verb": "open"}).status_code == 303
    assert "年度评定" in team.get("/rating-rounds").text
    assert "开始申报" in centre.get(made.headers["location"]).text


def test_a_district_writes_its_own_scheme(browser, database):
    with database.writing() as session:
        shipped = install_shipped(session, SYSTEM)
    centre = browser(Role.CENTRE)
    assert "五星" in centre.get(f"/star-schemes/{shipped.id}").text
    where = centre.post(f"/star-schemes/{shipped.id}/copy", {"area_code": DISTRICT}).headers["location"]
    assert centre.get(where + "/edit").status_code == 200
    title = {"title": "云溪区星级方案"}
    for text, sentence in (
        ("{", "不是合法的 JSON"),
        ("[]", "以 { 开头"),
        (json.dumps(shipped.definition | {"groups": []}), "至少要有一个指标"),
        (json.dumps(shipped.definition | {"bands": [BAND]}), "附加条件"),
    ):
        refused = centre.post(where + "/edit", title | {"definition": text})
        assert refused.status_code == 422 and sentence in refused.text, refused.text
    changed = json.dumps(shipped.definition | {"bonus_cap": 3}, ensure_ascii=False)
    assert centre.post(where + "/edit", title | {"definition": changed}).status_code == 303
    assert centre.post(where + "/publish", {}).status_code == 303
    assert "已发布，现行" in centre.get(where).text
    assert centre.get(where + "/edit").status_code == 422


BAND = {"code": "NONE", "zh": "不授星", "min": 0, "stars": 0, "conditions": [{"code": "LUCK", "value": 1}]}


def test_lists_and_exports(story, opened):
    centre = opened("centre")
    for path in ("/assessments", "/rating-rounds", "/star-certificates", "/star-schemes"):
        assert centre.get(path).status_code == 200
        assert centre.get(path + "/export").status_code == 200
    assert "银杏里巧手编织队" in centre.get("/assessments?q=qsbz").text
    assert "银杏里巧手编织队" not in centre.get("/assessments?status=DECIDED").text


def test_the_api_fills_and_moves(story, opened, database):
    worker, marks = opened("worker"), full_sheet(story, database)
    where = f"/api/v1/assessments/{story.one.id}"
    assert worker.get(where).json()["status"] == "SELF"
    refused = worker.post(where + "/sheet", json={"marks": {"A1": "2"}})
    assert refused.json()["errors"] == [{"field": "mark-A1", "sentence": "请从选项中选择。"}]
    content = {"marks": {name.removeprefix("mark-"): mark for name, mark in marks.items()}}
    assert worker.post(where + "/sheet", json=content).status_code == 200
    assert worker.post(where + "/moves", json={"verb": "apply"}).json()["status"] == "APPLIED"
    moved = opened("colleague").post(where + "/moves", json={"verb": "recommend", "data": SAMPLE})
    assert moved.json()["status"] == "RECOMMENDED", moved.text
    assert worker.post(where + "/vote", json={"stars": 5}).status_code == 403
    for path in ("rating-rounds", "star-certificates", "star-schemes"):
        assert worker.get(f"/api/v1/{path}").status_code == 200
