"""Chapter of an edition that is being checked: one proposal is returned, two are coached, one is free."""

from grants.contests import actions as contest_actions
from grants.proposals import actions as proposal_actions
from grants.proposals.forms import CheckForm, CheckRow, ReturnForm
from portal.demo.coaching import advise, make_appointment
from portal.demo.contest import Idea
from portal.demo.editions import hand_in, open_special
from portal.demo.stage import Stage

IDEAS = (
    Idea("hubang", "一碗热汤：独居老人午餐接力", "ELDER", "39", 0),
    Idea("yuanyi", "轮椅花坛：坐着也能种花", "ENV", "43", 0),
    Idea("xunluo", "夜归灯：给晚归的人留一盏灯", "SELFGOV", "31", 0),
    Idea("shuhua", "小黑板：每周一首诗", "CULTURE", "27", 0),
)


def check_today(stage: Stage) -> None:
    """The call has closed; the centre checks, returns and coaches."""
    session, centre = stage.session, stage.person("centre")
    with stage.day(278):
        money = ("SOCIAL", "爱心企业捐赠（关爱专场）", "8000")
        contest = open_special(stage, "邻里关爱专场赛", 5, "多看一眼 多帮一把", money)
    with stage.day(290):
        proposals = [hand_in(stage, contest, idea) for idea in IDEAS]
    with stage.day(325):
        contest_actions.fire(session, centre, contest, "screen")
        checks = CheckForm(checks=[CheckRow(rule=rule, result="PASS") for rule in contest.eligibility])
        for proposal in proposals[1:]:
            proposal_actions.check_eligibility(session, centre, proposal, checks)
            proposal_actions.pass_check(session, centre, proposal)
    with stage.day(328):
        asked = ReturnForm(parts=[4, 6], reason="目标没有写出数字；预算里的物资请写明单价依据。")
        proposal_actions.return_proposal(session, centre, proposals[0], asked)
        advise(stage, make_appointment(stage, proposals[1], "孵化中心一楼洽谈室"), 6)
    with stage.day(329):
        make_appointment(stage, proposals[2], "东风社区居民议事厅")
