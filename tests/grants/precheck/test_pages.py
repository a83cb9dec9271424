"""The check before writing: read as the team, written by nobody, kept with the proposal, shown to staff."""

import pytest

from core.permissions import Role
from grants.contests.models import Contest
from grants.proposals.models import Proposal
from incubator.groups.models import Group
from tests.factories import COMMUNITY_A
from tests.grants.proposals.conftest import Draft
from tests.grants.story import hand_in
from tests.proofs.forms import filled, forms_of


@pytest.fixture
def draft(database, browser):
    return Draft(database, browser)


def change(draft, table, row_id, **values):
    with draft.database.writing() as session:
        row = session.get_one(table, row_id)
        for name, value in values.items():
            setattr(row, name, value)


def test_a_team_answers_reads_what_would_cure_it_and_begins(draft):
    mate, path = draft.mate("阿一"), f"/contests/{draft.contest.id}/precheck"
    assert f'href="{path}"' in mate.get(f"/contests/{draft.contest.id}").text
    page = mate.get(path).text
    assert "你们以前获得资助的项目，是不是都已经结项？" in page and "逐条结果" not in page
    asked = f"{path}?group_id={draft.group_id}&a.NOT_BARRED=YES&a.NO_OPEN_PROJECT=YES"
    page = mate.get(asked).text
    assert "请留意" in page and "禁入期满后可以申报。" in page and "依据：" in page
    [start] = [form for form in forms_of(page) if form.action == "/proposals/new"]
    answer = mate.post("/proposals/new", dict(filled(start)) | {"title": "再来一个"})
    assert answer.status_code == 303, answer.text
    number = int(answer.headers["location"].rsplit("/", 1)[-1])
    with draft.database.reading() as session:
        assert session.get_one(Proposal, number).precheck == {"NOT_BARRED": "YES", "NO_OPEN_PROJECT": "YES"}


def test_what_the_records_forbid_is_told_before_and_refused_at_submission(draft):
    change(draft, Contest, draft.contest.id, eligibility=["NOT_BARRED", "ANNUAL_REPORT", "NO_DUPLICATE_FUNDING"])
    change(draft, Group, draft.group_id, legal_status="REGISTERED", report_year=2100, has_passed_report=False)
    mate, path = draft.mate("阿一"), f"/contests/{draft.contest.id}/precheck?group_id={draft.group_id}"
    assert "现在还不能提交" in mate.get(path).text
    told = mate.get(f"/api/v1{path}").json()
    assert told["conclusion"] == "BLOCKED"
    assert {one["rule"]: one["outcome"] for one in told["items"]} == {
        "NOT_BARRED": "FINE",
        "ANNUAL_REPORT": "BLOCKED",
        "NO_DUPLICATE_FUNDING": "FINE",
    }
    refused = mate.post(f"/proposals/{draft.id}/move", {"verb": "submit"})
    assert refused.status_code == 422 and "2100 年度年报不合格" in refused.text and "补报年报" in refused.text


def test_staff_read_the_finding_the_word_and_the_source_beside_their_decision(draft):
    change(draft, Contest, draft.contest.id, eligibility=["NOT_BARRED", "IN_SCOPE"])
    with draft.database.writing() as session:
        proposal = session.get_one(Proposal, draft.id)
        proposal.precheck = {"IN_SCOPE": "UNSURE"}
        session.flush()
        hand_in(session, draft.story.worker, proposal)
    page = draft.browser(Role.CENTRE).get(f"/proposals/{draft.id}").text
    assert "系统没有这项记录，请审查时核对" in page and "不清楚" in page and "章程和备案的活动范围" in page


def test_nobody_checks_for_a_group_that_is_not_his(draft):
    path = f"/contests/{draft.contest.id}/precheck?group_id={draft.group_id}"
    stranger = draft.browser(Role.TEAM, COMMUNITY_A)
    assert stranger.get(path).status_code == 404 and stranger.get(f"/api/v1{path}").status_code == 404
    assert draft.mate("阿一").get(f"/contests/{draft.contest.id}/precheck?group_id=9{'9' * 30}").status_code == 200
    assert draft.browser(Role.JUDGE).get(path).status_code == 403


def test_the_community_notes_an_annual_report_and_no_team_does(draft):
    path, sent = f"/groups/{draft.group_id}/report", {"report_year": "2025", "has_passed_report": "on"}
    worker = draft.browser(Role.COMMUNITY, COMMUNITY_A)
    assert "只有已登记的组织才有年报。" in worker.post(path, sent).text
    change(draft, Group, draft.group_id, legal_status="REGISTERED")
    assert worker.post(path, sent | {"report_year": "2099"}).status_code == 422
    assert worker.post(path, sent).status_code == 303 and "2025 年度" in worker.get(f"/groups/{draft.group_id}").text
    assert draft.mate("阿一").post(path, sent).status_code == 403
