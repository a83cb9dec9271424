"""An earlier proposal taken up again: what was written comes along, what is said anew does not."""

from datetime import timedelta

import pytest

from core import clock, vault
from core.errors import Forbidden, WrongState
from core.permissions import Role
from grants.coaching.models import Advice, Coaching
from grants.contests.models import Contest
from grants.proposals import queries as proposals
from grants.proposals.models import ProposalStatus
from grants.questions.models import Questionnaire
from grants.renewals import actions, rules
from grants.renewals.forms import RenewalForm
from tests.factories import COMMUNITY_A, COMMUNITY_B
from tests.grants.story import Story, hand_in


def next_edition(session, contest):
    """The same edition once more, a year later."""
    kept = contest.model_dump(exclude={"id", "title", "number", "created_at"})
    made = Contest(**kept | {"title": "第二届", "number": "第二届"})
    made.closes_at = clock.now() + timedelta(days=30)
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def told(session, actor):
    story = Story(session, actor)
    contest = story.contest()
    earlier = story.proposal(contest)
    hand_in(session, story.worker, earlier)
    return story, earlier, next_edition(session, contest)


def test_what_was_written_comes_along(session, told):
    story, earlier, edition = told
    data = RenewalForm(contest_id=edition.id, title="暖邻行动（第二年）")
    with pytest.raises(WrongState, match="还没有结果"):
        actions.renew(session, story.worker, earlier, data)
    earlier.status = ProposalStatus.NOT_SELECTED
    session.flush()
    made = actions.renew(session, story.worker, earlier, data)
    assert {name: getattr(made, name) for name in rules.TAKEN} == {name: getattr(earlier, name) for name in rules.TAKEN}
    assert (made.status, made.title, made.category) == (ProposalStatus.DRAFT, "暖邻行动（第二年）", earlier.category)
    assert (made.has_promised, made.submitted_at, made.precheck) == (False, None, {})
    before, after = (proposals.parts_of(session, one.id) for one in (earlier, made))
    money = lambda lines: [(n.category, n.item, n.quantity, n.price_fen, n.source) for n in lines]  # noqa: E731
    assert money(after["budget"]) == money(before["budget"]) and len(after["team"]) == len(before["team"])
    assert [(line.content, line.on) for line in after["plan"]] == [(line.content, None) for line in before["plan"]]
    # The telephone lies under a key of its own: whoever is erased from one proposal is not kept by the other's.
    assert made.person_key_id != earlier.person_key_id
    phone = vault.unseal(session, made.person_key_id, "proposal", "leader_phone", made.leader_phone_sealed)
    assert phone == "13800001111"


def test_nobody_takes_up_what_is_anothers(session, actor, told):
    story, earlier, edition = told
    earlier.status = ProposalStatus.NOT_SELECTED
    session.flush()
    data = RenewalForm(contest_id=edition.id, title="拿来的点子")
    for who in (actor(Role.TEAM, COMMUNITY_A), actor(Role.COMMUNITY, COMMUNITY_B), story.finance):
        with pytest.raises(Forbidden):
            actions.renew(session, who, earlier, data)


def test_an_own_answer_comes_along_when_the_same_is_asked():
    def form(**changed):
        question = {"key": "q_place", "kind": "CHOICE", "title": "在哪里办", "options": ["室内", "室外"]} | changed
        sections = [{"number": 1, "title": "其他", "questions": [question]}]
        return Questionnaire(code="FULL", title="完整版", sections=sections)

    answers = {"q_place": "室内", "q_gone": "没有了"}
    assert rules.answers_that_fit(form(), form(), answers) == {"q_place": "室内"}
    for changed in ({"options": ["楼里", "楼外"]}, {"kind": "TEXT", "options": []}, {"key": "q_other"}):
        assert rules.answers_that_fit(form(), form(**changed), answers) == {}


def test_the_page_offers_it_once_there_is_a_result(story, as_, database):
    made = story(proposals=1)
    worker, path = as_(made.worker), f"/proposals/{made.proposals[0].id}"
    assert worker.get(f"{path}/renew").status_code == 404 and "/renew" not in worker.get(path).text
    with database.writing() as session:
        proposal = proposals.get_proposal(session, made.worker, made.proposals[0].id)
        proposal.status = ProposalStatus.NOT_SELECTED
        edition = next_edition(session, session.get_one(Contest, made.contest.id))
        edition.status = "OPEN"
        coaching = Coaching(
            area_code=COMMUNITY_A,
            proposal_id=proposal.id,
            group_id=proposal.group_id,
            coach_id=made.centre.account_id,
            title=proposal.title,
            meets_at=clock.now(),
            place="议事厅",
            status="CLOSED",
        )
        session.add(coaching)
        session.flush()
        session.add(Advice(coaching_id=coaching.id, section=4, title="目标与成效", advice="目标要写出数字。"))
        number = edition.id
    assert f'href="{path}/renew"' in worker.get(path).text
    page = worker.get(f"{path}/renew").text
    assert "再报一次" in page and "目标要写出数字。" in page
    wrong = worker.post(f"{path}/renew", {"contest_id": str(number), "title": "短"})
    assert wrong.status_code == 422 and "至少 2 个字" in wrong.text
    done = worker.post(f"{path}/renew", {"contest_id": str(number), "title": "第二年"})
    assert done.status_code == 303 and "第二年" in worker.get(done.headers["location"]).text
    api = worker.post(f"/api/v1{path}/renew", json={"contest_id": number, "title": "第三份"})
    assert api.status_code == 201 and api.json()["status"] == "DRAFT"
    assert as_(made.judges[0]).get(f"{path}/renew").status_code in (403, 404)
