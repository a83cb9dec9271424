"""A small edition told through actions: what the tests of awards, projects and payments start from."""

from datetime import date, timedelta

from core import clock, codelists, schemes
from core.access import SYSTEM
from core.notices import actions as notice_actions
from core.permissions import Role
from grants.awards import actions as award_actions
from grants.awards.forms import AgreementForm, ChoiceForm, PayeeForm, SignForm
from grants.contests import actions as contest_actions
from grants.contests.forms import ContestForm
from grants.funds import actions as fund_actions
from grants.funds.forms import FundForm
from grants.paper import actions as paper_actions
from grants.paper.forms import ReadBackForm
from grants.projects import actions as project_actions
from grants.projects.forms import ProjectForm
from grants.proposals import actions as proposal_actions
from grants.proposals.forms import CheckForm, CheckRow, ProposalForm, StartForm
from tests.factories import COMMUNITY_A, DISTRICT
from tests.incubator.groups.test_groups import make_group

TEXT = "我们走访了三十户老人，开过两次议事会，大家都希望每周有人上门看看，陪着说说话，遇到急事有人帮。"


def read_back(session, actor, proposal):
    """What an office enters for residents is read out to them before it goes."""
    read_at = clock.local(clock.now() - timedelta(minutes=5)).replace(tzinfo=None)
    paper_actions.record(session, actor, proposal, ReadBackForm(heard_by="周小满", read_at=read_at, agreed="SIGNED"))


def hand_in(session, actor, proposal):
    read_back(session, actor, proposal)
    proposal_actions.submit_proposal(session, actor, proposal)


class Story:
    """One edition with its people; each step uses the actions that pages use."""

    def __init__(self, session, actor, edition: str = "第一届", money=None) -> None:
        self.session, self.edition, self.money = session, edition, money
        self.centre, self.other_centre = actor(Role.CENTRE), actor(Role.CENTRE)
        self.district, self.other_district = actor(Role.DISTRICT), actor(Role.DISTRICT)
        self.worker = actor(Role.COMMUNITY, COMMUNITY_A)
        self.finance, self.cashier = actor(Role.FINANCE), actor(Role.FINANCE)
        for kind, name in (("PROPOSAL", "proposal_rubric"), ("MIDTERM", "midterm_rubric")):
            schemes.install_scheme(session, SYSTEM, kind, codelists.shipped()[name])

    def funds(self):
        money = (
            ("LOTTERY_CITY", "福彩公益金", "6000"),
            ("DISTRICT_MATCH", "区配套", "3000"),
            ("SOCIAL", "社会资金", "1000"),
        )
        return [
            fund_actions.open_fund(
                self.session,
                self.district,
                FundForm(area_code=DISTRICT, source=source, year=2026, name=name, total_fen=amount),
            )
            for source, name, amount in money
        ]

    def contest(self):
        funds, now = self.money or self.funds(), clock.now()
        data = ContestForm(
            title=f"{self.edition}社区公益微创投大赛",
            area_code=DISTRICT,
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=20),
            categories=["ELDER", "ENV"],
            leagues=[{"league": "TEAM", "cap_fen": "5000"}, {"league": "FILED", "cap_fen": "8000"}],
            eligibility=[
                "NOT_BARRED",
                "NO_OPEN_PROJECT",
                "ONE_PER_APPLICANT",
                "ACTIVE_GROUP",
                "LEAGUE_FITS",
                "PAYEE_FITS",
            ],
            payee_kinds=["HOST", "OWN"],
            rubric_id=schemes.current_scheme(self.session, DISTRICT, "PROPOSAL").id,
            tranche_template="T504010",
            funds=[{"fund_id": fund.id, "planned_fen": str(fund.total_fen // 100)} for fund in funds],
        )
        contest = contest_actions.plan_contest(self.session, self.centre, data)
        contest_actions.propose_contest(self.session, self.centre, contest)
        contest_actions.open_contest(self.session, self.district, contest)
        return contest

    def proposal(self, contest, name="", title="暖邻行动", price="30"):
        name = name or ("银杏里助老队" if self.edition == "第一届" else f"银杏里{self.edition}队")
        group = make_group(self.session, self.worker, name=name, members=4)
        proposal = proposal_actions.start_proposal(
            self.session, self.worker, StartForm(contest_id=contest.id, group_id=group.id, title=title)
        )
        proposal_actions.save_step(self.session, self.worker, proposal, self.content(title, price), None)
        return proposal

    @staticmethod
    def content(title, price="30"):
        texts = dict.fromkeys(("summary", "need_text", "goals", "outcomes", "safety", "sustain", "team_intro"), TEXT)
        return ProposalForm(
            title=title,
            category="ELDER",
            beneficiaries=30,
            service_times=300,
            leader_name="周小满",
            leader_phone="13800001111",
            team=[{"name": "周小满", "role": "统筹"}, {"name": "吴一", "role": "上门"}],
            plan=[{"content": "上门探访", "people": 30, "on": date(2026, 12, 10)}],
            budget=[{"category": "MATERIAL", "item": "探访物资", "quantity": 100, "price_fen": price}],
            payee_kind="HOST",
            payee_name="银杏里社区居委会",
            has_promised=True,
            **texts,
        )

    def pass_check(self, contest, proposal):
        rows = [CheckRow(rule=rule, result="PASS") for rule in contest.eligibility]
        proposal_actions.check_eligibility(self.session, self.centre, proposal, CheckForm(checks=rows))
        proposal_actions.pass_check(self.session, self.centre, proposal)

    def judged(self):
        """An edition whose judging has ended, with one eligible proposal."""
        contest = self.contest()
        proposal = self.proposal(contest)
        hand_in(self.session, self.worker, proposal)
        with clock.clock_at(clock.now() + timedelta(days=21)):
            contest_actions.fire(self.session, self.centre, contest, "screen")
        self.pass_check(contest, proposal)
        contest_actions.fire(self.session, self.centre, contest, "judge")
        contest_actions.follow(self.session, self.centre, contest, "decide")
        return contest, proposal

    def awarded(self):
        contest, proposal = self.judged()
        chosen = ChoiceForm(chosen=[{"proposal_id": proposal.id, "amount_fen": "2999.99"}])
        award = award_actions.propose_awards(self.session, self.centre, contest, chosen)[0]
        notice = award_actions.announce(self.session, self.district, contest)
        with clock.clock_at(clock.now() + timedelta(days=15)):
            notice_actions.confirm_notice(self.session, self.district, notice)
            award_actions.confirm_awards(self.session, self.district, contest)
        return award

    def running(self, **signed):
        """A signed agreement and its project."""
        award = self.awarded()
        payee = award_actions.enter_payee(
            self.session,
            self.worker,
            PayeeForm(
                group_id=award.group_id,
                kind="HOST",
                holder="银杏里社区居委会",
                bank="云溪农商行",
                account="6222000011112222",
            ),
        )
        award_actions.verify_payee(self.session, self.finance, payee)
        agreement = award_actions.draw_agreement(
            self.session, self.centre, AgreementForm(award_id=award.id, payee_id=payee.id)
        )
        today = clock.today()
        signing = SignForm(signed_on=today, starts_on=today, ends_on=today + timedelta(days=180), **signed)
        award_actions.sign_agreement(self.session, self.centre, agreement, signing)
        return project_actions.start_project(self.session, self.centre, ProjectForm(agreement_id=agreement.id)), payee
