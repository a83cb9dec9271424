"""Chapter of a round under way: three judges are done, one has a sheet left, one has yet to declare."""

from core import clock
from grants.contests import actions as contest_actions
from grants.contests.models import Contest
from grants.funds import actions as fund_actions
from grants.funds.forms import FundForm
from grants.methods.forms import MethodForm
from grants.panels import actions as panel_actions
from grants.panels.models import Panel, PanelSeat
from grants.proposals import actions as proposal_actions
from grants.proposals.forms import CheckForm, CheckRow, EndorseForm
from grants.proposals.models import Proposal
from grants.proposals.queries import asked_fen
from grants.rounds import actions as round_actions
from grants.rounds.forms import BonusForm
from grants.sheets import actions as sheet_actions
from grants.sheets import queries as sheet_queries
from grants.sheets.forms import SheetForm
from portal.demo.contest import COMMUNITY_OF, JUDGES, Idea, marks_about, plan_and_open, propose
from portal.demo.district import DISTRICT
from portal.demo.stage import Stage

IDEAS = (
    Idea("hechang", "楼道里的音乐会", "CULTURE", "60", 82),
    Idea("yuanyi", "花友会：空地变花坛", "ENV", "48", 77),
    Idea("xunluo", "夜间平安岗", "SELFGOV", "45", 64),
)


def judge_now(stage: Stage) -> None:
    """A small edition whose sheets are due in the coming days."""
    session, centre = stage.session, stage.person("centre")
    with stage.day(270):
        data = FundForm(
            area_code=DISTRICT,
            source="DISTRICT_MATCH",
            year=clock.today().year,
            name="区级配套资金（专场赛）",
            total_fen="12000",
        )
        fund = fund_actions.open_fund(session, stage.person("district"), data)
        contest = plan_and_open(stage, "社区文化与安全专场赛", 1, "邻里文化 平安家园", 30, [fund])
    with stage.day(280):
        proposals = [hand_in(stage, contest, idea) for idea in IDEAS]
    with stage.day(302):
        contest_actions.fire(session, centre, contest, "screen")
        checks = CheckForm(checks=[CheckRow(rule=rule, result="PASS") for rule in contest.eligibility])
        for proposal in proposals:
            proposal_actions.check_eligibility(session, centre, proposal, checks)
            proposal_actions.pass_check(session, centre, proposal)
        contest_actions.fire(session, centre, contest, "judge")
    with stage.day(325):
        tie_break = [{"code": code} for code in ("NEED", "FEASIBILITY", "LOWER_REQUEST", "BALLOT")]
        method = MethodForm(vote_cap=5, tie_break=tie_break, reason="居民议事会建议加上公众投票")
        round_actions.set_method(session, centre, contest, method)
    with stage.day(326):
        seats = _seat(stage, contest)
        votes = [{"proposal_id": p.id or 0, "votes": n} for p, n in zip(proposals, (412, 268, 97), strict=True)]
        data = BonusForm(bonuses=votes, source="社区公众号投票，本月 20 日截止后导出")
        round_actions.record_bonuses(session, centre, session.get_one(Panel, seats[0][1].panel_id), data)
    with stage.day(327):
        for place, (key, seat) in enumerate(seats[1:]):
            _score(stage, key, seat, proposals, place)


def hand_in(stage: Stage, contest: Contest, idea: Idea) -> Proposal:
    """A proposal written by its team, endorsed by its community and submitted."""
    proposal = propose(stage, contest, idea)
    opinion = EndorseForm(endorsement="情况属实，同意落地本社区。")
    proposal_actions.endorse(stage.session, stage.person(COMMUNITY_OF[idea.key]), proposal, opinion)
    proposal_actions.submit_proposal(stage.session, stage.person(idea.key), proposal)
    return proposal


def _seat(stage: Stage, contest: Contest) -> list[tuple[str, PanelSeat]]:
    session, centre, seats = stage.session, stage.person("centre"), []
    panel = panel_actions.open_panel(session, centre, contest)
    for key, role, organisation in JUDGES:
        seat = panel_actions.invite_judge(session, centre, panel, stage.account_ids[key], role, organisation)
        panel_actions.answer_invitation(session, stage.person(key), seat, True)
        seats.append((key, seat))
    panel_actions.start_scoring(session, centre, panel)
    return seats


def _score(stage: Stage, key: str, seat: PanelSeat, proposals: list[Proposal], place: int) -> None:
    session, judge = stage.session, stage.person(key)
    sheet_actions.declare(session, judge, seat, {proposal.id or 0: None for proposal in proposals})
    wanted = {proposal.id: idea.marks for proposal, idea in zip(proposals, IDEAS, strict=True)}
    for sheet in sheet_queries.sheets_of_seat(session, seat):
        data = SheetForm(
            marks=marks_about(wanted[sheet.proposal_id] + place * 2 - 3),
            comment="想法来自居民，安排具体，建议写明噪声和安全的应对。",
            recommendation="FUND",
            suggested_fen=f"{asked_fen(session, sheet.proposal_id) / 100:.2f}",
        )
        sheet_actions.save_sheet(session, judge, sheet, data, None)
        if (key, sheet.proposal_id) != (JUDGES[-1][0], proposals[-1].id):
            sheet_actions.submit_sheet(session, judge, sheet)
