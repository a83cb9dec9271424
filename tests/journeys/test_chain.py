"""Steps one to six of the chain in parts, each by its own person with clicks: talent, team, filing, call, money."""

import pytest

from tests.journeys.applying import propose, screen
from tests.journeys.steps import TEXT, Visit, follow, here, mark_all, office, pdf, pick, send, state, write

pytestmark = [pytest.mark.browser, pytest.mark.slow]

YINXING = "990105001001"


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
    office(visit, "yinxing2", filing, "社区初核通过", "待街道备案")
    street = office(visit, "street", filing, "准予备案", "已备案")
    street.go(group)
    assert len(pdf(street, "社区社会组织备案证书")) > 5_000


def midterm_is_passed(visit: Visit) -> str:
    """The mid-term report that waits in the demo."""
    checker = visit("centre2")
    check = pick(checker, "/project-checks?status=SUBMITTED", "")
    follow(checker, "检查评分")
    mark_all(checker)
    write(checker, ("opinion", "活动扎实，台账清楚。"))
    send(checker, "保存评分")
    office(visit, "centre2", check, "检查通过", "通过")
    checker.go(check)
    follow(checker, "查看项目")
    return here(checker)


def tranche_is_paid(visit: Visit, project: str) -> None:
    """Asked for, checked, approved and paid by four people."""
    centre = visit("centre")
    centre.go(f"{project}/payments")
    follow(centre, "申请拨款")
    send(centre, "申请拨款")
    payment = here(centre)
    assert state(centre) == "待审核"
    office(visit, "finance", payment, "审核通过", "待审批")
    office(visit, "district", payment, "批准拨付", "待付款")
    cashier = office(visit, "finance2", payment, "登记付款", "已拨付", ("slip_number", "YH202611220001"))
    assert len(pdf(cashier, "支付凭单")) > 5_000


def test_from_talent_to_filing(visit: Visit) -> None:
    register_talent(visit)
    file_team(visit, form_team(visit))


def test_from_call_to_eligibility(visit: Visit) -> None:
    proposal = propose(visit, "hubang", "dianchang", "第四届社区公益微创投大赛", "邻里搭把手")
    screen(visit, proposal)


def test_from_midterm_to_the_second_tranche(visit: Visit) -> None:
    tranche_is_paid(visit, midterm_is_passed(visit))
