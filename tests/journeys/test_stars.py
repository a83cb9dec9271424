"""Step seven: self score, community, street, district with its votes, notice, certificate, public register."""

import pytest

from core import clock
from tests.journeys.steps import Visit, follow, here, later, mark_all, office, pdf, pick, send, write

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def fill_sheet(visit: Visit, key: str, application: str, share: float) -> None:
    visitor = visit(key)
    visitor.go(application)
    visitor.page.locator("main a[href$='/sheet']").click()
    mark_all(visitor, share)
    send(visitor, "保存")


def team_applies_again(visit: Visit) -> str:
    """The community asks for more, the team corrects its own score."""
    application = pick(visit("hepan2"), "/assessments", "夕阳合唱团")
    worker = visit("hepan2")
    worker.go(application)
    worker.page.locator("summary", has_text="退回补正").click()
    worker.page.locator("#reason-return").fill("活动照片请补全，分数请再核对。")
    send(worker, "退回补正")
    fill_sheet(visit, "hechang", application, 1)
    office(visit, "hechang", application, "提交申报", "待社区推荐")
    return application


def district_decides(visit: Visit, application: str) -> None:
    for key, stars in (("district", "5"), ("district2", "5"), ("district3", "4")):
        voter = visit(key)
        voter.go(application)
        write(voter, ("stars", stars), ("opinion", "同意"))
        send(voter, "表决")
    fill_sheet(visit, "district", application, 1)
    office(visit, "district", application, "审定", "已审定", ("district_opinion", "同意按得分授星。"))


def test_from_self_score_to_the_register(visit: Visit) -> None:
    application = team_applies_again(visit)
    told = (("community_opinion", "常年开展服务，居民认可，同意推荐。"), ("sample_n", "60"), ("satisfied_n", "58"))
    office(visit, "hepan", application, "社区推荐", "待街道初评", *told)
    fill_sheet(visit, "street", application, 1)
    seen = (("visited_on", clock.today().isoformat()), ("street_opinion", "实地查看，台账齐全，情况属实。"))
    office(visit, "street", application, "完成初评", "待区级审评", *seen)
    district_decides(visit, application)
    centre = office(visit, "centre", application, "发布公示", "公示中")
    centre.go("/notice-desk")
    notice = pick(centre, "/notice-desk", "星级评定拟授星")
    with later(20):
        office(visit, "centre", notice, "确认生效", "已生效")
        district = office(visit, "district2", application, "授星发证", "已授星")
        follow(district, "查看组织")
        star = pick(district, "/star-certificates", "夕阳合唱团")
        assert here(district) == star
        assert len(pdf(district, "社区社会组织星级证书")) > 5_000
        anybody = visit()
        anybody.go("/stars?q=夕阳合唱团")
        assert anybody.page.get_by_text("夕阳合唱团").first.is_visible()
