"""A round that is being judged now, beside the demo story: one judge in the middle of it, another yet to declare."""

from core import clock
from grants.contests import actions as contest_actions
from grants.contests.models import Contest
from grants.funds import actions as fund_actions
from grants.funds.forms import FundForm
from grants.panels import actions as panel_actions
from grants.panels.models import Panel, PanelSeat
from grants.proposals import actions as proposal_actions
from grants.proposals.forms import CheckForm, CheckRow, EndorseForm
from grants.sheets import actions as sheet_actions
from grants.sheets import queries as sheet_queries
from grants.sheets.forms import SheetForm
from portal.demo.contest import COMMUNITY_OF, IDEAS, JUDGES, call, marks_of, propose
from portal.demo.district import DISTRICT
from portal.demo.stage import Stage

ENTRANTS = tuple(idea for idea in IDEAS if idea.key in ("yuanyi", "xunluo", "hubang"))


def open_round(stage: Stage) -> None:
    """Call, proposals, check, panel; the first judge has declared, handed one sheet in and begun another."""
    with stage.day(300):
        contest = call(stage, "社区微更新小额资助", 5, "小改动 大方便", 5, [_fund(stage)])
        for idea in ENTRANTS:
            proposal = propose(stage, contest, idea)
            worker = stage.person(COMMUNITY_OF[idea.key])
            proposal_actions.endorse(stage.session, worker, proposal, EndorseForm(endorsement="同意落地本社区。"))
            proposal_actions.submit_proposal(stage.session, stage.person(idea.key), proposal)
            stage.ids[f"entrant-{idea.key}"] = proposal
    with stage.day(310):
        _screen(stage, contest)
    with stage.day(329):
        _begin(stage, _panel(stage, contest))


def _fund(stage: Stage) -> object:
    data = {"area_code": DISTRICT, "source": "LOTTERY_CITY", "year": clock.today().year, "total_fen": "20000"}
    return fund_actions.open_fund(stage.session, stage.person("district"), FundForm(name="微更新资金", **data))


def _screen(stage: Stage, contest: Contest) -> None:
    centre = stage.person("centre")
    checks = CheckForm(checks=[CheckRow(rule=rule, result="PASS") for rule in contest.eligibility])
    contest_actions.fire(stage.session, centre, contest, "screen")
    for idea in ENTRANTS:
        proposal = stage.ids[f"entrant-{idea.key}"]
        proposal_actions.check_eligibility(stage.session, centre, proposal, checks)
        proposal_actions.fire(stage.session, centre, proposal, "pass")
    contest_actions.fire(stage.session, centre, contest, "judge")


def _panel(stage: Stage, contest: Contest) -> list[PanelSeat]:
    centre, seats = stage.person("centre"), []
    panel: Panel = panel_actions.open_panel(stage.session, centre, contest)
    for key, role, organisation in JUDGES:
        seat = panel_actions.invite_judge(stage.session, centre, panel, stage.account_ids[key], role, organisation)
        panel_actions.answer_invitation(stage.session, stage.person(key), seat, True)
        seats.append(seat)
    panel_actions.start_scoring(stage.session, centre, panel)
    return seats


def _begin(stage: Stage, seats: list[PanelSeat]) -> None:
    judge = stage.person("judge")
    proposals = [stage.ids[f"entrant-{idea.key}"].id for idea in ENTRANTS]
    sheet_actions.declare(stage.session, judge, seats[0], dict.fromkeys(proposals))
    for number, sheet in enumerate(sheet_queries.sheets_of_seat(stage.session, seats[0])[:2]):
        data = SheetForm(
            marks=marks_of(80 + number),
            comment="做法可行，材料也备齐了，建议进一步写清楚建好以后由谁维护、坏了由谁来修。",
            recommendation="FUND",
            suggested_fen="2000",
        )
        sheet_actions.save_sheet(stage.session, judge, sheet, data, None)
        if number == 0:
            sheet_actions.submit_sheet(stage.session, judge, sheet)
