"""A project whose organisation gives a part of its grant on: never more than the agreement says, whoever asks first."""

from datetime import timedelta

import pytest

from core import clock
from core.errors import Refused
from core.ledger import FundExhausted, check_funds
from grants.awards import actions as award_actions
from grants.awards.forms import ChoiceForm, SignForm
from grants.awards.models import Agreement
from grants.contests.queries import parents_of
from grants.funds import actions as fund_actions
from grants.funds.forms import FundForm, TopUpForm
from grants.funds.queries import regrant_of
from grants.projects import actions as project_actions
from grants.projects.forms import ExpenseForm
from grants.projects.queries import given_on
from grants.proposals import actions as proposal_actions
from grants.proposals.forms import StartForm
from incubator.groups.models import Group
from tests.factories import DISTRICT
from tests.grants.story import Story


def judged_of(session, actor, edition, pot):
    """A small edition paid out of the pot, whose one eligible proposal waits for the list."""
    story = Story(session, actor, edition, money=[pot])
    return story, *story.judged()


def announce(story, contest, proposal, amount):
    chosen = ChoiceForm(chosen=[{"proposal_id": proposal.id, "amount_fen": amount}])
    award_actions.propose_awards(story.session, story.centre, contest, chosen)
    return award_actions.announce(story.session, story.district, contest)


def test_no_more_is_given_on_than_the_agreement_says(session, actor):
    story = Story(session, actor)
    project, _payee = story.running(regrant_fen="2000")
    today = clock.today()
    over = SignForm(signed_on=today, starts_on=today, ends_on=today + timedelta(days=9), regrant_fen="3000")
    with pytest.raises(Refused, match=r"不能超过资助总额 2,999\.99 元"):
        award_actions.sign_agreement(session, story.centre, session.get_one(Agreement, project.agreement_id), over)
    row, pot = regrant_of(session, project.agreement_id)
    assert (pot.source, pot.total_fen, row.group_id) == ("REGRANT", 200000, project.group_id)
    with pytest.raises(Refused, match="以协议为准"):
        fund_actions.top_up(session, story.district, pot, TopUpForm(amount_fen="1", memo="再多一点"))
    forged = FundForm(area_code=DISTRICT, source="REGRANT", year=2026, name="另一笔", total_fen="9")
    with pytest.raises(Refused, match="签协议时登记"):
        fund_actions.open_fund(session, story.district, forged)
    small, parent = Story(session, actor, "小", money=[pot]), session.get_one(Group, project.group_id)
    with pytest.raises(Refused, match="它自己不能申报"):
        start = StartForm(contest_id=small.contest().id, group_id=parent.id, title="给自己的")
        proposal_actions.start_proposal(session, small.worker, start)
    bill = {"category": "MATERIAL", "item": "种苗", "on": today, "invoice_number": "P001"}
    with pytest.raises(Refused, match=r"自己使用的 999\.99 元"):
        spent = ExpenseForm(project_id=project.id, amount_fen="1000", **bill)
        project_actions.record_expense(session, story.worker, spent)
    first, one, mine = judged_of(session, actor, "小一", pot)
    second, other, theirs = judged_of(session, actor, "小二", pot)
    assert [parent.title for parent in parents_of(session, one)] == [project.title]
    # Both editions planned the whole pot; what the first commits the second cannot.
    announce(first, one, mine, "1500")
    with pytest.raises(Refused, match=r"超过资金安排 2,000\.00 元"):
        announce(second, other, theirs, "2000.01")
    with pytest.raises(FundExhausted), session.begin_nested():
        announce(second, other, theirs, "500.01")
    announce(second, other, theirs, "500")
    found = given_on(session, project)
    assert (found.fund.reserved_fen, found.fund.available_fen) == (200000, 0)
    assert [contest.id for contest in found.contests][1:] == [one.id, other.id]
    assert [award.amount_fen for award, _name in found.awards] == [150000, 50000]
    assert check_funds(session) == []
