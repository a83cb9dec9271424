"""The dates of an edition: planned by working days, moved with a reason, told, and stretched for one applicant."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from core import clock, vault
from core.accounts.models import Account
from core.audit.models import AuditEvent
from core.errors import Forbidden, Invalid, NotFound, Refused, StaleForm
from core.mail import OutboxMail
from core.permissions import Role
from core.workdays import add_working_days
from grants.contests import actions as contest_actions
from grants.contests.models import Contest, Stage
from grants.contests.rules import is_call_open
from grants.proposals import actions as proposal_actions
from grants.proposals.models import Proposal, ProposalStatus, Writer
from grants.timetable import actions, queries, rules
from grants.timetable.forms import ExtensionForm, TimetableForm
from tests.factories import COMMUNITY_A
from tests.grants.judging.round import Round
from tests.grants.story import Story, hand_in

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
REASON = "场地装修，路演推后一周"


def form(contest, *stages, **changed):
    rows = [{"stage": s, "starts_on": first, "ends_on": last} for s, first, last in stages]
    return TimetableForm(**{"closes_at": contest.closes_at, "reason": REASON, "stages": rows} | changed)


def days_after(contest, start, end):
    last = clock.local(contest.closes_at).date()
    return last + start * DAY, last + end * DAY


def signs_in_by_mail(session, account_id, address):
    account = session.get_one(Account, account_id)
    account.sign_in_sealed = vault.seal(session, account.person_key_id, "account", "sign_in", address)
    session.flush()


def test_a_first_plan_counts_working_days():
    plan = rules.first_plan(date(2026, 11, 27), {Stage.SCREENING: 3}, add_working_days)
    assert plan[Stage.SCREENING] == (date(2026, 11, 30), date(2026, 12, 2))
    assert plan[Stage.CORRECTION] == (date(2026, 12, 3), date(2026, 12, 9))
    assert list(plan) == [stage for stage in Stage if stage is not Stage.VOTE]
    assert all(first <= last for first, last in plan.values())


A, B = date(2026, 12, 1), date(2026, 12, 5)


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([(Stage.SCREENING, A, B), (Stage.SCORING, A, B)], set()),
        ([(Stage.SCORING, A, B), (Stage.SCREENING, A, A)], set()),
        ([(Stage.SCREENING, B, A)], {"stages.0.ends_on"}),
        ([(Stage.SCREENING, A - 5 * DAY, B)], {"stages.0.starts_on"}),
        ([(Stage.NOTICE, A, B), (Stage.SCORING, B, B)], {"stages.0.starts_on"}),
        ([(Stage.NOTICE, A, B), (Stage.NOTICE, B, B)], {"stages.1.stage"}),
    ],
)
def test_a_timetable_that_cannot_be(rows, wrong):
    assert rules.problems(date(2026, 11, 30), rows).keys() == wrong


def test_a_date_moves_with_a_reason_and_those_concerned_are_told(session, actor):
    story = Round(session, actor, 1)
    contest, judge = story.contest, story.judges[0]
    scoring, notice = days_after(contest, 3, 9), days_after(contest, 12, 19)
    with pytest.raises(Invalid) as refusal:
        actions.set_timetable(session, story.centre, contest, form(contest, (Stage.SCORING, *scoring), reason=""))
    assert refusal.value.problems == {"reason": "征集已经开始，请写明调整理由。"}
    with pytest.raises(Forbidden):
        actions.set_timetable(session, judge, contest, form(contest))
    signs_in_by_mail(session, judge.account_id, "judge@demo.example")
    writer = actor(Role.TEAM, COMMUNITY_A)
    signs_in_by_mail(session, writer.account_id, "team@demo.example")
    session.add(Writer(proposal_id=story.proposals[0].id, account_id=writer.account_id))
    sent = len(session.exec(select(OutboxMail)).all())
    given = form(contest, (Stage.SCORING, *scoring), (Stage.NOTICE, *notice))
    assert actions.set_timetable(session, story.centre, contest, given) == [Stage.SCORING, Stage.NOTICE]
    event = session.exec(select(AuditEvent).where(AuditEvent.kind == "contest.timetable")).one()
    assert event.data["reason"] == REASON
    assert event.data["stages"]["SCORING"] == [None, f"{scoring[0]} {scoring[1]}"]
    told = session.exec(select(OutboxMail)).all()[sent:]
    # Each hears of what concerns him; the other judges sign in by telephone and read it on the page.
    heard = {one.recipient: ["线上评分：" in one.body, "公示：" in one.body, REASON in one.body] for one in told}
    assert heard == {"judge@demo.example": [True, False, True], "team@demo.example": [False, True, True]}
    assert actions.set_timetable(session, story.centre, contest, given) == []
    assert len(session.exec(select(OutboxMail)).all()) == sent + len(told)


def test_the_end_of_a_running_call_moves_only_later(session, actor):
    story = Story(session, actor)
    contest = story.contest()
    with pytest.raises(Invalid) as refusal:
        actions.set_timetable(session, story.centre, contest, form(contest, closes_at=contest.closes_at - MINUTE))
    assert refusal.value.problems == {"closes_at": "征集已经开始，截止时间只能推后。"}
    version, later = contest.version, contest.closes_at + DAY
    actions.set_timetable(session, story.centre, contest, form(contest, closes_at=later), version)
    assert contest.closes_at == later
    with pytest.raises(StaleForm):
        actions.set_timetable(session, story.centre, contest, form(contest, closes_at=later + DAY), version)
    with clock.clock_at(later + SECOND):
        contest_actions.fire(session, story.centre, contest, "screen")
        with pytest.raises(Invalid) as refusal:
            actions.set_timetable(session, story.centre, contest, form(contest, closes_at=later + DAY))
    assert "个别申报人延期" in refusal.value.problems["closes_at"]


def test_the_grace_is_the_same_for_all_and_nobody_sees_it(story, as_, browser, database):
    made = story(proposals=1)
    with database.writing() as session:
        contest = session.get_one(Contest, made.contest.id)
        contest.status, contest.grace_minutes = "OPEN", 7
        session.flush()
        ends = contest.closes_at + 7 * MINUTE
        assert [is_call_open(contest, ends + shift) for shift in (-SECOND, SECOND * 0, SECOND)] == [True, True, False]
    for path in (f"/calls/{made.contest.id}", f"/api/v1/contests/{made.contest.id}/timetable"):
        reader = browser() if path.startswith("/calls") else as_(made.worker)
        answer = reader.get(path)
        assert answer.status_code == 200 and "grace" not in answer.text and "宽限" not in answer.text
    # Self-check: the office that sets it does see it.
    assert "宽限" in as_(made.centre).get(f"/contests/{made.contest.id}/timetable").text


def test_one_applicant_gets_more_time_and_nobody_else(session, actor):
    story = Story(session, actor)
    contest = story.contest()
    late, other = story.proposal(contest, "银杏里助老队"), story.proposal(contest, "银杏里编织队", "指尖暖冬")
    until = contest.closes_at + 2 * DAY
    asked = ExtensionForm(proposal_id=late.id, until=until, reason="社区停电一整天，无法提交")
    with pytest.raises(Forbidden):
        actions.extend(session, story.centre, contest, asked)
    for wrong, why in ((contest.closes_at, "要晚于征集截止"), (contest.closes_at + 40 * DAY, "最多比大家晚三十天")):
        with pytest.raises(Refused, match=why):
            actions.extend(session, story.district, contest, asked.model_copy(update={"until": wrong}))
    with pytest.raises(NotFound):
        actions.extend(session, story.district, contest, asked.model_copy(update={"proposal_id": 10**9}))
    actions.extend(session, story.district, contest, asked)
    event = session.exec(select(AuditEvent).where(AuditEvent.kind == "proposal.extend")).one()
    assert event.data["reason"] == asked.reason
    with clock.clock_at(contest.closes_at + DAY):
        contest_actions.fire(session, story.centre, contest, "screen")
        hand_in(session, story.worker, late)
        with pytest.raises(Refused, match="征集已截止"):
            hand_in(session, story.worker, other)
    with clock.clock_at(until + SECOND), pytest.raises(Refused, match="征集已截止"):
        proposal_actions.fire(session, story.worker, late, "reopen")
    assert (late.status, other.status) == (ProposalStatus.SUBMITTED, ProposalStatus.DRAFT)


def test_the_page_plans_keeps_what_was_typed_and_saves(story, as_, browser, database):
    made = story(proposals=1)
    centre, path = as_(made.centre), f"/contests/{made.contest.id}/timetable"
    first = centre.get(path).text
    assert "还没有排日程" in first and 'name="stages.8.starts_on"' in first
    closes = clock.local(made.contest.closes_at).strftime("%Y-%m-%dT%H:%M:%S")
    start, end = days_after(made.contest, 2, 4)
    typed = {"closes_at": closes, "grace_minutes": "0", "reason": REASON, "stages.0.stage": "SCORING"}
    wrong = centre.post(path, typed | {"stages.0.starts_on": str(end), "stages.0.ends_on": str(start)})
    assert wrong.status_code == 422 and "结束不能早于开始" in wrong.text and str(end) in wrong.text
    saved = centre.post(path, typed | {"stages.0.starts_on": str(start), "stages.0.ends_on": str(end)})
    assert saved.status_code == 303, saved.text
    assert "线上评分" in browser().get(f"/calls/{made.contest.id}").text
    with database.reading() as session:
        assert queries.days_of(session, made.contest.id) == {Stage.SCORING: (start, end)}
    assert as_(made.judges[0]).post(path, typed).status_code in (403, 404)


def test_the_api_sets_and_extends(story, as_, database):
    made = story(proposals=1)
    base = f"/api/v1/contests/{made.contest.id}"
    start, end = days_after(made.contest, 2, 4)
    body = {"closes_at": made.contest.closes_at.isoformat(), "reason": REASON}
    body["stages"] = [{"stage": "SCORING", "starts_on": str(start), "ends_on": str(end)}]
    answer = as_(made.centre).post(f"{base}/timetable", json=body)
    assert answer.status_code in (200, 201) and answer.json()["stages"] == body["stages"], answer.text
    late = {"proposal_id": made.proposals[0].id, "until": "2030-01-01T00:00:00+08:00", "reason": "社区停电一整天"}
    assert as_(made.centre).post(f"{base}/extensions", json=late).status_code == 403
    assert as_(made.district).post(f"{base}/extensions", json=late).status_code == 409  # judging has begun
    with database.reading() as session:
        assert session.get_one(Proposal, made.proposals[0].id).extended_until is None
