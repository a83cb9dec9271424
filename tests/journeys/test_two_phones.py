"""Two phones on one draft: one of them without a network for a while; both texts are kept, the person chooses."""

import re

import pytest

from tests.journeys.conftest import PHONE, picture
from tests.journeys.steps import Visit, follow, here, send, write

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAVED = re.compile(r"(已保存|已合进来).*\d\d:\d\d")


def test_two_phones_on_one_draft(visit: Visit) -> None:
    team, worker = visit("xunluo", PHONE), visit("dongfeng", PHONE)
    team.go("/proposals/new")
    write(team, ("title", "夜里亮一盏灯"))
    send(team, "开始申报")
    proposal = here(team)
    for one in (team, worker):
        one.go(f"{proposal}/steps/4")
    write(team, ("goals", "每晚两人一组走一圈，半年一百八十次。"))
    team.page.get_by_text(SAVED).wait_for()

    worker.page.context.set_offline(True)
    write(worker, ("goals", "每周五晚上集中巡一次，半年二十六次。"), ("outcomes", "夜里的报警少一半，居民走夜路放心。"))
    worker.page.get_by_text("没有网络").wait_for()
    worker.page.context.set_offline(False)
    worker.page.get_by_text("两份都在").wait_for()
    panel = worker.page.locator('[data-clash-of="goals"]')
    assert "每晚两人一组" in panel.inner_text()
    picture(worker, "two-phones-clash")
    panel.get_by_text("两份都留").click()
    worker.page.get_by_text(SAVED).wait_for()
    both = "每晚两人一组走一圈，半年一百八十次。\n每周五晚上集中巡一次，半年二十六次。"
    assert worker.page.locator('[name="goals"]').input_value() == both
    assert not panel.count()

    write(team, ("outcomes", "夜里的报警少一半，居民走夜路放心。"))
    team.page.get_by_text("已合进来").wait_for()
    assert team.page.locator('[name="goals"]').input_value() == both

    rain = team.page.locator('[name="q_rain"]')
    assert not rain.is_visible(), "asked only of who is outdoors"
    team.page.get_by_label("室外", exact=True).check()
    with team.page.expect_response(lambda answer: answer.request.method == "POST"):
        write(team, ("q_rain", "改到社区活动室，群里提前通知。"))
    team.go(f"{proposal}/steps/4")
    assert rain.is_visible() and rain.input_value() == "改到社区活动室，群里提前通知。"
    team.page.get_by_label("室内", exact=True).check()
    assert not rain.is_visible() and rain.input_value(), "hidden, and kept"

    for one in (team, worker):
        one.go(f"{proposal}/steps/2")
    write(team, ("team.0.name", "老秦"), ("team.0.role", "带班"))
    team.page.get_by_text(SAVED).wait_for()
    write(worker, ("team.0.name", "小吕"), ("team.0.role", "联络"))
    worker.page.get_by_text(SAVED).wait_for()
    names = [box.input_value() for box in worker.page.locator('input[name^="team."][name$=".name"]').all()]
    assert sorted(name for name in names if name) == ["小吕", "老秦"]
    follow(worker, "取消")
    assert {"老秦", "小吕"} <= set(worker.page.locator("th[scope=row]").all_inner_texts())
    assert team.complaints == []
