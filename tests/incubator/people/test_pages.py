"""The talent pool through the browser and the API."""

from core.permissions import Role
from tests.factories import COMMUNITY_A, COMMUNITY_B, STREET_B

FORM = {
    "name": "周小满",
    "area_code": COMMUNITY_A,
    "phone": "138-1590-8301",
    "categories": ["CRAFT"],
    "discover_channel": "VISIT",
    "consent_on": "2026-11-01",
    "consent_channel": "PAPER",
}


def test_a_worker_enters_a_talent_and_staff_confirm_it(browser):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    assert worker.get("/talents/new").status_code == 200
    made = worker.post("/talents/new", FORM | {"form_key": "k1"})
    assert made.status_code == 303, made.text
    page = worker.get(made.headers["location"])
    assert "138****8301" in page.text
    assert "13815908301" not in page.text
    centre = browser(Role.CENTRE)
    moved = centre.post(made.headers["location"] + "/move", {"verb": "confirm", "version": "1"})
    assert moved.status_code == 303, moved.text
    assert "在库" in centre.get(made.headers["location"]).text
    assert "周小满" in centre.get("/talents?q=zxm").text


def test_what_was_typed_stays_when_it_is_refused(browser):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    refused = worker.post("/talents/new", FORM | {"phone": "12", "name": "周小满<b>"})
    assert refused.status_code == 422
    assert "手机号" in refused.text and "11 位" in refused.text
    assert "周小满&lt;b&gt;" in refused.text


def test_other_areas_see_nothing(browser):
    made = browser(Role.COMMUNITY, COMMUNITY_A).post("/talents/new", FORM)
    for other in (browser(Role.COMMUNITY, COMMUNITY_B), browser(Role.STREET, STREET_B)):
        assert other.get(made.headers["location"]).status_code == 404
        assert "周小满" not in other.get("/talents").text
        assert other.get("/api/v1" + made.headers["location"]).status_code == 404


def test_the_same_form_sent_twice_makes_one_talent(browser):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    first = worker.post("/talents/new", FORM | {"form_key": "same"})
    again = worker.post("/talents/new", FORM | {"form_key": "same"})
    assert again.headers["location"] == first.headers["location"]
    other = worker.post("/talents/new", FORM | {"form_key": "same", "name": "别人"})
    assert other.status_code == 409


def test_a_stale_form_keeps_both_texts(browser):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    where = worker.post("/talents/new", FORM).headers["location"]
    edited = FORM | {"phone": "138****8301", "version": "1"}
    assert worker.post(where + "/edit", edited | {"skills": "剪纸"}).status_code == 303
    stale = worker.post(where + "/edit", edited | {"skills": "编织"})
    assert stale.status_code == 409
    assert "剪纸" in stale.text and "编织" in stale.text


def test_a_phone_is_shown_only_with_a_reason(browser):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    where = worker.post("/talents/new", FORM).headers["location"]
    assert worker.post(where + "/reveal", {"reason": ""}).status_code == 422
    shown = worker.post(where + "/reveal", {"reason": "邀请参加组队"})
    assert "13815908301" in shown.text
    assert "邀请参加组队" in worker.get(where).text


def test_the_api_adds_lists_and_moves(browser):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    made = worker.post("/api/v1/talents", json=FORM)
    assert made.status_code == 201, made.text
    number = made.json()["id"]
    assert [t["id"] for t in worker.get("/api/v1/talents").json()["items"]] == [number]
    refused = worker.post(f"/api/v1/talents/{number}/moves", json={"verb": "confirm"})
    assert refused.status_code == 403
    moved = browser(Role.CENTRE).post(f"/api/v1/talents/{number}/moves", json={"verb": "confirm"})
    assert moved.json()["status"] == "POOLED"
    wrong = worker.post("/api/v1/talents", json={"name": 5, "categories": "x"})
    assert wrong.status_code == 422
    assert {e["field"] for e in wrong.json()["errors"]} >= {"name", "area_code", "phone", "categories"}
