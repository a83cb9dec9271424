"""From the chosen set to the last tranche: shares exact, three people, nothing before its trigger."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from core import clock, ledger
from core.access import SYSTEM
from core.errors import Refused, WrongState
from core.money import split
from grants.awards import actions as award_actions
from grants.awards.forms import ChoiceForm, PayeeForm
from grants.awards.queries import quotas_of
from grants.awards.rules import allocate
from grants.contests.forms import ContestForm, LeagueForm
from grants.contests.models import League
from grants.contests.rules import over_quota
from grants.payments import actions, queries
from grants.payments.forms import PayForm, PaymentForm, ReturnForm
from grants.payments.models import Payment
from grants.payments.rules import tranche_amounts, tranche_shares
from grants.projects import actions as project_actions
from grants.projects.forms import CheckForm, ExpenseForm
from tests.grants.story import TEXT, Story, hand_in


@pytest.fixture
def story(session, actor):
    return Story(session, actor)


@given(
    st.lists(st.integers(1, 10**8), min_size=1, max_size=20),
    st.lists(st.integers(1, 10**9), min_size=1, max_size=5),
)
def test_awards_and_funds_both_add_up(amounts, planned):
    if sum(amounts) > sum(planned):
        with pytest.raises(Refused):
            allocate(amounts, planned)
        return
    shares = allocate(amounts, planned)
    assert [sum(share) for share in shares] == amounts
    assert all(sum(column) <= fund for column, fund in zip(zip(*shares, strict=True), planned, strict=True))


@given(
    st.integers(1, 10**9),
    st.sampled_from([(50, 40, 10), (60, 40), (100,)]),
    st.lists(st.integers(1, 100), min_size=1, max_size=4),
)
def test_tranches_and_funds_both_add_up(total, percents, weights):
    amounts, funds = tranche_amounts(total, percents), split(total, weights)
    parts = tranche_shares(amounts, funds)
    assert [sum(part) for part in parts] == amounts
    assert [sum(column) for column in zip(*parts, strict=True)] == funds


def test_the_first_tranche_goes_through_three_people(story, session):
    project, _payee = story.running()
    payment = actions.request_payment(session, story.centre, PaymentForm(project_id=project.id))
    assert payment.amount_fen == 149_999  # 50 % of 2,999.99 yuan: the spare fen go to the larger remainders
    with pytest.raises(WrongState):
        actions.request_payment(session, story.centre, PaymentForm(project_id=project.id))
    actions.check_payment(session, story.finance, payment)
    actions.approve_payment(session, story.district, payment)
    actions.pay(session, story.cashier, payment, PayForm(slip_number="HD20261122001"))
    assert payment.status == "PAID"
    assert ledger.check_funds(session) == []
    shares = queries.shares_of(session, payment.id)
    assert sum(share.amount_fen for share, _fund in shares) == payment.amount_fen
    assert sum(fund.paid_fen for _share, fund in shares) == payment.amount_fen


@pytest.mark.parametrize(
    ("step", "earlier"),
    [
        ("check", "requester"),
        ("approve", "requester"),
        ("approve", "checker"),
        ("pay", "requester"),
        ("pay", "approver"),
    ],
)
def test_nobody_takes_two_of_the_steps(story, session, step, earlier):
    project, _payee = story.running()
    payment = actions.request_payment(session, story.centre, PaymentForm(project_id=project.id))
    people = {"requester": story.centre, "checker": story.finance, "approver": story.district}
    if step != "check":
        actions.check_payment(session, story.finance, payment)
    if step == "pay":
        actions.approve_payment(session, story.district, payment)
    # The same person, even with every right that the step asks for.
    same = replace(SYSTEM, account_id=people[earlier].account_id, _areas={})
    last = {
        "check": lambda: actions.check_payment(session, same, payment),
        "approve": lambda: actions.approve_payment(session, same, payment),
        "pay": lambda: actions.pay(session, same, payment, PayForm(slip_number="HD2026")),
    }
    with pytest.raises(Refused, match="不能"):
        last[step]()


@pytest.mark.parametrize("column", ["checked_by", "approved_by"])
def test_the_database_itself_refuses_one_person_twice(story, session, column):
    project, _payee = story.running()
    payment = actions.request_payment(session, story.centre, PaymentForm(project_id=project.id))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Payment).where(Payment.id == payment.id).values({column: payment.requested_by}))


def test_a_changed_account_voids_what_was_approved(story, session):
    project, payee = story.running()
    payment = actions.request_payment(session, story.centre, PaymentForm(project_id=project.id))
    actions.check_payment(session, story.finance, payment)
    actions.approve_payment(session, story.district, payment)
    data = PayeeForm(
        group_id=payee.group_id, kind="HOST", holder="另一户名", bank="云溪农商行", account="6222000099998888"
    )
    award_actions.change_payee(session, story.worker, payee, data, None)
    with pytest.raises(Refused, match="收款账户还没有由另一人核验"):
        actions.pay(session, story.cashier, payment, PayForm(slip_number="HD20261122003"))
    with pytest.raises(Refused, match="登记人不能自己核验"):
        award_actions.verify_payee(session, _as_verifier(story), payee)
    award_actions.verify_payee(session, story.finance, payee)
    with pytest.raises(Refused, match="收款账户变更过"):
        actions.pay(session, story.cashier, payment, PayForm(slip_number="HD20261122003"))


def _as_verifier(story):
    """The worker who entered the account, given the right to verify as well."""
    return replace(story.finance, account_id=story.worker.account_id, _areas={})


def test_a_project_runs_to_its_end_and_the_balance_returns(story, session):
    project, _payee = story.running()
    _pay_next(story, session, project)
    with pytest.raises(WrongState):
        actions.request_payment(session, story.centre, PaymentForm(project_id=project.id))
    _check(story, session, project, "MIDTERM", story.other_centre, project_actions.pass_midterm)
    _pay_next(story, session, project)
    expense = project_actions.record_expense(
        session,
        story.worker,
        ExpenseForm(
            project_id=project.id,
            category="MATERIAL",
            item="探访物资",
            amount_fen="2500",
            on=clock.today(),
            invoice_number="INV-0001",
        ),
    )
    project_actions.confirm_expense(session, story.centre, expense)
    _check(story, session, project, "ACCEPTANCE", story.district, project_actions.accept)
    _pay_next(story, session, project)
    with pytest.raises(Refused, match="没有结清"):
        actions.close_project(session, story.district, project)
    back = ReturnForm(amount_fen="499.99", slip_number="TH20270501", returned_on=clock.today())
    actions.return_balance(session, story.cashier, project, back)
    actions.close_project(session, story.district, project)
    assert project.status == "CLOSED"
    assert ledger.check_funds(session) == []
    funds = [fund for _share, fund in queries.shares_of(session, queries.payments_of(session, project.id)[0].id)]
    assert sum(f.paid_fen for f in funds) == 250_000
    assert sum(f.reserved_fen for f in funds) == 0


def _pay_next(story, session, project):
    payment = actions.request_payment(session, story.centre, PaymentForm(project_id=project.id))
    actions.check_payment(session, story.finance, payment)
    actions.approve_payment(session, story.district, payment)
    actions.pay(session, story.cashier, payment, PayForm(slip_number=f"HD{payment.id:08d}"))
    return payment


def _check(story, session, project, kind, checker, finish):
    marks = {"IMPLEMENT": "36", "INPUT": "13", "FINANCE": "18", "EFFECT": "22"}
    check = project_actions.write_report(
        session, story.worker, CheckForm(project_id=project.id, kind=kind, summary=TEXT)
    )
    project_actions.mark_own(session, story.worker, check, marks, None)
    project_actions.submit_report(session, story.worker, check)
    project_actions.mark(session, checker, check, marks, "同意", None)
    finish(session, checker, check)
    return check


def test_an_invoice_counts_once(story, session):
    project, _payee = story.running()
    data = ExpenseForm(
        project_id=project.id,
        category="MATERIAL",
        item="物资",
        amount_fen="10",
        on=clock.today(),
        invoice_number="INV-9",
    )
    project_actions.record_expense(session, story.worker, data)
    with pytest.raises(IntegrityError), session.begin_nested():
        project_actions.record_expense(session, story.worker, data)


def test_awards_beyond_the_funds_are_refused(story, session):
    contest, proposal = story.judged()
    too_much = ChoiceForm(chosen=[{"proposal_id": proposal.id, "amount_fen": "3000.01"}])
    with pytest.raises(Refused, match="超过申请"):
        award_actions.propose_awards(session, story.centre, contest, too_much)


def test_more_of_a_league_than_its_quota_is_refused_with_both_numbers(story, session):
    contest, proposal = story.judged()
    contest.leagues = [rule | {"quota": 1} for rule in contest.leagues]
    twice = ChoiceForm(chosen=[{"proposal_id": proposal.id, "amount_fen": "100"}] * 2)
    with pytest.raises(Refused, match="居民团队组最多立项 1 个，现在选了 2 个"):
        award_actions.propose_awards(session, story.centre, contest, twice)
    once = ChoiceForm(chosen=[{"proposal_id": proposal.id, "amount_fen": "100"}])
    assert len(award_actions.propose_awards(session, story.centre, contest, once)) == 1
    chosen = [League.TEAM, League.TEAM, League.FILED]
    assert quotas_of(contest, chosen) == [("居民团队组", 2, 1), ("备案组织组", 1, 1)]
    assert over_quota(contest, [League.FILED]) == [] and len(over_quota(contest, chosen * 2)) == 2
    kept = ContestForm.from_thing(contest)["leagues"]
    assert [LeagueForm(**rule | {"cap_fen": "1"}).stored().get("quota") for rule in kept] == [1, 1]


def test_late_submission_is_refused(story, session):
    contest = story.contest()
    proposal = story.proposal(contest)
    with clock.clock_at(contest.closes_at + timedelta(seconds=1)), pytest.raises(Refused, match="征集已截止"):
        hand_in(session, story.worker, proposal)
    with clock.clock_at(contest.closes_at):
        hand_in(session, story.worker, proposal)
    assert proposal.receipt_number.startswith("990105-HZ-")
