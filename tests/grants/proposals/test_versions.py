"""Withdrawn and handed in again: each version stays with its receipt, and two of them are compared."""

import random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from core.permissions import Role
from grants.proposals import actions, queries
from grants.versions.rules import GONE, NEW, SAME, Difference, differences, mark
from tests.factories import COMMUNITY_A
from tests.grants.story import hand_in
from tests.proofs.figures import figure


def test_texts_are_marked_piece_by_piece():
    before, after = mark("每周上门一次，全年五十次。", "每周上门两次，全年一百次。")
    assert before == ((SAME, "每周上门"), (GONE, "一"), (SAME, "次，全年"), (GONE, "五十"), (SAME, "次。"))
    assert after == ((SAME, "每周上门"), (NEW, "两"), (SAME, "次，全年"), (NEW, "一百"), (SAME, "次。"))
    assert mark("", "新的") == ((), ((NEW, "新的"),))


def test_pieces_joined_are_the_texts_again():
    chance = random.Random(1)
    for _round in range(figure(300, 20_000)):
        old, new = ("".join(chance.choices("社区 12\n。ab", k=chance.randrange(40))) for _n in range(2))
        before, after = mark(old, new)
        assert ("".join(t for _k, t in before), "".join(t for _k, t in after)) == (old, new)
        assert {kind for kind, _t in before} <= {SAME, GONE} and {kind for kind, _t in after} <= {SAME, NEW}


def test_rows_are_compared_by_name_and_not_by_place():
    old = {"title": "甲", "plan": [{"uid": "a", "content": "一"}, {"uid": "b", "content": "二"}]}
    new = {"title": "甲", "plan": [{"uid": "b", "content": "二"}, {"uid": "c", "content": "三"}]}
    assert differences(old, old) == []
    turned = {"plan": [dict(reversed(row.items())) for row in old["plan"]], "title": "甲"}
    assert differences(old, turned) == []
    assert differences(old, new) == [
        Difference("plan", (), ((NEW, "三"),)),
        Difference("plan", ((GONE, "一"),), ()),
    ]


def test_a_row_that_only_got_another_name_is_no_difference():
    rows = [{"uid": "a", "content": "一"}, {"uid": "b", "content": "一"}, {"uid": "c", "content": "二"}]
    renamed = [row | {"uid": row["uid"] * 2} for row in rows]
    assert differences({"plan": rows}, {"plan": renamed}) == []
    assert differences({"plan": rows}, {"plan": renamed[1:]}) == [Difference("plan", ((GONE, "一"),), ())]


@pytest.fixture
def twice(draft):
    """Handed in, taken back, changed, handed in again."""
    worker = draft.story.worker
    with draft.database.writing() as session:
        proposal = session.get_one(queries.Proposal, draft.id)
        hand_in(session, worker, proposal)
        first = proposal.content_hash
        actions.fire(session, worker, proposal, "reopen")
        data = draft.story.content("暖邻行动", "28")
        data.goals = "每周上门一次，全年五十次以上，三十户都满意。"
        actions.save_step(session, worker, proposal, data, None)
        hand_in(session, worker, proposal)
        assert proposal.content_hash != first
    return draft


def test_both_versions_stay_with_their_receipts(twice):
    worker = twice.browser(Role.COMMUNITY, COMMUNITY_A)
    with twice.database.reading() as session:
        first, second = queries.submissions_of(session, twice.id)
        proposal = session.get_one(queries.Proposal, twice.id)
        assert (first.number, second.number) == (1, 2) and first.receipt_number != second.receipt_number
        assert (proposal.receipt_number, proposal.snapshot) == (second.receipt_number, second.snapshot)
    page = worker.get(f"/proposals/{twice.id}/versions").text
    assert first.receipt_number in page and second.receipt_number in page
    assert "<ins>" in page and "<del>" in page
    for path in ("receipt", "versions/1/receipt", "versions/2/receipt"):
        assert worker.get(f"/proposals/{twice.id}/{path}").content.startswith(b"%PDF")
    for path in ("versions/0/receipt", "versions/3/receipt"):
        assert worker.get(f"/proposals/{twice.id}/{path}").status_code == 404
    listed = worker.get(f"/api/v1/proposals/{twice.id}/versions").json()["items"]
    assert [(one["number"], one["changes"] > 0) for one in listed] == [(2, True), (1, False)]


def test_only_who_sees_the_proposal_sees_its_versions(twice):
    for role, area in ((Role.JUDGE, COMMUNITY_A), (Role.TEAM, COMMUNITY_A)):
        stranger = twice.browser(role, area)
        for path in ("versions", "versions/1/receipt"):
            assert stranger.get(f"/proposals/{twice.id}/{path}").status_code in (403, 404)
        assert stranger.get(f"/api/v1/proposals/{twice.id}/versions").status_code in (403, 404)


def test_a_version_cannot_be_changed(twice):
    for statement in ("UPDATE proposal_submission SET number = 9", "DELETE FROM proposal_submission"):
        with pytest.raises(DatabaseError), twice.database.writing() as session:
            session.execute(text(statement))


def test_a_draft_is_compared_with_what_was_handed_in(twice):
    worker = twice.browser(Role.COMMUNITY, COMMUNITY_A)
    worker.post(f"/proposals/{twice.id}/move", {"verb": "reopen"})
    page = worker.get(f"/proposals/{twice.id}/versions?old=1&new=now").text
    assert "现在的草稿" in page and "<ins>" in page
    assert "两份完全相同" in worker.get(f"/proposals/{twice.id}/versions?old=2&new=now").text
    assert worker.get(f"/proposals/{twice.id}/versions?old=7&new=x").status_code == 200
