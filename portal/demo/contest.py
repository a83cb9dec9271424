"""Chapters five and six: a finished edition from call to last tranche, and an open one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core import clock, schemes
from core.access import NOBODY
from core.call import Upload
from core.files.actions import attach
from core.notices import actions as notice_actions
from core.notices.forms import DecisionForm, FindingForm, ObjectionForm
from grants.awards import actions as award_actions
from grants.awards import queries as award_queries
from grants.awards.forms import AgreementForm, ChoiceForm, PayeeForm, SignForm
from grants.contests import actions as contest_actions
from grants.contests.forms import ContestForm
from grants.contests.models import Contest
from grants.funds import actions as fund_actions
from grants.funds.forms import FundForm
from grants.insight import actions as insight_actions
from grants.insight.forms import NoteForm
from grants.insight.queries import outliers_of
from grants.judging import actions as judging_actions
from grants.panels.models import Panel, PanelSeat
from grants.payments import actions as payment_actions
from grants.payments.forms import PayForm, PaymentForm, ReturnForm
from grants.payments.queries import paid_fen
from grants.projects import actions as project_actions
from grants.projects.forms import CheckForm, ExpenseForm, ProjectForm
from grants.projects.models import Project
from grants.projects.queries import progress
from grants.proposals import actions as proposal_actions
from grants.proposals.forms import CheckForm as EligibilityForm
from grants.proposals.forms import CheckRow, ProposalForm, StartForm
from grants.proposals.models import Proposal, Slot
from grants.proposals.queries import asked_fen
from grants.ranking.queries import ranking_of
from grants.sheets.models import Sheet
from incubator.activities import actions as activity_actions
from incubator.needs import actions as need_actions
from portal.demo.backing import GIVEN_ON, WHO, stand_behind
from portal.demo.district import COMMUNITIES, DISTRICT, TEAMS
from portal.demo.groups import core_of, photo, record
from portal.demo.moderation import moderate
from portal.demo.scoring import score, seat_judges
from portal.demo.stage import Stage

RULES = [
    "NOT_BARRED",
    "NO_OPEN_PROJECT",
    "ONE_PER_APPLICANT",
    "ACTIVE_GROUP",
    "LEAGUE_FITS",
    "PAYEE_FITS",
    "ANNUAL_REPORT",
]
CATEGORIES = ["ENV", "CULTURE", "MUTUAL", "SELFGOV", "ELDER", "YOUTH"]
SOURCES = (
    ("LOTTERY_CITY", "市级福彩公益金", "60000"),
    ("DISTRICT_MATCH", "区级配套资金", "30000"),
    ("SOCIAL", "云溪社区基金（社会资金）", "15000"),
)


@dataclass(frozen=True)
class Idea:
    """One proposal of the story: what it asks and what becomes of it."""

    key: str
    title: str
    category: str
    price: str
    marks: int


IDEAS = (
    Idea("zhulao", "暖邻行动：每周上门看一看", "ELDER", "148", 93),
    Idea("ketang", "四点半以后：放学来做科学小实验", "YOUTH", "152.5", 90),
    Idea("bianzhi", "一针一线：给独居老人织一百条围巾", "MUTUAL", "96.8", 88),
    Idea("luhua", "绿芽进楼道：阳台种菜与厨余堆肥", "ENV", "118", 86),
    Idea("xiuli", "小修不出门：每月一次便民修理", "MUTUAL", "132", 83),
    Idea("tiaojie", "老娘舅工作室：楼上楼下坐下来说", "SELFGOV", "87", 80),
    Idea("hechang", "河畔之声：社区合唱节", "CULTURE", "140", 74),
    Idea("yuanyi", "一米花园：楼前荒地变花园", "ENV", "48", 71),
    Idea("xunluo", "红袖章：夜间平安巡逻", "SELFGOV", "45", 68),
    Idea("shuhua", "墨香进万家：春联与家训", "CULTURE", "42", 66),
    Idea("yiwu", "有事好商量：楼道议事规则", "SELFGOV", "36", 58),
    Idea("hubang", "邻里搭把手：互助清单", "MUTUAL", "30", 52),
)
FUNDED = ("zhulao", "ketang", "bianzhi", "luhua", "xiuli", "tiaojie")
ATTACHED = (
    (Slot.EVIDENCE, "走访登记.png", "三月走访登记，六十户"),
    (Slot.NAMELESS, "居民问卷统计.png", "问卷统计，姓名已遮去"),
)
COMMUNITY_OF = {key: community for key, _name, community in TEAMS}
TEXTS = {
    "summary": "面向本社区居民，由团队成员自己设计、自己实施，每月有固定的时间和地点，半年后由居民评议成效。",
    "need_text": "今年三月走访了六十户，又开过两次议事会，居民说得最多的就是这件事；问卷收回五十八份，四十九份要。",
    "goals": "半年内开展活动十次以上，直接受益一百人以上，满意率不低于百分之九十。",
    "outcomes": "形成固定队伍和活动制度，受益居民名单只统计人数和类别，每次活动有记录和照片。",
    "safety": "活动前检查场地，购买活动意外保险，配备药箱，每次指定一名安全员。",
    "sustain": "项目结束后由团队继续开展，场地由社区提供，经费由社区服务群众经费和居民自愿分担。",
    "team_intro": "团队成立两年多，骨干稳定，成员都是本社区居民，熟悉情况，每周都有活动。",
}


def run_finished_edition(stage: Stage) -> None:
    """Call, check, judging, list, notice with an answered objection, agreements, money, delivery, acceptance."""
    with stage.day(55):
        contest = plan_and_open(stage, "第三届社区公益微创投大赛", 3, "邻里守望 共治共享", 30, _funds(stage))
    _collect(stage, contest, 60)
    with stage.day(91):
        contest_actions.fire(stage.session, stage.person("centre"), contest, "screen")
    with stage.day(94):
        _screen(stage, contest)
        contest_actions.fire(stage.session, stage.person("centre"), contest, "judge")
    _judge(stage, contest)
    _decide(stage, contest)
    for key in FUNDED:
        _start(stage, key)
    _deliver(stage)


def _funds(stage: Stage) -> list[Any]:
    return [
        fund_actions.open_fund(
            stage.session,
            stage.person("district"),
            FundForm(area_code=DISTRICT, source=source, year=clock.today().year, name=name, total_fen=amount),
        )
        for source, name, amount in SOURCES
    ]


def plan_and_open(stage: Stage, title: str, edition: int, theme: str, days: int, funds: list[Any]) -> Contest:
    now = clock.now()
    data = ContestForm(
        title=title,
        area_code=DISTRICT,
        edition=edition,
        theme=theme,
        intro="面向全区社区社会组织和居民团队征集贴近居民的小项目。\n每个团队申报一个项目，没有法人资格的团队由社区或枢纽组织代管资金。\n评审由财务、社工和社区代表组成，去掉最高分最低分后取平均。",
        contact="区社会组织孵化中心，工作日 9:00–17:00",
        opens_at=now,
        closes_at=now + timedelta(days=days, hours=8),
        categories=CATEGORIES,
        leagues=[
            {"league": "TEAM", "cap_fen": "5000"},
            {"league": "FILED", "cap_fen": "20000"},
            {"league": "REGISTERED", "cap_fen": "30000", "quota": 8},
        ],
        eligibility=RULES,
        **WHO,
        rubric_id=schemes.current_scheme(stage.session, DISTRICT, "PROPOSAL").id,
        tranche_template="T504010",
        funds=[{"fund_id": fund.id, "planned_fen": str(fund.available_fen // 100)} for fund in funds],
        need_id=stage.ids.get("need-old"),
    )
    contest = contest_actions.plan_contest(stage.session, stage.person("centre"), data)
    contest_actions.propose_contest(stage.session, stage.person("centre"), contest)
    contest_actions.open_contest(stage.session, stage.person("district"), contest)
    stage.ids[f"contest-{edition}"] = contest.id
    return contest


def content(idea: Idea, leader: str, helpers: tuple[str, ...] = ("阿勤", "阿慎")) -> ProposalForm:
    """The whole of one proposal; its helpers come from the roster where the group has one."""
    items = (("MATERIAL", "活动物资", 60), ("INSURANCE", "活动意外保险", 6), ("PUBLICITY", "宣传折页", 6))
    return ProposalForm(
        title=idea.title,
        category=idea.category,
        months=6,
        beneficiaries=120,
        service_times=600,
        target="本社区居民，老人和孩子优先",
        leader_name=leader,
        leader_phone=f"1540008{len(idea.title):04d}",
        team=[{"name": n, "role": r} for n, r in zip((leader, *helpers), ("统筹", "后勤", "安全员"), strict=True)],
        plan=[
            {"content": f"第 {n} 次活动", "place": "社区活动室", "people": 60, "responsible": leader}
            for n in range(1, 11)
        ],
        budget=[
            *(
                {"category": c, "item": item, "unit": "份", "quantity": n, "price_fen": idea.price}
                for c, item, n in items
            ),
            {"category": "MATERIAL", "item": "茶水", "quantity": 1, "price_fen": "600", "source": "SELF"},
        ],
        payee_kind="HOST",
        payee_name=f"{COMMUNITIES[COMMUNITY_OF[idea.key]][1]}居民委员会",
        has_promised=True,
        experience="去年办过两次同类活动。",
        **TEXTS,
    )


def propose(stage: Stage, contest: Contest, idea: Idea) -> Proposal:
    """One draft, filled in by the team itself."""
    team = stage.person(idea.key)
    start = StartForm(contest_id=contest.id, group_id=stage.ids[idea.key], title=idea.title)
    proposal = proposal_actions.start_proposal(stage.session, team, start)
    proposal_actions.save_step(stage.session, team, proposal, content(idea, team.name, core_of(stage, idea.key)), None)
    if idea.key == "zhulao":
        for slot, name, caption in ATTACHED:
            attach(stage.session, team, proposal, Upload(name, photo(name)), slot, caption)
    return proposal


def _collect(stage: Stage, contest: Contest, day: int) -> None:
    for number, idea in enumerate(IDEAS):
        with stage.day(day + number * 2):
            proposal = propose(stage, contest, idea)
            stand_behind(stage, proposal, idea.key, COMMUNITY_OF[idea.key])
            proposal_actions.submit_proposal(stage.session, stage.person(idea.key), proposal)
            stage.ids[f"proposal-{idea.key}"] = proposal.id


def _screen(stage: Stage, contest: Contest) -> None:
    checks = EligibilityForm(checks=[CheckRow(rule=rule, result="PASS") for rule in contest.eligibility])
    for idea in IDEAS:
        proposal = stage.get(Proposal, f"proposal-{idea.key}")
        proposal_actions.check_eligibility(stage.session, stage.person("centre"), proposal, checks)
        proposal_actions.pass_check(stage.session, stage.person("centre"), proposal)


def _judge(stage: Stage, contest: Contest) -> None:
    session, centre = stage.session, stage.person("centre")
    with stage.day(95):
        seats = seat_judges(stage, contest)
        panel = session.get_one(Panel, seats[0][1].panel_id)
    with stage.day(96):
        for place, (key, seat) in enumerate(seats):
            _score(stage, key, seat, place)
    with stage.day(100):
        judging_actions.ask_opening(session, centre, panel)
        judging_actions.close_panel(session, stage.person("district"), panel)
    with stage.day(101):
        for outlier in outliers_of(session, panel):
            said = "已请这位评委复核：认为活动与往年重复，坚持原分。评分保留，去高去低后不影响入围。"
            note = NoteForm(seat_id=outlier.seat_id, proposal_id=outlier.proposal.id or 0, note=said)
            insight_actions.explain_outlier(session, stage.person("district"), panel, note)


def _score(stage: Stage, key: str, seat: PanelSeat, place: int) -> None:
    ideas = {stage.ids[f"proposal-{idea.key}"]: idea.marks for idea in IDEAS}
    answers: dict[int, str | None] = dict.fromkeys(ideas)
    if key == "judge5":
        answers[stage.ids["proposal-yuanyi"]] = "COACH"
    percent = {number: marks + (place - 2) * 2 + number % 3 for number, marks in ideas.items()}
    if key == "judge4":
        percent[stage.ids["proposal-hechang"]] -= 26
    comment = "需求写得实在，活动安排具体，建议进一步写清楚项目结束后的安排。"

    def more(sheet: Sheet) -> dict[str, Any]:
        return {
            "is_shared": place == 2,
            "recommendation": "FUND" if ideas[sheet.proposal_id] >= 78 else "IMPROVE",
        }

    score(stage, key, seat, percent, comment, answers=answers, more=more)


def _decide(stage: Stage, contest: Contest) -> None:
    session, district = stage.session, stage.person("district")
    moderate(stage, contest, stage.ids["proposal-zhulao"], stage.ids["proposal-hechang"])
    with stage.day(102):
        ranked = [place.proposal_id for place in ranking_of(session, contest.id or 0)]
        chosen = [n for n in ranked if n in {stage.ids[f"proposal-{key}"] for key in FUNDED}]
        rows = [{"proposal_id": n, "amount_fen": f"{_asked(stage, n) / 100:.2f}"} for n in chosen]
        award_actions.propose_awards(session, stage.person("centre"), contest, ChoiceForm(chosen=rows))
        for award in award_queries.awards_of(session, contest.id or 0):
            stage.ids[f"award-{award.proposal_id}"] = award.id
    with stage.day(103):
        notice = award_actions.announce(session, district, contest)
    with stage.day(104):
        objection = notice_actions.lodge_objection(
            session,
            NOBODY,
            notice,
            ObjectionForm(
                content="公示里编织队的项目与去年社区做过的围巾活动有些像，请核实是否重复申请。",
                name="路人甲",
                phone="15400099999",
                agree=True,
            ),
        )
        notice_actions.accept_objection(session, stage.person("centre"), objection)
    with stage.day(106):
        finding = FindingForm(finding="查阅去年记录，围巾活动由居民自筹，没有使用财政资金；本次预算和对象不同。")
        notice_actions.write_finding(session, stage.person("centre"), objection, finding)
        answer = DecisionForm(decision="经核实，该项目没有重复申请资助，异议不成立。感谢您的监督。")
        notice_actions.reject_objection(session, stage.person("district2"), objection, answer)
    with stage.day(119):
        notice_actions.confirm_notice(session, district, notice)
        award_actions.confirm_awards(session, district, contest)
        need_actions.match_need(session, stage.person("centre"), stage.ids["need-old"], "contest", contest.id or 0)


def _asked(stage: Stage, proposal_id: int) -> int:
    return asked_fen(stage.session, proposal_id)


def _start(stage: Stage, key: str) -> None:
    """Payee, agreement, project and first tranche of one award."""
    session, community = stage.session, COMMUNITY_OF[key]
    award = session.get_one(award_queries.Award, stage.ids[f"award-{stage.ids[f'proposal-{key}']}"])
    with stage.day(120):
        host = f"{COMMUNITIES[community][1]}居民委员会"
        account = f"99{COMMUNITIES[community][0]}8"
        data = PayeeForm(group_id=award.group_id, kind="HOST", holder=host, bank="云溪农商银行", account=account)
        payee = award_actions.enter_payee(session, stage.person(community), data)
        award_actions.verify_payee(session, stage.person("finance"), payee)
        draft = AgreementForm(award_id=award.id, payee_id=payee.id)
        agreement = award_actions.draw_agreement(session, stage.person("centre"), draft)
        today, more = clock.today(), GIVEN_ON.get(key, {})
        signing = SignForm(signed_on=today, starts_on=today, ends_on=today + timedelta(days=182), **more)
        award_actions.sign_agreement(session, stage.person("centre"), agreement, signing)
        project = project_actions.start_project(session, stage.person("centre"), ProjectForm(agreement_id=agreement.id))
        stage.ids[f"project-{key}"] = project.id
    with stage.day(123):
        pay_next(stage, project)


def pay_next(stage: Stage, project: Project) -> None:
    """The next tranche: asked by the centre, checked by finance, approved by the district, paid by the cashier."""
    session = stage.session
    request = PaymentForm(project_id=project.id)
    payment = payment_actions.request_payment(session, stage.person("centre"), request)
    payment_actions.check_payment(session, stage.person("finance"), payment)
    payment_actions.approve_payment(session, stage.person("district"), payment)
    payment_actions.pay(session, stage.person("finance2"), payment, PayForm(slip_number=f"YH2026{payment.id:06d}"))


def _deliver(stage: Stage) -> None:
    """Four projects pass the mid-term, two of them are accepted and close; one payment waits on somebody's desk."""
    for place, key in enumerate(FUNDED):
        project = stage.get(Project, f"project-{key}")
        for number in range(10 if place < 2 else 5):
            with stage.day(130 + number * 14 + place):
                activity = record(stage, stage.person(key), key, f"{project.title[:20]} 第 {number + 1} 次", project.id)
                activity_actions.confirm_activity(stage.session, stage.person(COMMUNITY_OF[key]), activity)
        with stage.day(200 + place):
            _spend(stage, key, project, "35")
        if place < 4:
            with stage.day(215 + place):
                _check(stage, key, project, "MIDTERM", "centre2", project_actions.pass_midterm)
                pay_next(stage, project)
    for place, key in enumerate(FUNDED[:2]):
        project = stage.get(Project, f"project-{key}")
        with stage.day(300 + place):
            _spend(stage, key, project, "60")
            _check(stage, key, project, "ACCEPTANCE", "district", project_actions.accept)
            pay_next(stage, project)
            _settle(stage, project)
    with stage.day(320):
        _report(stage, "xiuli", stage.get(Project, "project-xiuli"), "MIDTERM")
    with stage.day(323):
        _leave_on_desks(stage)


def _leave_on_desks(stage: Stage) -> None:
    """A second tranche that waits for the district's approval, and a spending that waits for the centre."""
    session, project = stage.session, stage.get(Project, "project-tiaojie")
    _check(stage, "tiaojie", project, "MIDTERM", "centre2", project_actions.pass_midterm)
    payment = payment_actions.request_payment(session, stage.person("centre"), PaymentForm(project_id=project.id))
    payment_actions.check_payment(session, stage.person("finance"), payment)
    data = ExpenseForm(
        project_id=project.id,
        category="MATERIAL",
        item="议事桌牌与宣传展板",
        amount_fen="180.50",
        on=clock.today(),
        invoice_number="FP20261101",
    )
    project_actions.record_expense(session, stage.person("tiaojie"), data)


def _spend(stage: Stage, key: str, project: Project, percent: str) -> None:
    fen = project.amount_fen * int(percent) // 100
    data = ExpenseForm(
        project_id=project.id,
        category="MATERIAL",
        item="活动物资",
        amount_fen=f"{fen / 100:.2f}",
        on=clock.today(),
        invoice_number=f"FP{project.id:04d}{percent}",
    )
    expense = project_actions.record_expense(stage.session, stage.person(key), data)
    project_actions.confirm_expense(stage.session, stage.person("centre"), expense)


def _report(stage: Stage, key: str, project: Project, kind: str) -> Any:
    summary = "按计划开展活动，居民参与踊跃，物资使用有清单，收支已公开；下一步增加上门次数，培养两名新骨干。"
    data = CheckForm(project_id=project.id, kind=kind, summary=summary)
    check = project_actions.write_report(stage.session, stage.person(key), data)
    marks = {"IMPLEMENT": "37", "INPUT": "13.5", "FINANCE": "18", "EFFECT": "23"}
    project_actions.mark_own(stage.session, stage.person(key), check, marks, None)
    project_actions.submit_report(stage.session, stage.person(key), check)
    return check


def _check(stage: Stage, key: str, project: Project, kind: str, checker: str, finish: Any) -> None:
    check = _report(stage, key, project, kind)
    marks = {"IMPLEMENT": "36", "INPUT": "13", "FINANCE": "17.5", "EFFECT": "22"}
    project_actions.mark(stage.session, stage.person(checker), check, marks, "活动扎实，台账清楚。", None)
    finish(stage.session, stage.person(checker), check)


def _settle(stage: Stage, project: Project) -> None:
    """What was not spent comes back to the funds it came from; the project closes."""
    rest = paid_fen(stage.session, project.id or 0) - progress(stage.session, project).spent_fen
    slip = ReturnForm(amount_fen=f"{rest / 100:.2f}", slip_number=f"TH2026{project.id:04d}", returned_on=clock.today())
    payment_actions.return_balance(stage.session, stage.person("finance2"), project, slip)
    payment_actions.close_project(stage.session, stage.person("district"), project)
