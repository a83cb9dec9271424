"""Step three of the chain: a stay from its admission, another one to its graduation, each step by its own person."""

import pytest

from core import clock
from tests.journeys.steps import Visit, act, follow, here, later, mark_all, office, pdf, pick, send, write

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIX = ("SPACE", "TRAINING", "REGISTRATION", "MICROFUND", "RESOURCE", "ASSESSMENT")


def notice_runs_out(visit: Visit, stay: str) -> None:
    """The notice of a stay that is not in force yet is confirmed at the desk of notices."""
    centre = visit("centre")
    centre.go(stay)
    waiting = centre.page.locator("#notices li").filter(has_not_text="已生效").locator("a")
    number = waiting.first.get_attribute("href").rpartition("/")[2]
    office(visit, "centre", f"/notice-desk/{number}", "确认生效", "已生效")


def assess(visit: Visit, stay: str, kind: str, share: float) -> str:
    """A growth assessment: every item marked, advice written, completed; its picture stands on the page."""
    centre = visit("centre")
    centre.go(stay)
    follow(centre, "开始评估")
    write(centre, ("kind", kind), ("assessed_on", clock.today().isoformat()))
    send(centre, "开始评估")
    assessment = here(centre)
    follow(centre, "打分")
    mark_all(centre, share)
    write(centre, ("advice", "继续培养骨干。"), ("next_plan", "下季度对接两家单位。"))
    send(centre, "保存评分")
    act(centre, "完成评估", "已完成")
    assert centre.page.locator("svg.radar, figure svg").first.is_visible()
    assert len(pdf(centre, "成长评估表")) > 10_000
    return assessment


def test_admission_agreement_and_services(visit: Visit) -> None:
    stay = pick(visit("centre"), "/admissions?status=APPLIED", "便民修理队")
    centre = office(visit, "centre", stay, "初核通过", "初核通过")
    act(centre, "发布入驻公示", "公示中")
    with later(20):
        notice_runs_out(visit, stay)
        centre = office(
            visit, "centre", stay, "签约入壳", "已入壳", ("starts_on", clock.today().isoformat()), ("desks", "1")
        )
        assert len(pdf(centre, "入驻协议")) > 10_000
        follow(centre, "制定服务计划")
        lines = [
            (f"targets.{n}.{name}", value)
            for n, code in enumerate(SIX)
            for name, value in (("service", code), ("sessions", "2"))
        ]
        write(centre, *lines)
        send(centre, "保存服务计划")
        assess(visit, stay, "BASELINE", 0.4)
        centre = office(visit, "centre", stay, "转入培育期", "培育期")
        for topic in ("项目设计与预算", "怎样写活动记录"):
            centre.go(stay)
            follow(centre, "安排服务")
            write(
                centre, ("service", "TRAINING"), ("on", clock.today().isoformat()), ("topic", topic), ("staff", "育苗")
            )
            send(centre, "安排服务")
            act(
                centre,
                "登记完成",
                "已完成",
                ("people", "8"),
                ("hours", "2"),
                ("result", "现场练习并当场修改。"),
                ("satisfaction", "96"),
            )
        centre.go(stay)
        assert centre.page.locator("#services").get_by_text("已达标").count() == 1


def test_graduation(visit: Visit) -> None:
    stay = pick(visit("centre"), "/admissions?status=GROW", "四点半课堂")
    with later(120):
        assess(visit, stay, "QUARTERLY", 0.95)
        office(visit, "centre", stay, "进入出壳评估", "出壳评估")
        assess(visit, stay, "EXIT", 0.95)
        centre = visit("centre")
        centre.go(stay)
        send(centre, "发布出壳公示")
    with later(150):
        notice_runs_out(visit, stay)
        centre = office(visit, "centre", stay, "准予出壳", "已出壳")
        assert len(pdf(centre, "出壳证书")) > 5_000
