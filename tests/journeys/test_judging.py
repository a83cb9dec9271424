"""Steps four and five: the last judge of a round, its closing, the list, the notice, the agreement."""

import pytest

from core import clock
from tests.journeys.applying import open_round, publish_list
from tests.journeys.steps import (
    Visit,
    act,
    choose,
    follow,
    here,
    later,
    mark_all,
    office,
    pdf,
    pick,
    send,
    state,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROUND = "社区文化与安全专场赛"


def judge_declares_and_scores(visit: Visit) -> None:
    judge = visit("judge")
    judge.go("/judging")
    assert not judge.page.get_by_text("楼道里的音乐会").count()
    judge.page.locator('a[href$="/declare"]').first.click()
    assert judge.page.get_by_text("楼道里的音乐会").is_visible()
    assert not judge.page.get_by_text("夕阳合唱团").count()
    for one in judge.page.locator("fieldset").all():
        answer = "COACH" if "夜间平安岗" in one.inner_text() else "NONE"
        one.locator("select").select_option(answer)
    send(judge, "确认声明")
    assert not judge.page.locator("main").get_by_text("夜间平安岗").count()
    for _sheet in range(2):
        judge.go("/judging")
        judge.page.locator('main a[href$="/form"]').first.click()
        mark_all(judge, 0.85)
        write(
            judge,
            ("comment", "想法来自居民，安排具体，建议写明噪声和安全的应对办法。"),
            ("recommendation", "FUND"),
            ("suggested_fen", "3000"),
        )
        send(judge, "提交评分表")
        assert state(judge) == "已提交"


def colleague_hands_in_what_was_begun(visit: Visit) -> None:
    judge = visit("judge5")
    judge.go("/judging")
    judge.page.locator('main a[href$="/form"]').first.click()
    assert judge.page.locator('[name="comment"]').input_value()
    send(judge, "提交评分表")
    assert state(judge) == "已提交"


def panel_closes(visit: Visit) -> str:
    centre = visit("centre")
    contest = pick(centre, "/contests?status=JUDGING", ROUND)
    assert centre.page.locator(".moves").get_by_text("评审组的评分表还没有开封").is_visible()
    follow(centre, "评审")
    panel = here(centre)
    assert not centre.page.locator("#ranking").count()
    district = open_round(visit, panel, 3, "楼道里的音乐会")
    assert district.page.locator("#ranking del").count() == 4
    return contest


def agreement_is_signed(visit: Visit) -> None:
    worker = visit("hepan")
    worker.go("/payees/new")
    choose(worker, "group_id", "夕阳合唱团")
    write(
        worker,
        ("kind", "HOST"),
        ("holder", "河畔社区居民委员会"),
        ("bank", "云溪农商银行"),
        ("account", "9900001111222233"),
    )
    send(worker, "登记收款账户")
    office(visit, "finance", here(worker), "核验通过", "已核验")
    centre = visit("centre")
    award = pick(centre, "/awards?status=CONFIRMED", "楼道里的音乐会")
    follow(centre, "拟定协议")
    choose(centre, "payee_id", "河畔社区居民委员会")
    send(centre, "拟定协议")
    today = clock.today()
    signed = (
        ("signed_on", today.isoformat()),
        ("starts_on", today.isoformat()),
        ("ends_on", today.replace(year=today.year + 1).isoformat()),
    )
    act(centre, "登记三方签署", "履行中", *signed)
    assert len(pdf(centre, "公益微创投项目立项协议")) > 10_000
    centre.go(award)
    assert state(centre) == "已签约"


def test_from_the_last_sheet_to_the_signed_agreement(visit: Visit) -> None:
    judge_declares_and_scores(visit)
    colleague_hands_in_what_was_begun(visit)
    publish_list(visit, panel_closes(visit), ROUND, ("4320.00", "3000.50"), 20)
    with later(21):
        agreement_is_signed(visit)
