"""Step eight: an order from the menu is reviewed, served, accepted with residents' opinions, rated, settled."""

from datetime import timedelta

import pytest

from core import clock
from tests.journeys.steps import Visit, act, choose, follow, here, office, pdf, send, state, write

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def place_order(visit: Visit) -> str:
    worker = visit("wukang")
    worker.go("/orders/new")
    choose(worker, "item_id", "老年人手机课")
    write(
        worker,
        ("area_code", "990105001004"),
        ("people", "12"),
        ("units", "2"),
        ("wished_on", (clock.today() + timedelta(days=9)).isoformat()),
        ("wished_time", "上午"),
        ("place", "武康路社区活动室"),
        ("contact_name", "社区前台"),
        ("contact_phone", "15400070099"),
    )
    send(worker, "我要点单")
    act(worker, "提交点单", "已点单，审核中")
    return here(worker)


def test_from_order_to_settlement(visit: Visit) -> None:
    order = place_order(visit)
    office(visit, "street", order, "审核通过", "")
    centre = visit("centre")
    centre.go(order)
    follow(centre, "派单")
    choose(centre, "group_id", "暖邻助老队")
    send(centre, "派单")
    assert state(centre) == "已派单"
    assert len(pdf(centre, "服务订单（派单）")) > 10_000
    team = office(visit, "zhulao", order, "接单", "已接单")
    day = clock.today().isoformat()
    act(team, "排期", "已排期", ("scheduled_on", day), ("scheduled_time", "上午"), ("staff", "两名骨干"))
    act(team, "开始服务", "服务中")
    act(team, "完成服务", "已完成，待验收", ("served_on", day), ("sign_in_n", "12"), ("report", "每人学会挂号和付款。"))
    colleague = visit("wukang2")
    colleague.go(order)
    colleague.page.locator(".moves").get_by_role("link", name="验收", exact=True).click()
    for place in range(3):
        colleague.page.locator(f'input[type=checkbox][name="acceptance.{place}.is_met"]').check()
    write(colleague, ("sign_in_n", "12"), ("sampled_n", "12"), ("satisfied_n", "11"), ("settled_fen", "60"))
    send(colleague, "验收")
    assert state(colleague) == "已验收"
    act(colleague, "评单", "已评单", ("rating", "5"), ("comment", "讲得慢，听得懂。"))
    paid = (("payee_name", "滨河街道社会组织联合会"), ("slip_number", "JS20260099"))
    finance = office(visit, "finance", order, "结算", "已结算", *paid)
    assert finance.page.get_by_text("11/12").is_visible()
    assert finance.page.get_by_text("5 / 5").is_visible()
