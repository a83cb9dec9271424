"""Coaching: only in its days, only the advised parts open, every advice answered, and what lapsed is put back."""

from datetime import date, timedelta

import pytest

from core import clock
from core.errors import Refused
from core.permissions import Role
from grants.coaching import rules
from grants.coaching.models import Advice, Uptake
from grants.coaching.queries import coach_dealings
from grants.contests.models import Contest, ContestStatus
from grants.panels import actions as panels
from grants.proposals import actions as proposals
from grants.proposals import queries
from grants.proposals.forms import CheckForm, CheckRow
from incubator.dealings.rules import Somebody
from tests import factories
from tests.factories import COMMUNITY_A
from tests.grants.proposals.conftest import Draft
from tests.grants.story import hand_in
from tests.proofs.forms import filled, forms_of

DAYS = (date(2026, 11, 10), date(2026, 11, 20))
NEW = "每周上门一次，全年五十次以上，三十户都满意。"


@pytest.mark.parametrize(
    ("status", "days", "today", "expected"),
    [
        ("SCREENING", None, date(2026, 1, 1), True),
        ("SCREENING", DAYS, DAYS[0], True),
        ("SCREENING", DAYS, DAYS[1], True),
        ("SCREENING", DAYS, DAYS[1] + timedelta(days=1), False),
        ("OPEN", DAYS, DAYS[0], False),
        ("JUDGING", None, DAYS[0], False),
    ],
)
def test_the_days_of_coaching(status, days, today, expected):
    assert rules.is_window(Contest(status=ContestStatus(status)), days, today) == expected


@pytest.mark.parametrize(
    ("due_on", "days", "word"),
    [(9, None, "不能早于今天"), (10, None, None), (20, DAYS, None), (21, DAYS, "不能晚于日程")],
)
def test_the_day_until_which_a_team_may_write(due_on, days, word):
    wrong = rules.wrong_day(date(2026, 11, due_on), days, DAYS[0])
    assert wrong is None if word is None else word in wrong


def test_an_answer_says_what_was_taken_and_how():
    one = [
        Advice(section=4, title="目标", advice="写数字", uptake=u, response=r)
        for u, r in ((None, "改了"), (Uptake.TAKEN, " "))
    ]
    assert rules.unanswered(one) == ["目标", "目标"]
    assert (
        rules.unanswered([Advice(section=4, title="目标", advice="…", uptake=Uptake.NOT_TAKEN, response="不合适")])
        == []
    )


@pytest.fixture
def eligible(database, browser):
    """A proposal that passed the check, in an edition that is being screened."""
    draft = Draft(database, browser)
    with database.writing() as session:
        proposal = session.get_one(queries.Proposal, draft.id)
        hand_in(session, draft.story.worker, proposal)
        contest = session.get_one(Contest, draft.contest.id)
        checks = CheckForm(checks=[CheckRow(rule=rule, result="PASS") for rule in contest.eligibility])
        proposals.check_eligibility(session, draft.story.centre, proposal, checks)
        proposals.pass_check(session, draft.story.centre, proposal)
        contest.status = ContestStatus.SCREENING
    return draft


def test_advice_is_taken_up_or_put_back(eligible):
    centre, mate = eligible.browser(Role.CENTRE), eligible.mate("阿一")
    other = eligible.browser(Role.COMMUNITY, factories.COMMUNITY_B)
    at = f"{clock.today() + timedelta(days=1)}T09:30"
    sent = {"proposal_id": eligible.id, "coach_id": centre.account.id, "meets_at": at, "place": "社区议事厅"}
    assert mate.http.post("/api/v1/coachings", json=sent).status_code == 403
    made = centre.http.post("/api/v1/coachings", json=sent)
    assert made.status_code == 201, made.text
    path, api = f"/coachings/{made.json()['id']}", f"/api/v1/coachings/{made.json()['id']}"
    assert centre.http.post("/api/v1/coachings", json=sent).status_code == 409, "one at a time"
    due = str(clock.today() + timedelta(days=5))
    wrong = {"advice.0.section": "99", "advice.0.advice": "目标要写数字。", "due_on": due}
    assert centre.post(f"{path}/move/advise", wrong).status_code == 422
    assert centre.post(f"{path}/move/advise", wrong | {"advice.0.section": "4"}).status_code == 303
    assert other.get(path).status_code == 404 and "目标要写数字" in mate.get(path).text
    assert f"{path}" in mate.get("/desk").text
    opened = {n: mate.get(f"/proposals/{eligible.id}/steps/{n}").status_code for n in range(9)}
    assert opened == {n: 200 if n == 4 else 303 for n in range(9)}
    [step] = [f for f in forms_of(mate.get(f"/proposals/{eligible.id}/steps/4").text) if "steps" in f.action]
    assert mate.post(step.action, dict(filled(step)) | {"goals": NEW}).status_code == 303
    shut = mate.post(f"/proposals/{eligible.id}/steps/1", {"title": "暖邻行动", "summary": NEW})
    assert shut.status_code == 422 and "没有打开优化" in shut.text
    for door in (f"/api/v1/proposals/{eligible.id}", api):
        verb = "improve" if "proposals" in door else "finish"
        assert mate.http.post(f"{door}/moves", json={"verb": verb}).status_code == 422
    assert "还有 1 份申报书在优化修改" in _start_judging(eligible)
    answers = {"answers.0.section": "4", "answers.0.uptake": "TAKEN", "answers.0.response": "写明了次数和户数。"}
    assert other.post(f"{path}/answers", answers).status_code == 404
    assert mate.post(f"{path}/answers", answers).status_code == 303
    eligible.browser(Role.COMMUNITY, COMMUNITY_A).post(f"/proposals/{eligible.id}/team/sign-off")
    assert mate.post(f"{path}/move", {"verb": "finish"}).status_code == 303
    proposal, _parts = eligible.stored()
    assert (proposal.status, proposal.snapshot["goals"]) == ("ELIGIBLE", NEW)
    with eligible.database.reading() as session:
        assert [one.number for one in queries.submissions_of(session, eligible.id)] == [1, 2]
        coach = Somebody(centre.account.id, centre.account.name)
        assert [found.kind for found in coach_dealings(session, [coach], [eligible.group_id])] == ["COACH"]
    _put_back(eligible, centre, mate, sent, due)


def _put_back(eligible, centre, mate, sent, due):
    """A second round that the team does not hand in: the budget and the goals stand as they were."""
    before, parts = eligible.stored()
    number = centre.http.post("/api/v1/coachings", json=sent).json()["id"]
    data = {"advice": [{"section": 4, "advice": "再具体些。"}, {"section": 6, "advice": "单价偏高。"}], "due_on": due}
    moved = centre.http.post(f"/api/v1/coachings/{number}/moves", json={"verb": "advise", "data": data})
    assert moved.status_code == 200, moved.text
    whole = eligible.story.content("暖邻行动").model_dump(mode="json") | {"goals": NEW, "leader_phone": None}
    whole["budget"] = [row | {"price_fen": "12.00"} for row in whole["budget"]]
    whole["plan"] = [row.model_dump(mode="json", exclude={"id", "created_at", "proposal_id"}) for row in parts["plan"]]
    whole["team"] = [row.model_dump(mode="json", exclude={"id", "created_at", "proposal_id"}) for row in parts["team"]]
    written = mate.http.post(f"/api/v1/proposals/{eligible.id}", json=whole)
    assert written.status_code == 200, written.text
    assert eligible.stored()[1]["budget"][0].price_fen == 1200
    assert centre.post(f"/coachings/{number}/move", {"verb": "end", "reason": "团队放弃修改"}).status_code == 303
    after, restored = eligible.stored()
    assert (after.status, after.goals) == ("ELIGIBLE", before.goals)
    plain = lambda rows: [row.model_dump(exclude={"id", "created_at"}) for row in rows]  # noqa: E731
    assert {name: plain(rows) for name, rows in restored.items()} == {name: plain(rows) for name, rows in parts.items()}


def _start_judging(eligible) -> str:
    """What is said to an office that would begin to judge now; nothing of it stays."""
    with pytest.raises(Refused) as refused, eligible.database.writing() as session:
        contest = session.get_one(Contest, eligible.contest.id)
        contest.status = ContestStatus.JUDGING
        panels.start_scoring(session, eligible.story.centre, panels.open_panel(session, eligible.story.centre, contest))
    return str(refused.value)
