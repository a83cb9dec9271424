"""Step six: an activity with its photo, the final report, acceptance, the last tranche."""

import pytest

from core import clock
from portal.demo.groups import photo
from tests.journeys.steps import TEXT, Visit, act, follow, here, mark_all, office, pick, send, state, write

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def activity_is_recorded(visit: Visit, project: str) -> None:
    team = visit("bianzhi", 390)
    team.go(project)
    follow(team, "记录活动")
    write(
        team,
        ("kind", "EVENT"),
        ("title", "一针一线第十一次：送围巾上门"),
        ("on", clock.today().isoformat()),
        ("place", "社区活动室"),
        ("content", "八位队员上门，送出二十条围巾。"),
        ("result", "居民说围巾厚实，明年还要。"),
        ("residents", "26"),
        ("volunteers", "8"),
        ("volunteer_hours", "16"),
        ("sampled", "20"),
        ("satisfied", "19"),
    )
    send(team, "记一次活动")
    activity = here(team)
    team.page.get_by_text("添加附件").click()
    team.page.locator("#upload-file").set_input_files(
        {"name": "现场.png", "mimeType": "image/png", "buffer": photo("现场")}
    )
    team.page.locator("#upload-slot").select_option("photo")
    send(team, "上传")
    assert team.page.get_by_text("现场.png").is_visible()
    act(team, "提交", "待确认")
    office(visit, "yinxing", activity, "确认属实", "已确认")


def project_is_accepted(visit: Visit, project: str) -> None:
    team = visit("bianzhi")
    team.go(project)
    follow(team, "写报告")
    write(team, ("kind", "ACCEPTANCE"), ("summary", TEXT))
    send(team, "写中期或结项报告")
    check = here(team)
    follow(team, "自评分")
    mark_all(team, 0.95)
    send(team, "保存评分")
    act(team, "提交报告", "待检查")
    district = visit("district")
    district.go(check)
    follow(district, "检查评分")
    mark_all(district, 0.9)
    write(district, ("opinion", "活动扎实，台账清楚，居民满意。"))
    send(district, "保存评分")
    act(district, "验收通过", "通过")
    district.go(project)
    assert state(district) == "验收合格"


def last_tranche_is_paid(visit: Visit, project: str) -> None:
    centre = visit("centre")
    centre.go(f"{project}/payments")
    follow(centre, "申请拨款")
    send(centre, "申请拨款")
    payment = here(centre)
    office(visit, "finance", payment, "审核通过", "待审批")
    office(visit, "district", payment, "批准拨付", "待付款")
    office(visit, "finance2", payment, "登记付款", "已拨付", ("slip_number", "YH202611220077"))


def test_from_activity_to_the_last_tranche(visit: Visit) -> None:
    project = pick(visit("centre"), "/projects", "一针一线")
    activity_is_recorded(visit, project)
    project_is_accepted(visit, project)
    last_tranche_is_paid(visit, project)
