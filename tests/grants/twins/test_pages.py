"""What resembles a proposal is shown to those who check it, with the evidence, and to nobody else."""

import pytest

from core.permissions import Role
from grants.awards import actions as awards
from grants.awards.forms import PayeeForm
from grants.proposals import actions
from grants.proposals.models import Proposal
from tests.factories import COMMUNITY_A
from tests.grants.proposals.conftest import Draft
from tests.grants.story import hand_in


@pytest.fixture
def draft(database, browser):
    return Draft(database, browser)


def test_copies_telephones_and_budgets_are_shown_with_their_evidence(draft):
    lines = [
        {"category": "MATERIAL", "item": item, "unit": "份", "quantity": 3, "price_fen": "12"}
        for item in ("彩纸", "胶水", "画笔")
    ]
    with draft.database.writing() as session:
        story = draft.story
        story.session = session
        copy = story.proposal(draft.contest, name="银杏里照护队", title="邻里照看")
        other = story.proposal(draft.contest, name="银杏里合唱队", title="社区合唱节")
        for proposal in (session.get_one(Proposal, draft.id), copy, other):
            data = story.content(proposal.title)
            data.budget = [type(data.budget[0])(**line) for line in (lines[:2] if proposal is other else lines)]
            if proposal is other:
                data.leader_phone = "13900002222"
                for name in ("summary", "need_text", "goals", "outcomes", "safety", "sustain", "team_intro"):
                    setattr(data, name, f"合唱团每月排练两次，国庆在广场演出，邀请邻居一起唱歌（{name}）。")
            actions.save_step(session, story.worker, proposal, data, None)
            hand_in(session, story.worker, proposal)
        number, other_number = copy.id, other.id
    centre = draft.browser(Role.CENTRE)
    [found] = centre.get(f"/api/v1/proposals/{draft.id}/similar").json()["items"]
    assert (found["id"], found["has_same_phone"], found["same_lines"]) == (number, True, 3)
    assert found["percent"] >= 80 and "每周有人上门看看" in found["passages"][0]
    page = centre.get(f"/proposals/{draft.id}/similar").text
    assert "邻里照看" in page and "负责人手机号相同" in page and "社区合唱节" not in page and "13800001111" not in page
    assert "没有发现相似的申报" in centre.get(f"/proposals/{other_number}/similar").text
    assert f"/proposals/{draft.id}/similar" in centre.get(f"/proposals/{draft.id}").text
    _same_account(draft, centre, other_number)
    for who in (draft.browser(Role.COMMUNITY, COMMUNITY_A), draft.mate("阿一"), draft.browser(Role.JUDGE)):
        assert who.get(f"/proposals/{draft.id}/similar").status_code == 403


def _same_account(draft, centre, other_number):
    """Two groups that name one account are shown to each other's checker, the number itself to nobody."""
    with draft.database.writing() as session:
        groups = [session.get_one(Proposal, number).group_id for number in (draft.id, other_number)]
        for group_id in groups:
            data = PayeeForm(
                group_id=group_id, kind="HOST", holder="某社区", bank="某银行", account="6222 0000 9999 8888"
            )
            payee = awards.enter_payee(session, draft.story.worker, data)
    found = {one["id"]: one for one in centre.get(f"/api/v1/proposals/{draft.id}/similar").json()["items"]}
    assert found[other_number]["same_accounts"] == ["**** 8888（代管单位账户；代管单位账户）"]
    pages = [centre.get(f"/proposals/{draft.id}/similar").text, centre.get(f"/payees/{payee.id}").text]
    assert "收款账号相同" in pages[0] and "同一账号也登记给" in pages[1]
    assert not any("99998888" in page for page in pages)
