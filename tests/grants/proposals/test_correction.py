"""One return for correction: it opens the named parts, nothing else, and there is no second one."""

import pytest

from core.permissions import Role
from grants.proposals import queries
from tests.factories import COMMUNITY_A
from tests.grants.story import hand_in
from tests.proofs.forms import filled, forms_of

NEW = "每周上门一次，全年五十次以上，三十户都满意。"
ASKED = {"parts": ["4", "6"], "reason": "目标写得太笼统，预算单价请写明依据。"}


@pytest.fixture
def submitted(draft):
    with draft.database.writing() as session:
        hand_in(session, draft.story.worker, session.get_one(queries.Proposal, draft.id))
    return draft


@pytest.fixture
def returned(submitted):
    """Asked by the centre to correct the goals and the budget."""
    centre = submitted.browser(Role.CENTRE)
    answer = centre.post(f"/proposals/{submitted.id}/move/return", ASKED)
    assert answer.status_code == 303, answer.text
    return submitted


def test_the_centre_names_the_parts(submitted):
    centre, path = submitted.browser(Role.CENTRE), f"/proposals/{submitted.id}/move/return"
    assert "只重新打开这些部分" in centre.get(path).text
    for wrong in ({"reason": ASKED["reason"]}, ASKED | {"parts": ["9"]}, {"parts": ["4"], "reason": ""}):
        assert centre.post(path, wrong).status_code == 422
    assert submitted.stored()[0].status == "SUBMITTED"
    assert submitted.browser(Role.COMMUNITY, COMMUNITY_A).post(path, ASKED).status_code == 403


def test_only_the_named_parts_open(returned):
    worker = returned.browser(Role.COMMUNITY, COMMUNITY_A)
    page = worker.get(f"/proposals/{returned.id}").text
    assert "整份修改" not in page
    assert "请补正，只有这一次" in page and f'/proposals/{returned.id}/steps/6"' in page
    opened = {n: worker.get(f"/proposals/{returned.id}/steps/{n}").status_code for n in range(9)}
    assert opened == {n: 200 if n in (4, 6) else 303 for n in range(9)}
    [step] = [f for f in forms_of(worker.get(f"/proposals/{returned.id}/steps/4").text) if "steps" in f.action]
    answer = worker.post(step.action, dict(filled(step)) | {"goals": NEW})
    assert answer.headers["location"] == f"/proposals/{returned.id}/steps/6"
    assert returned.stored()[0].goals == NEW


def test_no_path_changes_another_part(returned):
    worker = returned.browser(Role.COMMUNITY, COMMUNITY_A)
    summary = returned.stored()[0].summary
    refused = worker.post(f"/proposals/{returned.id}/steps/1", {"title": "暖邻行动", "summary": NEW})
    assert refused.status_code == 422 and "没有退回补正" in refused.text
    whole = returned.story.content("暖邻行动").model_dump(mode="json")
    whole["budget"] = [row | {"price_fen": "30.00"} for row in whole["budget"]]
    body = whole | {"leader_phone": None, "summary": NEW}
    for sent in (body, {**body, "summary": summary, "plan": []}):
        assert worker.http.post(f"/api/v1/proposals/{returned.id}", json=sent).status_code == 422
    file = {"file": ("a.txt", b"text")}
    assert worker.post(f"/attachments/proposal/{returned.id}", {"slot": "evidence"}, files=file).status_code == 403
    assert returned.stored()[0].summary == summary


def test_there_is_no_second_return(returned):
    worker, centre = returned.browser(Role.COMMUNITY, COMMUNITY_A), returned.browser(Role.CENTRE)
    assert worker.post(f"/proposals/{returned.id}/move", {"verb": "submit"}).status_code == 303
    assert [one.number for one in _versions(returned)] == [1, 2]
    refused = centre.post(f"/proposals/{returned.id}/move/return", ASKED)
    assert refused.status_code == 409 or refused.status_code == 422
    assert "只有一次机会" in refused.text
    assert "补正只有一次机会" in centre.get(f"/proposals/{returned.id}").text
    told = centre.http.post(f"/api/v1/proposals/{returned.id}/moves", json={"verb": "return", "data": {"parts": [4]}})
    assert told.status_code in (409, 422)


def _versions(draft):
    with draft.database.reading() as session:
        return queries.submissions_of(session, draft.id)
