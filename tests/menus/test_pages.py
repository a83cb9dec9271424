"""The menu, purses and orders through the browser and the API."""

from datetime import timedelta

import pytest

from core import clock
from core.accounts.models import Account
from core.permissions import Role
from tests import factories
from tests.factories import COMMUNITY_A, DISTRICT
from tests.menus.story import Story, item_data


@pytest.fixture
def story(database) -> Story:
    with database.writing() as session:
        return Story(session, lambda role, area: factories.make_actor(session, role, area)).begin()


@pytest.fixture
def opened(browser, database, story):
    """Clients of the story's people."""

    def open_as(name: str):
        with database.reading() as session:
            return browser(account=session.get(Account, getattr(story, name).account_id))

    return open_as


def typed(story, **changed) -> dict[str, str]:
    return {name: str(value) for name, value in story.data(**changed).items()}


def test_the_whole_way_through_the_browser(story, opened):
    worker, colleague, team, centre = (opened(name) for name in ("worker", "colleague", "team", "centre"))
    assert "我要点单" in worker.get(f"/items/{story.item.id}").text
    assert "周师傅" in worker.get(f"/items/{story.item.id}").text
    made = worker.post("/orders/new", typed(story))
    assert made.status_code == 303, made.text
    where = made.headers["location"]
    page = worker.get(where).text
    assert "社区经费可用 1,000.00 元" in page and "还没有登记采购限额标准" in page and "138****8301" in page
    assert worker.post(where + "/move", {"verb": "submit"}).status_code == 303
    assert team.get(where).status_code == 404
    assert opened("street").post(where + "/move/approve", {"review_opinion": "同意"}).status_code == 303
    assert centre.get(where + "/move/dispatch").status_code == 200
    assert centre.post(where + "/move/dispatch", {"group_id": str(story.group.id)}).status_code == 303
    assert team.post(where + "/move", {"verb": "accept"}).status_code == 303
    today = clock.today().isoformat()
    slot = {"scheduled_on": today, "scheduled_time": "上午"}
    assert team.post(where + "/move/schedule", slot).status_code == 303
    assert team.post(where + "/move", {"verb": "start"}).status_code == 303
    report = {"served_on": today, "sign_in_n": "9", "report": "为九位老人理发。"}
    assert team.post(where + "/move/deliver", report).status_code == 303
    page = colleague.get(where + "/move/verify").text
    assert "按约定人数完成" in page and 'value="200.00"' in page
    sheet = {"acceptance.0.text": "按约定人数完成", "acceptance.0.is_met": "on", "sign_in_n": "9", "settled_fen": "180"}
    assert colleague.post(where + "/move/verify", sheet | {"settled_fen": "999"}).status_code == 422
    assert colleague.post(where + "/move/verify", sheet).status_code == 303
    assert colleague.post(where + "/move/rate", {"rating": "5", "comment": "好"}).status_code == 303
    bill = {"payee_name": "街道联合会", "slip_number": "88"}
    assert opened("finance").post(where + "/move/settle", bill).status_code == 303
    page = worker.get(where).text
    assert "已结算" in page and "服务验收单" in page
    assert "820.00 元" in opened("district").get(f"/purses/{story.purse.id}").text
    assert "5.0" in worker.get(f"/items/{story.item.id}").text


def test_a_refused_order_keeps_what_was_typed_and_says_why(story, opened):
    worker = opened("worker")
    refused = worker.post("/orders/new", typed(story, contact_phone="12", place="银杏里<b>"))
    assert refused.status_code == 422 and "银杏里&lt;b&gt;" in refused.text
    empty = typed(story) | {"item_id": "", "title": ""}
    assert "请选服务项目，或写明名称和服务类别" in worker.post("/orders/new", empty).text
    late = worker.post("/orders/new", typed(story, wished_on=clock.today() + timedelta(days=1))).headers["location"]
    moved = worker.post(late + "/move", {"verb": "submit"})
    assert moved.status_code == 422 and "须提前 3 天预约" in moved.text


def test_an_order_is_edited_without_losing_the_contact(story, opened):
    worker = opened("worker")
    where = worker.post("/orders/new", typed(story)).headers["location"]
    assert "138****8301" in worker.get(where + "/edit").text
    kept = typed(story) | {"contact_phone": "138****8301", "contact_name": "张**", "people": "12", "version": "1"}
    assert worker.post(where + "/edit", kept).status_code == 303
    assert "13815908301" in worker.post(where + "/reveal", {"reason": "确认时间"}).text
    assert worker.post(where + "/reveal", {"reason": ""}).status_code == 422


def test_a_group_adds_its_item_and_the_centre_lists_it(story, opened):
    team, centre = opened("team"), opened("centre")
    assert team.get("/items/new").status_code == 200
    form = {name: str(value) for name, value in item_data(story.group, title="磨剪子戗菜刀").items()}
    refused = team.post("/items/new", form | {"price_fen": "30"})
    assert refused.status_code == 422 and "不能高于单位成本" in refused.text
    where = team.post("/items/new", form).headers["location"]
    assert opened("worker").get(where).status_code == 404
    assert team.post(where + "/move", {"verb": "submit"}).status_code == 303
    assert centre.post(where + "/move", {"verb": "list"}).status_code == 303
    assert "磨剪子" in opened("worker").get("/items?category=CONVENIENT").text


def test_purses_thresholds_and_editions(story, opened):
    district, centre = opened("district"), opened("centre")
    assert district.get("/purses/new").status_code == 200
    again = {"area_code": COMMUNITY_A, "year": str(story.wished().year), "total_fen": "5"}
    assert "已有服务经费" in district.post("/purses/new", again).text
    more = {"amount_fen": "50", "memo": "上年结转"}
    assert district.post(f"/purses/{story.purse.id}/top-up", more).status_code == 303
    assert "1,050.00 元" in district.get(f"/purses/{story.purse.id}").text
    limit = {"area_code": DISTRICT, "from_on": "2026-01-01", "threshold_fen": "500000", "basis": "云财〔2026〕1号"}
    assert district.post("/procurement-thresholds/new", limit).status_code == 303
    edition = {"title": "服务清单手册", "area_code": DISTRICT, "year": "2026", "season": "春季"}
    where = centre.post("/menu-editions/new", edition).headers["location"]
    assert centre.post(where + "/move", {"verb": "publish"}).status_code == 303
    page = opened("worker").get(where).text
    assert "上门理发" in page and "/documents/" in page


def test_lists_and_exports(story, opened):
    centre = opened("centre")
    for path in ("/items", "/orders", "/purses", "/procurement-thresholds", "/menu-editions"):
        assert centre.get(path).status_code == 200
        assert centre.get(path + "/export").status_code == 200


def test_the_api_orders_and_moves(story, opened, browser):
    worker = opened("worker")
    made = worker.post("/api/v1/orders", json=typed(story))
    assert made.status_code == 201, made.text
    where = f"/api/v1/orders/{made.json()['id']}"
    assert "contact" not in str(made.json())
    assert worker.post(where + "/moves", json={"verb": "submit"}).json()["status"] == "REVIEWING"
    street = opened("street")
    assert street.post(where + "/moves", json={"verb": "approve", "data": {}}).json()["status"] == "REVIEWING"
    sent = {"verb": "dispatch", "data": {"group_id": story.group.id}}
    assert opened("centre").post(where + "/moves", json=sent).json()["status"] == "DISPATCHED"
    assert opened("team").post(where + "/moves", json={"verb": "accept"}).json()["status"] == "ACCEPTED"
    assert browser(Role.TEAM, COMMUNITY_A).get(where).status_code == 404
    for path in ("items", "purses", "procurement-thresholds", "menu-editions"):
        assert worker.get(f"/api/v1/{path}").status_code == 200
