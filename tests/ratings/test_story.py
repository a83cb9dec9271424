"""From self-assessment to star, and everything that is refused on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from core import clock
from core.errors import Forbidden, Invalid, Refused, WrongState
from core.issued.queries import list_issued
from core.notices.workflow import NOTICE
from core.permissions import ROLES, Role
from core.schemes import copy_scheme, edit_draft, publish_scheme
from ratings.assessments import actions, queries
from ratings.assessments.forms import DecideForm, RecommendForm, ReviewForm, VoteForm
from ratings.assessments.models import AssessmentStatus as A
from ratings.assessments.workflow import ASSESSMENT
from ratings.sheets.forms import SheetForm
from ratings.sheets.models import RatingSheet, SheetColumn
from ratings.sheets.queries import sheets_of
from ratings.stars import actions as stars
from ratings.stars import queries as star_queries
from ratings.stars.forms import EndForm
from ratings.stars.models import Star, StarStatus
from tests.factories import COMMUNITY_A, COMMUNITY_B, STREET_B
from tests.ratings.story import SAMPLE, Story


@pytest.fixture
def story(session, actor) -> Story:
    return Story(session, actor)


def test_a_group_climbs_to_four_stars(story, session):
    story.begin().to_decision(5, 4, 4)
    assert (story.one.status, story.one.stars) == (A.DECIDED, 4)
    assert story.one.result["unmet"] == {"STAR5": ["HELD_OR_UNANIMOUS", "VOTES"]}
    notice = story.announce()
    assert notice.lines == [["1", "银杏里巧手编织队", "银杏里社区", "四星"]]
    with pytest.raises(Refused, match="公示期满"):
        story.confer()
    star = story.confirm(notice).confer()
    assert (star.status, star.stars, story.group.stars, story.one.status) == (StarStatus.VALID, 4, 4, A.CONFERRED)
    assert star.valid_to == story.group.stars_valid_to == star.valid_from.replace(year=star.valid_from.year + 2)
    public = star_queries.list_public_stars(session)
    assert [(one.group, one.stars, one.number, one.scheme_version) for one in public] == [
        ("银杏里巧手编织队", 4, story.one.certificate_number, 1)
    ]
    assert [one.title for one in list_issued(session, "star", star.id)] == ["社区社会组织星级证书"]
    assert [one.title for one in list_issued(session, "star_assessment", story.one.id)] == ["星级申报表与评分表"]


def test_records_prefill_the_self_assessment(story):
    story.begin(members=12)
    assert {code: one["points"] for code, one in story.one.evidence.items()} == {
        "A3_1": "0", "B1": "3", "B2_1": "3", "B2_2": "3", "B4": "0", "C1": "0", "C2": "0",
        "C3": None, "C4": "0", "C5_1": "2", "C6": "0",
    }  # fmt: skip
    sheet = sheets_of(story.session, story.one)[SheetColumn.SELF]
    assert sheet.marks["B2_2"] == "3" and "C3" not in sheet.marks


def test_four_people_act(story):
    story.begin().apply()
    with pytest.raises(Refused, match="填报自评的人不能自己推荐"):
        actions.recommend(story.session, story.worker, story.one, RecommendForm(**SAMPLE))
    story.recommend()
    street_too = story.actor(Role.STREET)
    story.one.recommended_by, before = street_too.account_id, story.one.recommended_by
    with pytest.raises(Forbidden, match="不能初评"):
        story.fill(street_too)
    story.one.recommended_by = before
    story.review()
    story.one.reviewed_by, before = story.first.account_id, story.one.reviewed_by
    with pytest.raises(Forbidden, match="不能审评"):
        story.fill(story.first)


def test_the_database_refuses_one_person_in_two_offices(story):
    story.begin().apply()
    with pytest.raises(DatabaseError):
        story.session.execute(
            update(type(story.one)).values(recommended_by=story.one.self_by, community_opinion="同意")
        )


def test_a_submitted_sheet_is_frozen_in_the_database(story):
    story.begin().apply()
    sheet = sheets_of(story.session, story.one)[SheetColumn.SELF]
    with pytest.raises(DatabaseError, match="frozen"):
        story.session.execute(update(RatingSheet).where(RatingSheet.id == sheet.id).values(marks={}))


def test_returning_keeps_the_old_sheet_and_opens_another(story):
    story.begin().apply()
    actions.return_by_community(story.session, story.colleague, story.one, "请补充档案材料。")
    assert (story.one.status, story.one.attempt) == (A.RETURNED, 2)
    story.apply()
    kept = story.session.exec(select(RatingSheet).order_by(RatingSheet.attempt)).all()
    assert [(sheet.attempt, sheet.submitted_at is not None) for sheet in kept] == [(1, True), (2, True)]


def test_wrong_marks_are_told_beside_each_indicator(story):
    story.begin()
    with pytest.raises(Invalid) as refusal:
        actions.save_sheet(story.session, story.worker, story.one, SheetForm(marks={"A1": "2", "B4": "x", "Z9": "1"}))
    assert refusal.value.problems == {
        "mark-A1": "请从选项中选择。", "mark-B4": "请填写数字。", "mark-Z9": "没有这个指标。"}  # fmt: skip


def test_an_unfinished_sheet_cannot_be_sent(story):
    story.begin()
    with pytest.raises(Refused, match="自评表还没有填完"):
        actions.apply_for_star(story.session, story.worker, story.one)


def test_votes_are_cast_once_and_must_be_enough(story):
    story.begin().apply().recommend().review()
    story.fill(story.first)
    with pytest.raises(Refused, match="表决的人数还不够"):
        actions.decide(story.session, story.first, story.one, DecideForm(district_opinion="同意授星。"))
    story.vote(4)
    with pytest.raises(Refused, match="已经表决过"):
        story.vote(5)
    with pytest.raises(Refused, match="请从列表中选择"):
        actions.cast_vote(story.session, story.second, story.one, VoteForm(stars=2))


def test_no_star_gives_a_list_of_improvements(story, session):
    story.begin().to_decision(4, 4, less=6)
    assert (story.one.status, story.one.stars) == (A.NO_STAR, 0)
    titles = {one.title for one in list_issued(session, "star_assessment", story.one.id)}
    assert titles == {"星级申报表与评分表", "星级评定改进单"}
    with pytest.raises(WrongState):
        actions.announce_one(session, story.centre, story.one)


def test_a_veto_gives_no_star(story):
    story.begin().to_decision(5, 5, vetoes=["FALSIFIED"])
    assert (story.one.status, story.one.result["is_vetoed"]) == (A.NO_STAR, True)


def test_a_later_scheme_does_not_change_a_result(story, session):

    story.begin().to_decision(4, 4)
    before = story.one.result
    draft = copy_scheme(session, story.centre, story.one.scheme_id, story.round.area_code)
    changed = {**draft.definition, "bands": [{"code": "NONE", "zh": "不授星", "en": "None", "stars": 0, "min": 0}]}
    edit_draft(session, story.centre, draft.id, changed)
    publish_scheme(session, story.centre, draft.id)
    assert actions.outcome_of(session, story.one) == before


def test_a_withdrawn_notice_lets_the_panel_decide_again(story, session):
    story.begin().to_decision(4, 4)
    notice = story.announce()
    with pytest.raises(Refused, match="公示撤回后"):
        actions.reopen(session, story.first, story.one, "有异议成立。")
    NOTICE.fire(session, story.centre, notice, "withdraw", "有异议成立")
    actions.reopen(session, story.first, story.one, "有异议成立，重新审评。")
    assert (story.one.status, story.one.attempt, story.one.stars) == (A.REVIEWED, 2, None)
    story.vote(3, 3).decide()
    assert story.one.stars == 3
    assert story.announce().lines[0][3] == "三星"


def test_only_one_application_a_round_and_only_in_its_window(story):
    story.begin()
    with pytest.raises(Refused, match="已经有一份申报"):
        story.start()
    story.one = None
    with clock.clock_at(clock.now() + timedelta(days=60)), pytest.raises(Refused, match="不在申报期内"):
        story.start()


def test_a_group_holds_one_valid_star(story, session):
    story.begin().to_decision(4, 4)
    first = story.confirm(story.announce()).confer()
    story.open_round("二〇二六年度第二轮")
    story.start().to_decision(5, 5, 4)
    second = story.confirm(story.announce()).confer()
    assert (second.stars, first.status, first.ended_on) == (5, StarStatus.REPLACED, clock.today())
    session.add(Star(**{**first.model_dump(exclude={"id", "status", "number"}), "number": "X"}))
    with pytest.raises(DatabaseError):
        session.flush()


def test_downgrade_and_revocation_bar_the_group(story, session):
    story.begin().to_decision(4, 4)
    star = story.confirm(story.announce()).confer()
    with pytest.raises(Refused, match="请从列表中选择"):
        stars.downgrade_star(session, story.first, star, EndForm(reason_code="FRAUD", reason="查实一处"))
    data = EndForm(reason_code="IDLE", reason="两次间隔超过六个月没有活动")
    lower = stars.downgrade_star(session, story.first, star, data)
    assert (star.status, lower.stars, story.group.stars, lower.valid_to) == ("DOWNGRADED", 3, 3, star.valid_to)
    stars.revoke_star(session, story.first, lower, EndForm(reason_code="FRAUD", reason="材料造假，查证属实"))
    assert (lower.status, story.group.stars, story.group.stars_valid_to) == (StarStatus.REVOKED, 0, None)
    assert lower.return_by == clock.today() + timedelta(days=15)
    assert queries.barred_until(session, story.group.id) == clock.today().replace(year=clock.today().year + 2)
    story.open_round("二〇二六年度另一轮")
    with pytest.raises(Refused, match="以前不能申报"):
        story.start()


def test_stars_expire(story, session):
    story.begin().to_decision(4, 4)
    star = story.confirm(story.announce()).confer()
    assert stars.expire_stars(session, story.first) == 0
    with clock.clock_at(clock.now() + timedelta(days=800)):
        assert stars.expire_stars(session, story.first) == 1
        assert star_queries.list_public_stars(session) == []
    assert (star.status, story.group.stars) == (StarStatus.EXPIRED, 0)


def test_neighbours_see_nothing(story):
    story.begin()
    for who in (story.actor(Role.COMMUNITY, COMMUNITY_B), story.actor(Role.STREET, STREET_B)):
        assert queries.list_of_round(story.session, who, story.round.id) == []
    assert queries.list_of_round(story.session, story.actor(Role.TEAM, COMMUNITY_A), story.round.id) == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM])
def test_each_verb_belongs_to_its_office(role):
    held = ROLES[role].permissions
    allowed = {t.verb for t in ASSESSMENT.transitions if t.permission in held}
    assert allowed == {
        Role.TEAM: {"apply"},
        Role.CENTRE: {"apply", "announce"},
        Role.COMMUNITY: {"apply", "recommend", "not_recommend", "return"},
        Role.STREET: {"review", "return_by_street"},
        Role.DISTRICT: {"announce", "decide", "no_star", "refuse", "reopen", "confer"},
    }.get(role, set())


def test_the_visit_lies_in_the_past():
    with pytest.raises(ValueError, match="不能晚于今天"):
        ReviewForm(visited_on=clock.today() + timedelta(days=1), street_opinion="实地查看。")


def test_more_satisfied_than_asked_is_refused():
    with pytest.raises(ValueError, match="不能多于样本数"):
        RecommendForm(community_opinion="同意推荐。", sample_n=3, satisfied_n=4)
