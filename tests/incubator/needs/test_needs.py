"""Needs: posted, put on the list, matched by what answers them, done; and who sees which."""

import pytest

from core.errors import Forbidden, NotFound, Refused, WrongState
from core.permissions import Role
from incubator.needs import actions, queries
from incubator.needs.forms import FinishForm, NeedForm
from incubator.needs.models import NeedStatus
from incubator.needs.workflow import NEED
from tests.factories import COMMUNITY_A, COMMUNITY_B, COMMUNITY_C, STREET_A, STREET_B

FORM = {
    "kind": "SERVICE",
    "title": "独居老人每周理发",
    "area_code": COMMUNITY_A,
    "category": "ELDER",
    "body": "三号院有二十位老人出门不便。",
    "people_count": 20,
    "source": "VISIT",
}


def post(session, who, **changed):
    return actions.post_need(session, who, NeedForm(**FORM | changed))


def test_a_need_goes_its_way(session, actor):
    worker, street = actor(Role.COMMUNITY, COMMUNITY_A), actor(Role.STREET, STREET_A)
    need = post(session, worker)
    assert need.number.startswith("990105-XQ-") and need.due_on is not None
    actions.review_need(session, street, need)
    assert queries.need_choices(session, worker, COMMUNITY_A) == [(str(need.id), f"{need.title}（{need.number}）")]
    actions.match_need(session, worker, need.id, "contest", 3)
    assert (need.status, need.matched_noun, need.matched_id) == (NeedStatus.MATCHED, "contest", 3)
    assert queries.list_needs(session, worker, "contest", 3) == [need]
    with pytest.raises(WrongState):
        actions.match_need(session, worker, need.id, "proposal", 4)
    actions.unmatch_need(session, street, need, "提案落选")
    assert need.matched_noun is None
    actions.match_need(session, worker, need.id, "order", 5)
    actions.finish_need(session, worker, need, FinishForm(result="已为二十位老人理发。"))
    assert need.status == NeedStatus.DONE


@pytest.mark.parametrize(
    ("role", "area", "verb", "may"),
    [
        (Role.COMMUNITY, COMMUNITY_A, "review", False),
        (Role.STREET, STREET_A, "review", True),
        (Role.CENTRE, "990105000000", "review", True),
        (Role.STREET, STREET_B, "review", False),
        (Role.TEAM, COMMUNITY_A, "review", False),
        (Role.COMMUNITY, COMMUNITY_A, "close", True),
        (Role.DISTRICT, "990105000000", "close", False),
    ],
)
def test_who_may_what(session, actor, role, area, verb, may):
    need = post(session, actor(Role.COMMUNITY, COMMUNITY_A))
    if may:
        NEED.fire(session, actor(role, area), need, verb, "理由")
    else:
        with pytest.raises(Forbidden):
            NEED.fire(session, actor(role, area), need, verb, "理由")


def test_nobody_matches_by_hand(session, actor):
    centre = actor(Role.CENTRE)
    need = post(session, centre)
    actions.review_need(session, centre, need)
    with pytest.raises(Refused, match="自动记为已对接"):
        NEED.fire(session, centre, need, "match")


def test_teams_see_the_list_and_what_they_posted(session, actor):
    worker, team, other = (
        actor(Role.COMMUNITY, COMMUNITY_A),
        actor(Role.TEAM, COMMUNITY_A),
        actor(Role.TEAM, COMMUNITY_A),
    )
    waiting, own = post(session, worker), post(session, team, title="楼道需要一盏灯")
    with pytest.raises(NotFound):
        queries.get_need(session, team, waiting.id)
    assert queries.get_need(session, team, own.id) is own
    with pytest.raises(NotFound):
        queries.get_need(session, other, own.id)
    actions.review_need(session, actor(Role.STREET, STREET_A), waiting)
    assert queries.get_need(session, team, waiting.id) is waiting
    with pytest.raises(Forbidden):
        actions.close_need(session, team, waiting, "不需要了")
    with pytest.raises(NotFound):
        queries.get_need(session, actor(Role.COMMUNITY, COMMUNITY_C), waiting.id)


@pytest.mark.parametrize("body", ["请联系 13815908301", "三号楼 12幢3单元402室 王奶奶"])
def test_personal_data_is_kept_off_the_list(session, actor, body):
    with pytest.raises(Refused, match="请删去个人信息"):
        post(session, actor(Role.COMMUNITY, COMMUNITY_A), body=body)


def test_the_pages_of_a_need(browser):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    assert worker.get("/needs/new").status_code == 200
    refused = worker.post("/needs/new", FORM | {"area_code": COMMUNITY_B})
    assert refused.status_code == 422 and "请从列表中选择" in refused.text
    made = worker.post("/needs/new", FORM)
    assert made.status_code == 303, made.text
    where = made.headers["location"]
    street = browser(Role.STREET, STREET_A)
    assert street.post(where + "/move", {"verb": "review"}).status_code == 303
    page = street.get(where).text
    assert "已列入清单" in page and "自动记为已对接" in page and "入户走访" in page
    assert "独居老人每周理发" in browser(Role.TEAM, COMMUNITY_A).get("/needs").text
    assert browser(Role.TEAM, COMMUNITY_C).get(where).status_code == 404
    assert browser().get("/needs").status_code == 303


def test_needs_over_the_api(browser):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    made = worker.post("/api/v1/needs", json=FORM)
    assert made.status_code == 201, made.text
    number = made.json()["id"]
    assert [n["id"] for n in worker.get("/api/v1/needs").json()["items"]] == [number]
    matched = browser(Role.CENTRE).post(f"/api/v1/needs/{number}/moves", json={"verb": "match"})
    assert matched.status_code == 409
    rejected = browser(Role.CENTRE).post(f"/api/v1/needs/{number}/moves", json={"verb": "reject", "reason": "重复"})
    assert rejected.json()["status"] == "REJECTED"
