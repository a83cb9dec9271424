"""One way through the chain, each step by its own person with clicks and typing: talent, team, filing, call, money."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.conftest import PHONE, Visitor, picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Visitor]
YINXING = "990105001001"
TEXT = "面向本社区居民，由团队成员自己设计、自己实施，每月有固定的时间和地点，半年后由居民评议成效，结果在社区公开。"
STEPS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("category", "MUTUAL"), ("months", "6"), ("summary", TEXT)),
    (
        ("leader_name", "邻家好"),
        ("leader_phone", "15400077701"),
        ("team_intro", TEXT),
        ("team.0.name", "邻家好"),
        ("team.0.role", "统筹"),
        ("team.1.name", "阿勤"),
        ("team.1.role", "后勤"),
        ("team.2.name", "阿慎"),
        ("team.2.role", "安全员"),
    ),
    (("need_text", TEXT), ("target", "独居老人"), ("beneficiaries", "80"), ("service_times", "240")),
    (("goals", TEXT), ("outcomes", TEXT)),
    (
        ("plan.0.content", "第一次上门互助"),
        ("plan.0.place", "社区活动室"),
        ("plan.0.people", "40"),
        ("plan.0.responsible", "阿勤"),
        ("plan.1.content", "第二次上门互助"),
        ("plan.1.people", "40"),
    ),
    (
        ("budget.0.category", "MATERIAL"),
        ("budget.0.item", "互助工具箱"),
        ("budget.0.quantity", "10"),
        ("budget.0.price_fen", "200"),
        ("budget.0.source", "ASKED"),
        ("budget.1.category", "INSURANCE"),
        ("budget.1.item", "活动意外保险"),
        ("budget.1.quantity", "20"),
        ("budget.1.price_fen", "12.50"),
        ("budget.1.source", "ASKED"),
    ),
    (("safety", TEXT), ("sustain", TEXT)),
    (("payee_kind", "HOST"), ("payee_name", "电厂新村社区居民委员会"), ("has_promised", "on")),
)


def write(visitor: Visitor, *fields: tuple[str, str]) -> None:
    """Type into fields, choose from lists, tick what is to be ticked; a row that is not there yet is added."""
    for name, value in fields:
        found = visitor.page.locator(f'main [name="{name}"]:not([type=hidden])')
        if not found.count():
            visitor.page.locator(f'[data-add-row="{name.split(".")[0]}"]').click()
        kind = found.first.evaluate("e => e.type")
        if kind in ("radio", "checkbox"):
            visitor.page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif kind == "select-one":
            found.select_option(value)
        else:
            found.fill(value)


def send(visitor: Visitor, label: str) -> None:
    """Press a button of the page and arrive somewhere."""
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=label, exact=True).click()


def state(visitor: Visitor) -> str:
    return visitor.page.locator(".record-line .badge").inner_text()


def here(visitor: Visitor) -> str:
    return visitor.page.url.removeprefix(visitor.address).split("#")[0].split("?")[0]


def register_talent(visit: Visit) -> None:
    worker = visit("yinxing")
    worker.go("/talents/new")
    write(
        worker,
        ("name", "旅途安"),
        ("area_code", YINXING),
        ("phone", "154-0007-7700"),
        ("birth_year", "1958"),
        ("categories", "CRAFT"),
        ("discover_channel", "VISIT"),
        ("consent_on", "2026-11-01"),
        ("consent_channel", "PAPER"),
    )
    send(worker, "登记能人")
    talent = here(worker)
    assert state(worker) == "候选"
    centre = visit("centre")
    centre.go(talent)
    send(centre, "确认入库")
    assert state(centre) == "在库"


def form_team(visit: Visit) -> str:
    worker = visit("yinxing")
    worker.go("/groups/new")
    write(
        worker,
        ("name", "银杏里旧物新生队"),
        ("area_code", YINXING),
        ("sanzi_type", "VOLUNTEER"),
        ("colour", "GREEN"),
        ("leader_name", "旅途安"),
        ("leader_phone", "15400077700"),
        ("founded_on", "2025-03-01"),
        ("intro", TEXT),
    )
    send(worker, "组建团队")
    for name, role in (("程又新", "CORE"), ("岑归晚", "CORE"), *((f"邻居{n}", "MEMBER") for n in "甲乙丙丁戊己庚辛")):
        worker.page.get_by_text("添加成员").click()
        write(worker, ("name", name), ("role", role), ("has_accepted", "on"))
        send(worker, "加入名册")
    assert worker.page.get_by_text("共 11 人").is_visible()
    send(worker, "正式成立")
    assert state(worker) == "活动中"
    return here(worker)


def file_team(visit: Visit, group: str) -> None:
    worker = visit("yinxing")
    worker.go(group)
    worker.page.get_by_role("link", name="申请备案").click()
    write(
        worker,
        ("proposed_name", "云溪区滨河街道银杏里社区旧物新生队"),
        ("meeting_place", "社区活动室"),
        ("charter", TEXT * 3),
        ("leader_statement", "我承诺依法依规开展活动，接受社区和街道指导。"),
    )
    send(worker, "申请备案")
    filing = here(worker)
    send(worker, "提交备案")
    assert state(worker) == "待社区初核"
    for key, button, after in (("yinxing2", "社区初核通过", "待街道备案"), ("street", "准予备案", "已备案")):
        officer = visit(key)
        officer.go(filing)
        send(officer, button)
        assert state(officer) == after


def propose(visit: Visit) -> str:
    team = visit("hubang", PHONE)
    team.go("/calls")
    team.page.get_by_role("link", name="第四届社区公益微创投大赛").click()
    team.page.get_by_role("link", name="我要申报").click()
    write(team, ("title", "邻里搭把手"))
    send(team, "开始申报")
    proposal = here(team)
    team.page.get_by_role("link", name="继续填写").click()
    for number, fields in enumerate(STEPS, start=1):
        assert here(team) == f"{proposal}/steps/{number}"
        write(team, *fields)
        if number in (1, 6):
            team.page.get_by_text(re.compile(r"已保存.*\d\d:\d\d")).first.wait_for()
        picture(team, f"chain-step-{number}")
        send(team, "保存，下一步" if number < len(STEPS) else "保存，去检查")
    worker = visit("dianchang")
    worker.go(proposal)
    worker.page.get_by_text("填写社区意见").click()
    write(worker, ("endorsement", "情况属实，同意落地本社区。"))
    send(worker, "保存意见")
    team.go(proposal)
    send(team, "提交申报书")
    assert state(team) == "已提交"
    receipt = team.page.request.get(f"{team.address}{proposal}/receipt")
    assert receipt.body().startswith(b"%PDF")
    return proposal


def screen(visit: Visit, proposal: str) -> None:
    centre = visit("centre")
    centre.go(proposal)
    for box in centre.page.locator('#checks input[name$=".result"][value="PASS"]').all():
        box.check()
    send(centre, "保存资格审查")
    send(centre, "资格通过")
    assert state(centre) == "资格通过"


def pay(visit: Visit) -> None:
    """The mid-term report that waits in the demo, then its tranche by four hands."""
    checker = visit("centre2")
    checker.go("/project-checks?status=SUBMITTED")
    checker.page.locator("tbody th a").first.click()
    check = here(checker)
    checker.page.get_by_role("link", name="检查评分").click()
    for mark in checker.page.locator("input[data-mark][type=number]").all():
        mark.fill(str(float(mark.get_attribute("max")) * 0.9))
    write(checker, ("opinion", "活动扎实，台账清楚。"))
    send(checker, "保存评分")
    checker.go(check)
    send(checker, "检查通过")
    checker.page.get_by_role("link", name="项目", exact=True).click()
    project = here(checker)
    centre = visit("centre")
    centre.go(f"{project}/payments")
    centre.page.get_by_role("link", name="申请拨款").click()
    send(centre, "申请拨款")
    payment = here(centre)
    assert state(centre) == "待审核"
    for key, button, after in (("finance", "审核通过", "待审批"), ("district", "批准拨付", "待付款")):
        officer = visit(key)
        officer.go(payment)
        send(officer, button)
        assert state(officer) == after
    cashier = visit("finance2")
    cashier.go(payment)
    cashier.page.get_by_role("link", name="登记付款").click()
    write(cashier, ("slip_number", "YH202611220001"))
    send(cashier, "登记付款")
    assert state(cashier) == "已拨付"


def test_chain(visit: Visit) -> None:
    register_talent(visit)
    file_team(visit, form_team(visit))
    screen(visit, propose(visit))
    pay(visit)
    anybody = visit()
    for path, words in (("/calls", "第四届社区公益微创投大赛"), ("/money", "市级福彩公益金"), ("/stars", "星级名录")):
        anybody.go(path)
        assert anybody.page.get_by_text(words).first.is_visible()
    judge = visit("judge")
    judge.go("/judging")
    judge.page.locator("tbody th a").first.click()
    assert judge.page.locator(".table.scheme").is_visible()
