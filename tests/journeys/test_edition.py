"""A whole edition by eleven people: planned from an earlier one, two proposals, five judges, one of them offline."""

import re
from datetime import timedelta

import pytest

from core import clock
from portal.demo.district import DISTRICT
from tests.district import NAMES
from tests.journeys.applying import open_round, propose, publish_list, screen
from tests.journeys.steps import Visit, act, choose, follow, here, later, mark_all, office, pick, send, state, write

pytestmark = [pytest.mark.browser, pytest.mark.minutes]

EDITION, FUND = "邻里小事专场赛", "邻里小事专项"
IDEAS = (("hubang", "dianchang", "楼下的修补角"), ("yuanyi", "hepan", "阳台花友会"))
SEATS = (
    ("judge", "FINANCE"),
    ("judge2", "SOCIAL_WORK_EXPERT"),
    ("judge3", "SOCIAL_WORK_EXPERT"),
    ("judge4", "COMMUNITY_OR_RESIDENT"),
    ("judge5", "COMMUNITY_OR_RESIDENT"),
)
OFFLINE = "judge3"
COMMENT = "想法来自居民，安排具体，建议写明安全员和保管办法。"


def moment(days: float) -> str:
    """So many days from now, as a browser types it by the clock of the office."""
    return clock.local(clock.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def edition_is_planned(visit: Visit) -> str:
    """Copied from the third edition, given money, approved by the district."""
    district = visit("district")
    district.go("/funds/new")
    write(
        district,
        ("area_code", DISTRICT),
        ("source", "SOCIAL"),
        ("year", str(clock.today().year)),
        ("name", FUND),
        ("total_fen", "9000"),
    )
    send(district, "登记资金")
    assert district.page.get_by_role("heading", name=FUND).is_visible()
    centre = visit("centre")
    pick(centre, "/contests", "第三届社区公益微创投大赛")
    follow(centre, "照样办新一届")
    write(centre, ("title", EDITION), ("opens_at", moment(0)), ("closes_at", moment(10)))
    send(centre, "建新一届")
    contest = here(centre)
    centre.go(f"{contest}/edit")
    choose(centre, "funds.0.fund_id", FUND)
    write(centre, ("funds.0.planned_fen", "9000"))
    send(centre, "保存")
    act(centre, "报请批准", "待批准")
    office(visit, "district", contest, "批准并开始征集", "征集中")
    return contest


def panel_is_formed(visit: Visit, contest: str) -> str:
    """Five are invited and accept; scoring begins."""
    centre = visit("centre")
    centre.go(contest)
    follow(centre, "评审")
    write(centre, ("opens_at", moment(0)), ("due_at", moment(9)))
    send(centre, "组建评审组")
    panel = here(centre)
    for key, role in SEATS:
        centre.go(f"/panel-seats/new?panel_id={panel.rpartition('/')[2]}")
        choose(centre, "account_id", NAMES[key])
        write(centre, ("role", role))
        send(centre, "邀请评委")
        office(visit, key, here(centre), "接受邀请", "")
    office(visit, "centre", panel, "开始评分", "评审中")
    return panel


def judge_scores(visit: Visit, panel: str, key: str, place: int) -> None:
    """Declares to have no part in either, then scores both; one loses the network in the middle of a sheet."""
    judge = visit(key)
    judge.go("/judging")
    mine = judge.page.locator(f"section#panel-{panel.rpartition('/')[2]}")
    mine.get_by_role("link", name="填写回避声明").click()
    for one in judge.page.locator("fieldset").all():
        one.locator("select").select_option("NONE")
    send(judge, "确认声明")
    judge.go("/judging")
    sheets = mine.locator('a[href$="/form"]')
    assert sheets.count() == len(IDEAS)
    for address in [link.get_attribute("href") for link in sheets.all()]:
        judge.go(address or "")
        share = (0.8 if IDEAS[0][2] in judge.page.locator("main").inner_text() else 0.7) + place / 50
        if key == OFFLINE:
            judge.page.context.set_offline(True)
        mark_all(judge, share)
        write(judge, ("comment", COMMENT), ("recommendation", "FUND"), ("suggested_fen", "2000"))
        if key == OFFLINE:
            judge.page.get_by_text("没有网络").first.wait_for()
            judge.page.context.set_offline(False)
            judge.page.locator("[data-save-state]", has_text="已保存").wait_for()
        send(judge, "提交评分表")
        assert state(judge) == "已提交"


def everybody_is_told(visit: Visit, contest: str, proposals: list[str]) -> None:
    """All letters at once; each team finds its own, and the one that was not chosen reads what the judges saw."""
    district = visit("district")
    district.go(f"{contest}/letters")
    send(district, f"一次发出 {len(proposals)} 份")
    for (key, _worker, title), proposal in zip(IDEAS, proposals, strict=True):
        team = visit(key)
        team.go(proposal)
        with team.page.expect_download() as waiting:
            team.page.locator("main").get_by_role("link", name=re.compile("评审结果通知书")).first.click()
        assert waiting.value.path(), title


def test_a_whole_edition_by_eleven_people(visit: Visit) -> None:
    contest = edition_is_planned(visit)
    proposals = [propose(visit, team, worker, EDITION, title) for team, worker, title in IDEAS]
    with later(11):
        office(visit, "centre", contest, "结束征集，开始资格审查", "资格审查")
        for proposal in proposals:
            screen(visit, proposal)
        office(visit, "centre", contest, "开始评审", "评审中")
        panel = panel_is_formed(visit, contest)
        for place, (key, _role) in enumerate(SEATS):
            judge_scores(visit, panel, key, place)
        open_round(visit, panel, len(IDEAS), IDEAS[0][2])
        publish_list(visit, contest, EDITION, ("2000.00",), 31)
    with later(33):
        everybody_is_told(visit, contest, proposals)
