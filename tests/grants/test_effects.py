"""Steps that only follow from another one: pressed by themselves, on the page or in the API, they are refused."""

import pytest

from core.accounts.models import Account
from grants.awards.workflow import AGREEMENT, AWARD
from grants.contests.workflow import CONTEST
from grants.projects.workflow import PROJECT
from grants.proposals.workflow import PROPOSAL
from tests import factories
from tests.grants.judging.round import Round
from tests.grants.story import Story

EFFECTS = {
    "contest": {"decide", "announce", "award"},
    "proposal": {"coach", "restore", "select", "pass_over", "award", "finish"},
    "award": {"notice", "confirm", "agree"},
    "agreement": {"end"},
    "project": {"pass_midterm", "accept", "fail"},
}


@pytest.fixture
def sent(browser, database):
    """``sent(Role.CENTRE, path, verb)``: the answer of the page and of the API to one move."""

    def send(actor, path, verb):
        with database.reading() as session:
            account = session.get_one(Account, actor.account_id)
            session.expunge(account)
        client = browser(account=account)
        return client.post(f"{path}/move", {"verb": verb}), client.http.post(
            f"/api/v1{path}/moves", json={"verb": verb}
        )

    return send


def refused(answers, sentence):
    page, api = answers
    assert (page.status_code, api.status_code) == (422, 422)
    assert sentence in page.text
    assert api.json()["detail"] == sentence


def is_effect(transition):
    """Its last need holds for any row once the action above has spoken, and not before."""
    last = transition.needs[-1].rule if transition.needs else None
    return last is not None and last.__qualname__.startswith("effect.") and not last(None, None, {})


def test_which_steps_are_effects():
    found = {w.name: {t.verb for t in w.transitions if is_effect(t)} for w in (CONTEST, PROPOSAL, AWARD, AGREEMENT)}
    assert found | {"project": {t.verb for t in PROJECT.transitions if is_effect(t)}} == EFFECTS


def test_an_edition_is_not_decided_before_its_panel_has_closed(database, sent):
    with database.writing() as session:
        made = Round(session, lambda *who: factories.make_actor(session, *who)).start()
        path, district = f"/contests/{made.contest.id}", made.district
    refused(sent(district, path, "decide"), "评审组的评分表还没有开封。请到“评审”页面开封、计算排名。")
    with database.reading() as session:
        assert session.get_one(type(made.contest), made.contest.id).status == "JUDGING"


def test_a_list_is_announced_and_confirmed_as_a_whole(database, sent):
    with database.writing() as session:
        story = Story(session, lambda *who: factories.make_actor(session, *who))
        contest, proposal = story.judged()
        paths = f"/contests/{contest.id}", f"/proposals/{proposal.id}"
    refused(sent(story.district, paths[0], "announce"), "请到“立项名单”页面批准名单并公示。")
    refused(sent(story.centre, paths[1], "select"), "请到大赛的“立项名单”页面办理。")


def test_an_award_is_agreed_by_its_agreement(database, sent):
    with database.writing() as session:
        story = Story(session, lambda *who: factories.make_actor(session, *who))
        award = story.awarded()
        paths = f"/awards/{award.id}", f"/proposals/{award.proposal_id}"
    refused(sent(story.centre, paths[0], "agree"), "请拟定立项协议并登记三方签署。")
    refused(sent(story.district, paths[1], "finish"), "项目结项时，申报书随之结项。")


def test_a_project_passes_by_its_checks(database, sent):
    with database.writing() as session:
        story = Story(session, lambda *who: factories.make_actor(session, *who))
        project, _payee = story.running()
        paths = f"/projects/{project.id}", f"/agreements/{project.agreement_id}"
    refused(sent(story.centre, paths[0], "pass_midterm"), "中期检查通过后自动进入这一步，请在检查记录里办理。")
    refused(sent(story.district, paths[1], "end"), "项目结项时，协议随之履行完毕。")
