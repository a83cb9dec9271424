"""What journeys of an edition share: a team applies, the centre checks, sheets are opened, the list is public."""

import re
from collections.abc import Sequence

from tests.journeys.conftest import PHONE, Visitor, picture
from tests.journeys.steps import TEXT, Visit, follow, here, later, office, send, state, write

STEPS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("category", "MUTUAL"), ("months", "6"), ("summary", TEXT)),
    (
        ("leader_name", "带队人"),
        ("leader_phone", "15400077701"),
        ("team_intro", TEXT),
        ("team.0.name", "带队人"),
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
    (("payee_kind", "HOST"), ("has_promised", "on")),
)


def propose(visit: Visit, team_key: str, worker_key: str, call: str, title: str) -> str:
    """From the public call to the receipt, in eight steps; the community endorses and keeps the money."""
    team = visit(team_key, PHONE)
    team.go("/calls")
    team.page.get_by_role("link", name=call).click()
    team.page.get_by_role("link", name="我要申报").click()
    send(team, "看看能不能报")
    write(team, ("title", title))
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
    for kind in ("COMMUNITY", "HOST"):
        team.go(f"{proposal}/backings")
        write(team, ("kind", kind))
        send(team, "发给对方")
    worker = visit(worker_key)
    for task in ("落地社区意见", "代管单位同意代管"):
        worker.go("/desk")
        worker.page.locator("main").get_by_role("link", name=re.compile(task)).first.click()
        follow(worker, "同意")
        write(worker, ("opinion", "情况属实，同意。"))
        send(worker, "同意")
    team.go(proposal)
    send(team, "提交申报书")
    assert state(team) == "已提交"
    receipt = team.page.request.get(f"{team.address}{proposal}/receipt")
    assert receipt.body().startswith(b"%PDF")
    return proposal


def screen(visit: Visit, proposal: str) -> None:
    """Each point of the check list is in order."""
    centre = visit("centre")
    centre.go(proposal)
    for box in centre.page.locator('#checks input[name$=".result"][value="PASS"]').all():
        box.check()
    send(centre, "保存资格审查")
    send(centre, "资格通过")
    assert state(centre) == "资格通过"


def open_round(visit: Visit, panel: str, count: int, first: str) -> Visitor:
    """Two officers open the sheets; the ranking has so many places and this proposal at its head."""
    office(visit, "centre", panel, "结束评分，申请开封", "待开封")
    district = office(visit, "district", panel, "确认开封，计算排名", "已结束")
    ranking = district.page.locator("#ranking .table-wrap").first.locator("tbody tr")
    assert ranking.count() == count
    assert first in ranking.first.inner_text()
    return district


def publish_list(visit: Visit, contest: str, name: str, amounts: Sequence[str], days: int) -> None:
    """The centre draws the list up, anybody reads the notice, and so many days from now it is final."""
    centre = visit("centre")
    centre.go(contest)
    follow(centre, "立项名单")
    for box, amount in zip(centre.page.locator("tbody input.w-money").all(), amounts, strict=False):
        box.fill(amount)
    send(centre, "保存拟立项名单")
    district = visit("district")
    district.go(f"{contest}/awards")
    send(district, "批准名单并公示")
    anybody = visit()
    anybody.go("/notices")
    anybody.page.get_by_role("link", name=re.compile(name)).first.click()
    assert anybody.page.get_by_text(f"{float(amounts[0]):,.2f}").is_visible()
    number = here(anybody).rpartition("/")[2]
    with later(days):
        office(visit, "district", f"/notice-desk/{number}", "确认生效", "已生效")
        district = visit("district")
        district.go(f"{contest}/awards")
        send(district, "公示结束，名单生效")
