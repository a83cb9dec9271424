"""Conflicts found, asked for and decided: what hides when, what stays decided, what becomes of a sheet."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

import ratings.assessments.queries  # noqa: F401  declares a source of dealings
from core import clock
from core.errors import Forbidden, Refused, WrongState
from core.permissions import Role
from grants.conflicts import actions, queries
from grants.conflicts.forms import RecusalForm
from grants.judging import actions as judging
from grants.judging.queries import progress_of
from grants.panels import queries as panels
from grants.panels.models import ConflictStatus, Declaration, DeclaredBy, Panel
from grants.sheets import queries as sheets
from grants.sheets.models import SheetStatus, SheetVersion
from incubator.groups.models import Member, MemberStatus
from incubator.services.models import ServiceRecord, ServiceStatus
from ratings.assessments.models import PanelVote, StarAssessment
from ratings.rounds.models import RatingRound
from tests.factories import COMMUNITY_A, COMMUNITY_B, DISTRICT
from tests.grants.judging.round import Round

TODAY = date(2026, 11, 25)


@pytest.fixture
def story(session, actor):
    """Two proposals before five judges; only what a test puts into the records is a trace of them."""
    made = Round(session, actor, 2)
    for seat in made.seats:
        seat.community_code = COMMUNITY_B
    session.flush()
    return made


def put_on_roster(story, judge=0, proposal=0, status=MemberStatus.ACCEPTED):
    row = Member(
        area_code=COMMUNITY_A,
        group_id=story.proposals[proposal].group_id,
        name="随便一个名字",
        account_id=story.judges[judge].account_id,
        status=status,
    )
    story.session.add(row)
    story.session.flush()
    return row


def found(story, origin=DeclaredBy.RECORDS):
    rows = story.session.exec(select(Declaration).where(Declaration.origin == origin).order_by(Declaration.id)).all()
    return [(r.seat_id, r.proposal_id, r.kind, r.reason, r.status.value) for r in rows]


def one(story):
    return story.session.exec(select(Declaration).where(Declaration.origin != DeclaredBy.JUDGE)).one()


def search(story):
    return actions.search_records(story.session, story.centre, story.panel)


def visible(story, judge=0):
    """The proposals that this judge has still to declare about or scores."""
    waiting = {p.id for p in sheets.to_declare(story.session, story.panel, story.seats[judge])}
    return waiting | {s.proposal_id for s in sheets.sheets_of_seat(story.session, story.seats[judge])}


def test_a_member_of_the_roster_is_found_and_the_proposal_hidden_at_once(story):
    story.accept()
    first, second = story.proposals
    put_on_roster(story)
    assert search(story) == 1
    assert found(story) == [(story.seats[0].id, first.id, "ROSTER", "EMPLOYED_3Y", "PROPOSED")]
    assert "的名册上（成员）" in one(story).note and one(story).due_on is not None
    assert visible(story) == {second.id} and visible(story, 1) == {first.id, second.id}
    assert story.panel.searched_at is not None


def test_a_second_search_finds_nothing_new_and_a_dismissed_one_does_not_come_back(story):
    story.accept()
    put_on_roster(story)
    assert (search(story), search(story)) == (1, 0)
    actions.dismiss(story.session, story.centre, one(story), "同名，已核对身份证件")
    assert (search(story), one(story).status) == (0, ConflictStatus.DISMISSED)
    assert visible(story) == {p.id for p in story.proposals}


def test_another_kind_of_trace_is_proposed_although_the_first_was_dismissed(story):
    story.accept()
    put_on_roster(story)
    search(story)
    actions.dismiss(story.session, story.centre, one(story), "同名，已核对身份证件")
    story.seats[0].organisation = story.proposals[0].payee_name
    story.session.flush()
    assert search(story) == 2  # both proposals name the same payee
    assert [(row[2], row[4]) for row in found(story)] == [
        ("ROSTER", "DISMISSED"),
        ("HOST", "PROPOSED"),
        ("HOST", "PROPOSED"),
    ]


def test_what_is_settled_already_is_not_asked_about_again(story):
    story.accept()
    put_on_roster(story)
    search(story)
    actions.confirm(story.session, story.centre, one(story))
    story.seats[0].organisation = story.proposals[0].payee_name
    story.session.flush()
    assert search(story) == 1
    assert [row[1] for row in found(story)] == [story.proposals[0].id, story.proposals[1].id]


def test_records_of_every_package_are_read(story, session):
    story.accept()
    first = story.proposals[0]
    same = {"area_code": COMMUNITY_A, "group_id": first.group_id, "created_by": story.judges[1].account_id}
    session.add(
        ServiceRecord(
            **same,
            number="FW-1",
            service="COACHING",
            on=clock.today(),
            topic="申报辅导",
            status=ServiceStatus.DELIVERED,
            result="讲了预算",
            minutes=60,
        )
    )
    session.flush()
    assert search(story) == 1
    assert found(story) == [(story.seats[1].id, first.id, "SERVED", "COACH", "PROPOSED")]
    assert "申报辅导" in one(story).note


def test_who_rated_a_group_is_found_though_judging_knows_of_no_ratings(story, session):
    story.accept()
    rating = RatingRound(
        area_code=DISTRICT,
        number="PX-1",
        title="评定",
        year=2026,
        scheme_id=story.panel.rubric_id,
        opens_on=TODAY,
        closes_on=TODAY,
    )
    session.add(rating)
    session.flush()
    rated = StarAssessment(
        area_code=COMMUNITY_A,
        number="XP-1",
        title="银杏里",
        round_id=rating.id,
        group_id=story.proposals[1].group_id,
        scheme_id=rating.scheme_id,
    )
    session.add(rated)
    session.flush()
    session.add(PanelVote(assessment_id=rated.id, account_id=story.judges[2].account_id, stars=3))
    session.flush()
    assert search(story) == 1
    assert found(story) == [(story.seats[2].id, story.proposals[1].id, "ASSESSED", "OTHER", "PROPOSED")]


def test_a_sheet_waits_hidden_and_goes_when_the_conflict_is_confirmed(story, session):
    story.start()
    sheet = story.score(0, 0)
    before = progress_of(session, story.panel)
    put_on_roster(story)
    search(story)
    assert visible(story) == {story.proposals[1].id} and story.sheet(0) is sheet
    assert progress_of(session, story.panel).due == before.due - 1
    actions.confirm(session, story.centre, one(story))
    assert story.sheet(0) is None
    assert session.exec(select(SheetVersion.commitment)).one() == sheet.commitment


def test_a_dismissed_conflict_gives_the_sheet_back_as_it_was(story, session):
    story.start()
    sheet = story.score(0, 0)
    put_on_roster(story)
    search(story)
    actions.dismiss(session, story.centre, one(story), "已核实，同名同姓")
    assert story.sheet(0) is sheet and sheet.status == SheetStatus.SUBMITTED
    assert visible(story) == {p.id for p in story.proposals}


def test_a_decision_that_was_wrong_is_taken_again(story, session):
    story.start()
    put_on_roster(story)
    search(story)
    row = one(story)
    actions.confirm(session, story.centre, row)
    actions.reconsider(session, story.centre, row, "名册登记有误")
    assert row.status == ConflictStatus.PROPOSED and visible(story) == {story.proposals[1].id}
    actions.dismiss(session, story.centre, row, "名册已更正")
    assert visible(story) == {p.id for p in story.proposals} and story.sheet(0).status == SheetStatus.DRAFT


def test_a_second_conflict_keeps_the_proposal_hidden_when_the_first_is_dismissed(story, session):
    story.start()
    put_on_roster(story)
    search(story)
    row = one(story)
    story.panel.is_named = True
    ask(story)
    actions.dismiss(session, story.centre, row, "已核实，同名同姓")
    assert visible(story) == {story.proposals[1].id}


def test_a_round_is_not_closed_over_an_open_question(story, session):
    story.start().score_all([80] * 5, [70] * 5)
    put_on_roster(story)
    search(story)
    with pytest.raises(Refused, match="回避线索没有认定"):
        story.close()
    actions.confirm(session, story.centre, one(story))
    story.close()
    with pytest.raises(WrongState, match="评审已经结束"):
        search(story)
    with pytest.raises(Refused, match="评审已经结束"):
        actions.reconsider(session, story.centre, one(story), "晚了")


def test_from_the_request_to_open_on_no_question_is_raised_that_nobody_could_answer(story, session):
    story.start().score_all([80] * 5, [70] * 5)
    put_on_roster(story)
    search(story)
    row = one(story)
    actions.dismiss(session, story.centre, row, "已核实，同名同姓")
    story.panel.is_named = True
    judging.ask_opening(session, story.centre, story.panel)
    for raised in (lambda: search(story), lambda: ask(story, 1)):
        with pytest.raises(WrongState):
            raised()
    with pytest.raises(Refused, match="回避不能再改"):
        actions.reconsider(session, story.centre, row, "晚了一步")


def ask(story, judge=0, proposal=0, actor=None, note="评委是本小区物业经理，与团队有纠纷"):
    data = RecusalForm(seat_id=story.seats[judge].id, reason="OTHER", note=note)
    return actions.ask_recusal(story.session, actor or story.worker, story.proposals[proposal], data)


def test_an_applicant_asks_and_the_judge_is_kept_away_until_the_office_answers(story, session):
    story.accept()
    with pytest.raises(WrongState, match="名单没有公开"):
        ask(story)
    story.panel.is_named = True
    row = ask(story)
    assert (row.origin, row.status) == (DeclaredBy.APPLICANT, ConflictStatus.PROPOSED)
    assert visible(story) == {story.proposals[1].id}
    with pytest.raises(Refused, match="评委名单"):
        actions.ask_recusal(
            session,
            story.worker,
            story.proposals[0],
            RecusalForm(seat_id=10**9, reason="OTHER", note="没有这位评委的呀呀呀"),
        )
    actions.dismiss(session, story.centre, row, "核实后不存在所述关系")
    assert visible(story) == {p.id for p in story.proposals}


def test_who_decides(story, session, actor):
    story.accept()
    put_on_roster(story)
    search(story)
    row = one(story)
    for who in (story.judges[0], story.worker, actor(Role.STREET), story.finance):
        with pytest.raises(Forbidden):
            actions.confirm(session, who, row)
        with pytest.raises(Forbidden):
            actions.search_records(session, who, story.panel)
    with pytest.raises(Forbidden):
        ask(story, actor=story.judges[1])


def test_what_a_judge_declared_is_not_for_the_office_to_dismiss(story, session):
    story.start()
    own = panels.own_declarations(session, story.seats[0])[story.proposals[0].id]
    with pytest.raises(Refused, match="不再认定"):
        actions.reconsider(session, story.centre, own, "想改一改")


def test_who_left_long_ago_is_free_again(story):
    story.accept()
    row = put_on_roster(story, status=MemberStatus.LEFT)
    assert [one.kind for one in queries.search(story.session, story.panel)] == ["LEFT"]
    row.status_since = clock.now() - timedelta(days=800)
    story.session.flush()
    assert queries.search(story.session, story.panel) == []


def test_the_edition_says_which_kinds_count(story):
    story.accept()
    put_on_roster(story)
    panel = story.session.get_one(Panel, story.panel.id)
    panel.rules = panel.rules | {"conflict_kinds": ["HOST"]}
    assert queries.search(story.session, panel) == []
