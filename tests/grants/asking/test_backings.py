"""Who stands behind a proposal: what is missing, what an answer is bound to, and who alone may answer."""

import pytest

from core.permissions import Role
from grants.backing import rules
from grants.backing.models import Backing, BackingStatus
from grants.contests.models import BackingKind, Contest
from grants.proposals.models import Proposal
from incubator.groups.models import GroupStatus, LegalStatus, Member
from tests import factories
from tests.factories import COMMUNITY_A, COMMUNITY_B
from tests.grants.proposals.conftest import Draft
from tests.grants.story import read_back
from tests.incubator.groups.test_groups import make_group

C, H = BackingKind
AGREED = {"places": ["活动室"], "asked_fen": 5000, "months": 6, "payee": "甲居民委员会"}


@pytest.mark.parametrize(
    ("kind", "status", "change", "word"),
    [
        (C, None, {}, "还没有请落地社区"),
        (C, "ASKED", {}, "还没有答复"),
        (C, "DECLINED", {}, "没有同意"),
        (C, "ACCEPTED", {}, None),
        (C, "ACCEPTED", {"places": []}, None),
        (C, "ACCEPTED", {"asked_fen": 9000, "months": 9, "payee": "乙"}, None),
        (C, "ACCEPTED", {"places": ["活动室", "河边"]}, "新的地点"),
        (C, "ASKED", {"places": ["河边"]}, "新的地点"),
        (H, None, {}, "还没有请代管单位"),
        (H, "ACCEPTED", {"asked_fen": 4000, "months": 3, "places": ["河边"]}, None),
        (H, "ACCEPTED", {"asked_fen": 5001}, "金额增加"),
        (H, "ACCEPTED", {"months": 7}, "周期变长"),
        (H, "ACCEPTED", {"payee": "乙居民委员会"}, "不是已同意的代管单位"),
    ],
)
def test_an_answer_covers_what_it_agreed_to(kind, status, change, word):
    row = status and Backing(kind=kind, status=BackingStatus(status), terms=AGREED)
    gap = rules.gap_of(kind, row, AGREED | change)
    assert gap is None if word is None else word in gap


@pytest.mark.parametrize(
    ("required", "uses_host", "kinds"),
    [([], True, []), (["COMMUNITY"], True, [C]), (["HOST", "COMMUNITY"], True, [C, H]), (["HOST"], False, [])],
)
def test_the_edition_says_what_is_required(required, uses_host, kinds):
    assert rules.wanted(required, uses_host) == kinds


@pytest.mark.parametrize(
    ("area", "name"),
    [("电厂社区", "电厂社区居民委员会"), ("王家村", "王家村村民委员会")],
)
def test_the_committee_that_answers(area, name):
    assert rules.community_name(area) == name


def _hub(session) -> int:
    """A registered organisation of another community."""
    group = make_group(session, factories.make_actor(session, Role.COMMUNITY, COMMUNITY_B), "枢纽社工中心", members=1)
    group.legal_status, group.status = LegalStatus.REGISTERED, GroupStatus.ACTIVE
    session.add(group)
    return group.id


@pytest.fixture
def draft(database, browser):
    return Draft(database, browser)


def test_asked_answered_outgrown_and_asked_again(draft):
    with draft.database.writing() as session:
        session.get_one(Contest, draft.contest.id).backings = ["COMMUNITY", "HOST"]
        hub = _hub(session)
        account = factories.make_account(session, Role.TEAM, COMMUNITY_B)
        session.add(
            Member(area_code=COMMUNITY_B, group_id=hub, account_id=account.id, name="代管人", status="ACCEPTED")
        )
    mate, worker, host = draft.mate("阿一"), draft.browser(Role.COMMUNITY, COMMUNITY_A), draft.browser(account=account)
    page, api = f"/proposals/{draft.id}/backings", f"/api/v1/proposals/{draft.id}"
    worker.post(f"/proposals/{draft.id}/team/sign-off")
    refused = worker.http.post(f"{api}/moves", json={"verb": "submit"})
    assert refused.status_code == 422 and "还没有请落地社区出具意见。还没有请代管单位" in refused.text
    assert mate.post(page, {"kind": "COMMUNITY", "host_group_id": str(hub), "form_key": "a"}).status_code == 422
    assert mate.post(page, {"kind": "HOST", "host_group_id": str(draft.group_id), "form_key": "b"}).status_code == 422
    assert mate.post(page, {"kind": "COMMUNITY", "form_key": "c"}).status_code == 303
    asked = mate.http.post(f"{api}/backings", json={"kind": "HOST", "host_group_id": hub})
    assert asked.status_code == 201, asked.text
    first, second = (row["id"] for row in mate.http.get(f"{api}/backings").json()["items"])
    assert "待答复" in mate.get(page).text and f"/backings/{second}" in host.get("/desk").text
    assert f"/backings/{first}" in worker.get("/desk").text
    assert mate.get(f"/backings/{second}").status_code == 404, "who asks does not answer"
    yes = {"verb": "accept", "data": {"opinion": "同意代管资金，单独记账。"}}
    assert worker.http.post(f"/api/v1/backings/{second}/moves", json=yes).status_code in (403, 422)
    assert (
        draft.browser(Role.COMMUNITY, COMMUNITY_B).http.post(f"/api/v1/backings/{second}/moves", json=yes).status_code
        == 422
    )
    assert worker.post(f"/backings/{first}/move", {"verb": "decline", "reason": ""}).status_code == 422
    assert worker.post(f"/backings/{first}/move", {"verb": "decline", "reason": "活动室正在装修。"}).status_code == 303
    assert host.http.post(f"/api/v1/backings/{second}/moves", json=yes).status_code == 200
    assert "活动室正在装修" in mate.get(page).text
    mate.post(page, {"kind": "COMMUNITY", "form_key": "e"})
    *_, third = (row["id"] for row in mate.http.get(f"{api}/backings").json()["items"])
    assert worker.post(f"/backings/{third}/move/accept", {"opinion": "情况属实，同意。"}).status_code == 303
    with draft.database.writing() as session:
        session.get_one(Proposal, draft.id).months += 1
    worker.post(f"/proposals/{draft.id}/team/sign-off")
    assert "实施周期变长了" in worker.http.post(f"{api}/moves", json={"verb": "submit"}).text
    mate.post(page, {"kind": "HOST", "form_key": "f"})
    *_, fourth = (row["id"] for row in mate.http.get(f"{api}/backings").json()["items"])
    assert worker.post(f"/backings/{fourth}/move/accept", {"opinion": "同意代管资金。"}).status_code == 303
    worker.post(f"/proposals/{draft.id}/team/sign-off")
    with draft.database.writing() as session:
        read_back(session, draft.story.worker, session.get_one(Proposal, draft.id))
    assert worker.http.post(f"{api}/moves", json={"verb": "submit"}).status_code == 200
    stored, _parts = draft.stored()
    assert [one["name"] for one in stored.snapshot["backings"]] == [f"{stored.payee_name}"] * 2
