"""A judge's page without a network, in a real browser: nothing is lost, all is saved once, a conflict shows both."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlmodel import select

from core.audit.models import AuditEvent
from grants.hosting.actions import call_next
from grants.roadshow.models import Roadshow, RoadshowItem
from grants.sheets import queries
from grants.sheets.models import Sheet, Stage
from tests.district import Thread
from tests.grants.hosting.show import Show, show_marks, tell
from tests.grants.judging.round import COMMENT, Round

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def address(app) -> Iterator[str]:
    thread = Thread(app)
    thread.start()
    yield thread.address
    thread.stop()


@pytest.fixture
def desk(story, as_, address, chromium, database) -> Iterator[tuple[Any, str, Callable[[], tuple]]]:
    """A judge's open sheet; ``saved()`` is (comment, mark for need, version, how often it was saved)."""
    made = story(Round.start, proposals=1)
    with database.reading() as session:
        number = session.exec(select(Sheet.id).where(Sheet.seat_id == made.seats[0].id)).one()
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    token = as_(made.judges[0]).http.cookies["miaopu_session"]
    context.add_cookies([{"name": "miaopu_session", "value": token, "url": address}])

    def saved() -> tuple:
        with database.reading() as session:
            sheet = session.get_one(Sheet, number)
            content = queries.content_of(session, sheet)
            edits = select(AuditEvent).where(AuditEvent.kind == "score_sheet.edit", AuditEvent.noun_id == number)
            return content["comment"], content["marks"].get("NEED"), sheet.version, len(session.exec(edits).all())

    yield context, f"{address}/score-sheets/{number}/form", saved
    context.close()


@pytest.fixture
def story_of_show(database, chromium) -> Iterator[tuple[Show, Any, Any]]:
    """A roadshow with its first item on stage, and a tablet."""
    made = tell(database, Show.ready, lambda m: m.next())
    with database.reading() as session:
        first = session.exec(select(RoadshowItem).where(RoadshowItem.status == "RUNNING")).one()
    context = chromium.new_context(viewport={"width": 1024, "height": 768}, locale="zh-CN")
    yield made, first, context
    context.close()


def write(page: Any, comment: str, need: str) -> None:
    page.locator("#mark-NEED").fill(need)
    page.locator('[name="comment"]').fill(comment)


def says(page: Any, words: str) -> None:
    page.locator("[data-save-state]", has_text=words).wait_for()


def test_five_minutes_without_a_network_lose_nothing(desk):
    context, path, saved = desk
    page = context.new_page()
    page.clock.install()
    page.goto(path)
    context.set_offline(True)
    for minute in range(5):
        write(page, f"第 {minute} 分钟：{COMMENT}", str(10 + minute))
        page.clock.run_for(60_000)
        says(page, "没有网络")
    assert saved() == ("", None, 1, 0)
    context.set_offline(False)
    page.clock.run_for(21_000)
    says(page, "已保存")
    page.clock.run_for(60_000)
    assert saved() == (f"第 4 分钟：{COMMENT}", "14", 2, 1)
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_lost_answer_is_no_conflict_and_saves_once(desk):
    context, path, saved = desk
    page = context.new_page()
    page.goto(path)
    page.route("**/form", lambda route: (route.fetch(), route.abort()))
    write(page, COMMENT, "12")
    says(page, "没有网络")
    assert saved() == (COMMENT, "12", 2, 1)
    page.unroute("**/form")
    write(page, COMMENT + "再补一句。", "13")
    says(page, "已保存")
    assert saved() == (COMMENT + "再补一句。", "13", 3, 2)


def test_what_was_saved_elsewhere_is_shown_beside_what_was_typed(desk):
    context, path, saved = desk
    elsewhere = context.browser.new_context(locale="zh-CN", storage_state=context.storage_state())
    page, other = context.new_page(), elsewhere.new_page()
    page.goto(path)
    other.goto(path)
    context.set_offline(True)
    write(page, "在平板上写的：" + COMMENT, "11")
    says(page, "没有网络")
    write(other, "在电脑上写的：" + COMMENT, "15")
    says(other, "已保存")
    elsewhere.close()
    context.set_offline(False)
    says(page, "在别处改过")
    assert saved()[:2] == ("在电脑上写的：" + COMMENT, "15")
    with page.expect_navigation():
        page.get_by_role("button", name="对照两边的内容").click()
    assert page.locator('[name="comment"]').input_value() == "在平板上写的：" + COMMENT
    assert page.get_by_text("在电脑上写的：" + COMMENT).is_visible()
    assert page.get_by_text("另一处保存的是 15 分。").first.is_visible()


def test_a_sheet_handed_in_without_a_network_is_handed_in_once_while_the_host_goes_on(
    story_of_show, as_, address, chromium, database
):
    """At a roadshow: the tablet is offline, the judge scores and presses the button, the host calls the next item."""
    made, first, context = story_of_show
    token = as_(made.judges[0]).http.cookies["miaopu_session"]
    context.add_cookies([{"name": "miaopu_session", "value": token, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/judging/{made.seats[0].id}/roadshow")
    context.set_offline(True)
    for code, mark in show_marks(83).items():
        page.locator(f"#mark-{code}").fill(mark)
    page.get_by_role("button", name="提交评分表").click()
    page.locator("#confirm button[value=yes]").click()
    says(page, "没有网络")
    with database.writing() as session:
        roadshow = session.get_one(Roadshow, made.roadshow.id)
        call_next(session, made.centre, roadshow, first.id)
    with page.expect_navigation(url="**/score-sheets/*/form", timeout=20_000):
        context.set_offline(False)
    assert page.locator("[data-sheet]").get_attribute("data-sheet")
    with database.reading() as session:
        sheets = {s.proposal_id: s for s in queries.sheets_of_seat(session, made.seats[0], Stage.ROADSHOW)}
        sheet = sheets.pop(first.proposal_id)
        assert queries.content_of(session, sheet)["marks"] == show_marks(83) and sheet.status == "SUBMITTED"
        assert [other.status for other in sheets.values()] == ["DRAFT"]
        events = select(AuditEvent.kind).where(AuditEvent.noun_id == sheet.id, AuditEvent.noun == "score_sheet")
        assert sorted(session.exec(events)) == ["score_sheet.commit", "score_sheet.edit", "score_sheet.submit"]
    assert page.evaluate("Object.keys(localStorage).length") == 0
