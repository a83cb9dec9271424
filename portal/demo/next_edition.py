"""The edition that is open today: its form asks more, one proposal is in, one of two drafts has two writers."""

from datetime import timedelta

from core import clock
from grants.asking import actions as asking_actions
from grants.builder import actions as builder_actions
from grants.builder import rules as builder_rules
from grants.builder.forms import OfferForm
from grants.coauthors import actions as coauthor_actions
from grants.coauthors.forms import InviteForm, SharingForm
from grants.contests import actions as contest_actions
from grants.contests.forms import ContestForm
from grants.contests.models import BackingKind, Contest
from grants.funds import actions as fund_actions
from grants.funds.forms import FundForm
from grants.proposals import actions as proposal_actions
from grants.proposals import queries as proposal_queries
from grants.proposals.forms import StartForm, step_form
from grants.proposals.models import Proposal, WriterRole
from grants.questions.models import Question
from grants.questions.queries import forms_of
from portal.demo.backing import ask, stand_behind
from portal.demo.contest import CATEGORIES, COMMUNITY_OF, IDEAS, RULES, content, plan_and_open, propose
from portal.demo.district import DISTRICT
from portal.demo.hosts import HOST
from portal.demo.joining import apply_together
from portal.demo.stage import Stage

BUDGET = 6
ASKED = (
    Question(
        key="q_place",
        kind="CHOICE",
        title="活动在哪里办",
        title_en="Where it takes place",
        stage="OPTIONAL",
        options=["室内", "室外", "室内室外都有"],
    ),
    Question(
        key="q_rain",
        kind="LONG",
        title="遇到刮风下雨怎么办",
        title_en="In bad weather",
        most=300,
        least=6,
        when="q_place",
        when_is=["室外", "室内室外都有"],
        help="写清楚改期还是换地方，谁来通知。",
    ),
    Question(
        key="q_change",
        kind="INDICATOR",
        title="看得见的变化",
        title_en="Visible change",
        stage="OPTIONAL",
        help="选一两件数得清的事：现在是多少，做完是多少，怎样核实。",
    ),
)


def _ask_more(stage: Stage, contest: Contest) -> None:
    """The centre adds its own questions behind the goals while the call is open: a second version of the form."""
    forms, after = forms_of(stage.session, contest), "outcomes"
    for question in ASKED:
        forms, after = builder_rules.with_question(forms, "FULL", question, after), question.key
    said, why = "加了三道题", "评审专家建议把场地、天气和变化问清楚"
    builder_actions.write_forms(stage.session, stage.person("centre"), contest, forms, said, why)


def prepare_small_grants(stage: Stage) -> None:
    """Being prepared: small grants, for which little money needs little paper."""
    with stage.day(329):
        now = clock.now()
        data = ContestForm(
            title="楼栋微心愿小额资助",
            area_code=DISTRICT,
            edition=1,
            theme="小钱办身边事",
            opens_at=now + timedelta(days=60),
            closes_at=now + timedelta(days=90),
            categories=CATEGORIES,
            leagues=[{"league": "TEAM", "cap_fen": "5000"}, {"league": "FILED", "cap_fen": "30000"}],
            eligibility=[*RULES, "NO_DUPLICATE_FUNDING", "IN_SCOPE", "NOT_FOR_PROFIT"],
            payee_kinds=["HOST", "HANDLER", "OWN"],
            tranche_template="T504010",
        )
        contest = contest_actions.plan_contest(stage.session, stage.person("centre"), data)
        rows = [{"code": "ONE_PAGE", "up_to_fen": "5000"}, {"code": "SHORT", "up_to_fen": "30000"}, {"code": "FULL"}]
        offered = OfferForm.model_validate({"forms": rows})
        builder_actions.offer(stage.session, stage.person("centre"), contest, offered)
        stage.ids["small-grants"] = contest.id


def open_next_edition(stage: Stage) -> None:
    """A call that is open today, with one submitted proposal and two drafts."""
    with stage.day(318):
        fund = fund_actions.open_fund(
            stage.session,
            stage.person("district"),
            FundForm(
                area_code=DISTRICT,
                source="LOTTERY_CITY",
                year=clock.today().year,
                name="市级福彩公益金（第四届）",
                total_fen="50000",
            ),
        )
        contest = plan_and_open(stage, "第四届社区公益微创投大赛", 4, "文明社区 居民好项目", 45, [fund])
    with stage.day(321):
        _ask_more(stage, contest)
    with stage.day(324):
        for idea, is_sent in ((IDEAS[6], True), (IDEAS[9], False)):
            proposal = propose(stage, contest, idea)
            if is_sent:
                stand_behind(stage, proposal, idea.key, COMMUNITY_OF[idea.key], HOST)
                proposal_actions.submit_proposal(stage.session, stage.person(idea.key), proposal)
                stage.ids["proposal-again"] = proposal.id
            else:
                ask(stage, proposal, idea.key, BackingKind.COMMUNITY)
                hosted = ask(stage, proposal, idea.key, BackingKind.HOST)
                why = "今年已经代管三个团队的资金，忙不过来，请找街道枢纽组织。"
                asking_actions.decline(stage.session, stage.person(COMMUNITY_OF[idea.key]), hosted, why)
                ask(stage, proposal, idea.key, BackingKind.HOST, HOST)
        team = stage.person("yiwu")
        said = "NOT_BARRED=NO;NO_OPEN_PROJECT=YES;ANNUAL_REPORT=UNSURE;"
        start = StartForm(contest_id=contest.id, group_id=stage.ids["yiwu"], title="停车议事厅", answered=said)
        draft = proposal_actions.start_proposal(stage.session, team, start)
        _write_together(stage, draft)
    with stage.day(326):
        _hand_in_again(stage, stage.get(Proposal, "proposal-again"))


def _write_together(stage: Stage, draft: Proposal) -> None:
    """A neighbour who is good with numbers joins by the link and takes the budget."""
    session, lead, mate = stage.session, stage.person("yiwu"), stage.person("hubang")
    place = coauthor_actions.invite(session, lead, draft, InviteForm(role=WriterRole.EDITOR))
    coauthor_actions.join(session, mate, place, draft)
    budget = {"number": BUDGET, "assigned_to": mate.account_id}
    coauthor_actions.share_out(session, lead, draft, SharingForm.model_validate({"sections": [budget]}))
    asked = step_form(proposal_queries.form_of(session, draft), BUDGET, draft.league)
    line = {"category": "MATERIAL", "item": "议事厅桌牌和纸笔", "unit": "套", "quantity": 20, "price_fen": "35"}
    proposal_actions.save_step(session, mate, draft, asked.model_validate({"budget": [line]}), None)


def _hand_in_again(stage: Stage, proposal: Proposal) -> None:
    """Taken back, sharpened and handed in once more before the deadline: both versions stay, each with its receipt."""
    team, idea = stage.person(IDEAS[6].key), IDEAS[6]
    proposal_actions.fire(stage.session, team, proposal, "reopen")
    better = content(idea, team.name)
    better.goals = "半年内排练二十次、演出三场，直接受益一百五十人以上，满意率不低于百分之九十。"
    better.beneficiaries = 150
    for line, row in zip(
        better.budget, proposal_queries.parts_of(stage.session, proposal.id or 0)["budget"], strict=True
    ):
        line.uid = row.uid
    better.budget[0].quantity = 64
    proposal_actions.save_step(stage.session, team, proposal, better, None)
    asked = step_form(proposal_queries.form_of(stage.session, proposal), 4, proposal.league)
    change = {"name": "邻里演出", "baseline": "1", "goal": "3", "unit": "场", "proof": "签到表和照片"}
    own = {"q_place": "室内室外都有", "q_rain": "雨天改到社区活动室，群里提前一天通知。", "q_change": [change]}
    told = {"goals": better.goals, "outcomes": better.outcomes, **own}
    proposal_actions.save_step(stage.session, team, proposal, asked.model_validate(told), None)
    stand_behind(stage, proposal, idea.key, COMMUNITY_OF[idea.key], HOST)  # more is asked for than both agreed to
    apply_together(stage, proposal, idea.key, "yuanyi", 800, "布置演出场地和花台，演出当天接送行动不便的老人")
    proposal_actions.submit_proposal(stage.session, team, proposal)
