"""A round from invitation to ranking: who may do what when, what stays sealed, what a conflict does."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select, text

from core import audit, clock
from core.accounts.models import RoleHold
from core.audit.models import AuditEvent
from core.errors import Forbidden, Invalid, NotFound, Refused, WrongState
from core.permissions import Role
from grants.conflicts import actions as conflicts
from grants.conflicts.forms import ConflictForm
from grants.judging import actions as judging
from grants.judging import queries as rounds
from grants.judging.forms import BallotForm, ReopenForm
from grants.panels import actions as panel_actions
from grants.panels import queries as panel_queries
from grants.panels.models import PanelStatus, SeatStatus
from grants.ranking.models import Ranking, RankingRun
from grants.sheets import actions, queries, rules
from grants.sheets.forms import OwnConflictForm
from grants.sheets.models import Sheet, SheetStatus, SheetVersion
from incubator.groups.models import Member, MemberStatus
from tests.factories import COMMUNITY_A, OTHER_DISTRICT, STREET_A
from tests.grants.judging.round import COMMENT, Round, marks_of, sheet_form


@pytest.fixture
def make(session, actor):
    return lambda proposals=2: Round(session, actor, proposals)


def ranks(session, contest):
    return [(p.title, p.score, p.rank, p.is_above_line) for p in rounds.ranking_of(session, contest.id)]


def test_a_round_from_invitation_to_ranking(make, session):
    story = make().start().score_all([50, 80, 82, 84, 99], [70, 70, 70, 70, 71])
    assert rounds.ranking_of(session, story.contest.id) == []
    story.close()
    assert (story.panel.status, story.contest.status) == (PanelStatus.CLOSED, "DECIDING")
    assert ranks(session, story.contest) == [
        ("暖邻行动", Decimal("82.00"), 1, True),
        ("指尖暖冬", Decimal("70.00"), 2, True),
    ]
    sheet = story.sheet(0)
    assert (sheet.marks, sheet.total, sheet.comment) == (marks_of(50), "50.00", COMMENT)
    assert sheet.commitment == rules.commitment_of(queries.content_of(session, sheet))


def test_the_panel_must_be_whole_before_it_scores(make, session):
    story = make(1).accept(0)
    with pytest.raises(Refused) as refusal:
        panel_actions.start_scoring(session, story.centre, story.panel)
    assert refusal.value.sentence == (
        "至少要有 5 位评委接受邀请，现有 4 位。评委人数应为单数，现有 4 位。"
        "还缺评委类别：财务。还有 1 份邀请没有答复，请等待答复或撤回。"
    )


def test_only_judges_without_an_office_are_invited(make, session, actor):
    story = make(1)
    invite = lambda someone, role="FINANCE": panel_actions.invite_judge(  # noqa: E731
        session, story.centre, story.panel, someone.account_id, role
    )
    for someone in (actor(Role.TEAM, COMMUNITY_A), actor(Role.JUDGE, OTHER_DISTRICT), actor(Role.JUDGE, COMMUNITY_A)):
        with pytest.raises(Refused, match="不是本区的评委账号"):
            invite(someone)
    both = actor(Role.JUDGE)
    hold = {"role": Role.STREET, "area_code": STREET_A, "starts_on": clock.today()}
    session.add(RoleHold(account_id=both.account_id, **hold))
    session.flush()
    with pytest.raises(Refused, match="还是街道办事处"):
        invite(both)
    with pytest.raises(Refused, match="评委类别"):
        invite(actor(Role.JUDGE), "CHAIR")
    with pytest.raises(Forbidden):
        panel_actions.invite_judge(session, story.worker, story.panel, both.account_id, "FINANCE")


def test_a_judge_answers_for_oneself_and_says_why_not(make, session):
    story = make(1)
    with pytest.raises(Refused, match="不是给您的"):
        panel_actions.answer_invitation(session, story.judges[1], story.seats[0], True)
    with pytest.raises(Refused, match="谢绝的原因"):
        panel_actions.answer_invitation(session, story.judges[0], story.seats[0], False, "太忙")
    panel_actions.answer_invitation(session, story.judges[0], story.seats[0], False, "TIME")
    assert (story.seats[0].status, story.seats[0].decline_reason) == (SeatStatus.DECLINED, "TIME")


def test_every_proposal_is_declared_about_before_there_is_a_sheet(make, session):
    story = make(2).accept()
    judge, seat, (first, second) = story.judges[0], story.seats[0], story.proposals
    with pytest.raises(Invalid) as refusal:
        actions.declare(session, judge, seat, {first.id: "OTHER"})
    assert set(refusal.value.problems) == {f"answer-{first.id}", f"answer-{second.id}"}
    with pytest.raises(Invalid):
        actions.declare(session, judge, seat, {first.id: "COUSIN", second.id: None})
    actions.declare(session, judge, seat, {first.id: "KINSHIP", second.id: None})
    assert [sheet.proposal_id for sheet in queries.sheets_of_seat(session, seat)] == [second.id]
    assert queries.to_declare(session, story.panel, seat) == []
    with pytest.raises(NotFound):
        actions.declare(session, story.judges[1], seat, {})


def test_records_suggest_recusal_and_a_team_member_must_recuse(make, session):
    story = make(1).accept()
    proposal, judge, seat = story.proposals[0], story.judges[0], story.seats[0]
    assert queries.hints(session, story.panel, seat, [proposal]) == {proposal.id: "SAME_COMMUNITY"}
    session.add(
        Member(
            area_code=COMMUNITY_A,
            group_id=proposal.group_id,
            name="评委本人",
            account_id=judge.account_id,
            status=MemberStatus.ACCEPTED,
        )
    )
    session.flush()
    assert queries.hints(session, story.panel, seat, [proposal]) == {proposal.id: "EMPLOYED_3Y"}
    with pytest.raises(Invalid):
        actions.declare(session, judge, seat, {proposal.id: None})


def test_a_sheet_is_kept_sealed_and_handed_in_whole(make, session):
    story = make(1).start()
    sheet, judge = story.sheet(0), story.judges[0]
    with pytest.raises(Invalid) as refusal:
        actions.save_sheet(session, judge, sheet, sheet_form(marks={"NEED": "20.3", "XX": "1"}), None)
    assert refusal.value.problems == {"mark-NEED": "请填 0 到 20 之间的分数。", "mark-XX": "没有这个指标。"}
    actions.save_sheet(session, judge, sheet, sheet_form(marks={"NEED": "13.5"}, comment="太短"), sheet.version)
    assert (sheet.version, sheet.marks, sheet.total, sheet.comment) == (2, None, None, None)
    assert queries.content_of(session, sheet)["marks"] == {"NEED": "13.5"}
    actions.save_sheet(session, judge, sheet, sheet_form(marks={"NEED": "13.5"}, comment="太短"), sheet.version)
    assert sheet.version == 2
    with pytest.raises(Invalid) as refusal:
        actions.submit_sheet(session, judge, sheet)
    assert refusal.value.problems["comment"] == "评语不少于 20 字，现有 2 字。"
    assert {"mark-BENEFIT", "mark-BUDGET"} <= refusal.value.problems.keys()
    actions.save_sheet(session, judge, sheet, sheet_form(suggested_fen="99999"), sheet.version)
    with pytest.raises(Invalid):
        actions.submit_sheet(session, judge, sheet)
    actions.save_sheet(session, judge, sheet, sheet_form(), sheet.version)
    actions.submit_sheet(session, judge, sheet)
    assert sheet.commitment == rules.commitment_of(queries.content_of(session, sheet))
    with pytest.raises(WrongState):
        actions.save_sheet(session, judge, sheet, sheet_form(60), sheet.version)


def test_nothing_of_a_mark_stands_in_the_database_before_closing(make, session):
    story = make(1).start()
    canary = "这是只有我自己看得到的评语金丝雀，写满二十个字以上才行。"
    sheet = story.score(0, comment=canary)
    row = session.execute(text("SELECT * FROM score_sheet WHERE id = :id"), {"id": sheet.id}).mappings().one()
    assert canary not in str(dict(row)) and row["marks"] is None
    events = session.exec(select(AuditEvent).where(AuditEvent.noun == "score_sheet")).all()
    assert {event.kind for event in events} == {"score_sheet.edit", "score_sheet.submit", "score_sheet.commit"}
    said = str([event.data for event in events])
    assert canary not in said and sheet.sealed not in said and sheet.commitment in said
    assert audit.verify_all(session) == []


@pytest.mark.parametrize("who", ["other judge", "centre", "worker"])
def test_only_the_author_writes(make, session, who):
    story = make(1).start()
    actor = {"other judge": story.judges[1], "centre": story.centre, "worker": story.worker}[who]
    with pytest.raises((Forbidden, WrongState)):
        actions.save_sheet(session, actor, story.sheet(0), sheet_form(), None)
    with pytest.raises((Forbidden, Refused)):
        actions.submit_sheet(session, actor, story.sheet(0))


def test_the_hours_of_scoring_count_to_the_second(make, session):
    story = make(1).start()
    sheet, due = story.sheet(0), story.panel.due_at
    with clock.clock_at(due):
        actions.save_sheet(session, story.judges[0], sheet, sheet_form(), sheet.version)
    with clock.clock_at(due + timedelta(seconds=1)):
        with pytest.raises(WrongState, match="不在评分时间内"):
            actions.save_sheet(session, story.judges[0], sheet, sheet_form(70), sheet.version)
        with pytest.raises(Refused, match="评分时间已经结束"):
            actions.submit_sheet(session, story.judges[0], sheet)


def test_closing_waits_for_all_sheets_or_the_deadline_and_takes_no_judge(make, session):
    story = make(1).start()
    for judge in range(4):
        story.score(judge)
    with pytest.raises(Refused, match="还没有交齐"):
        story.close()
    with pytest.raises(Forbidden):
        judging.ask_opening(session, story.judges[0], story.panel)
    with clock.clock_at(story.panel.due_at + timedelta(seconds=1)):
        story.close()
    assert story.sheet(4).revealed_at is None
    assert ranks(session, story.contest) == [("暖邻行动", Decimal("80.00"), 1, True)]


def test_sealed_sheets_are_opened_by_two_officers_of_whom_none_judged(make, session, actor):
    story = make(1).start().score_all([80] * 5)
    judging.ask_opening(session, story.centre, story.panel)
    assert (story.panel.status, story.panel.asked_by) == (PanelStatus.OPENING, story.centre.account_id)
    with pytest.raises(Refused, match="申请的人不能自己确认"):
        judging.close_panel(session, story.centre, story.panel)
    with pytest.raises(Forbidden):
        judging.close_panel(session, story.judges[0], story.panel)
    again = ReopenForm(seat_id=story.seats[0].id, proposal_id=story.proposals[0].id, reason="误填一项")
    with pytest.raises(WrongState, match="已经结束"):
        judging.reopen_sheet(session, story.district, story.panel, again)
    assert (story.sheet(0).marks, rounds.ranking_of(session, story.contest.id)) == (None, [])
    judging.take_back(session, story.centre, story.panel, "一位评委申请更正")
    assert (story.panel.status, story.panel.asked_by) == (PanelStatus.SCORING, None)
    judging.ask_opening(session, story.district, story.panel)
    judging.close_panel(session, story.centre, story.panel)
    kinds = session.exec(select(AuditEvent.kind).where(AuditEvent.kind.startswith("panel."))).all()
    assert list(kinds)[-5:] == ["panel.ask", "panel.take_back", "panel.ask", "panel.close", "panel.rank"]


def test_the_database_itself_wants_two_to_open(make, session):
    story = make(1).start().score_all([80] * 5).close()
    same = text("UPDATE panel SET closed_by = asked_by WHERE id = :id")
    with pytest.raises(IntegrityError):
        session.execute(same, {"id": story.panel.id})


def test_a_sheet_that_was_tampered_with_stops_the_closing(make, session):
    story = make(1).start().score_all([80, 80, 80, 80, 80])
    first, second = story.sheet(0), story.sheet(1)
    swap = text("UPDATE score_sheet SET commitment = :theirs WHERE id = :mine")
    session.execute(swap, {"theirs": second.commitment, "mine": first.id})
    session.expire_all()
    with pytest.raises(Refused, match="校验码不一致"):
        story.close()


def test_reopening_keeps_the_old_sheet_and_answers_alike_for_one_not_handed_in(make, session):
    story = make(1).start()
    sheet = story.score(0)
    sealed, commitment = sheet.sealed, sheet.commitment
    data = lambda judge: ReopenForm(  # noqa: E731
        seat_id=story.seats[judge].id, proposal_id=story.proposals[0].id, reason="误填一项，本人书面申请"
    )
    assert judging.reopen_sheet(session, story.centre, story.panel, data(1)) is None
    assert story.sheet(1).status == SheetStatus.DRAFT
    assert judging.reopen_sheet(session, story.centre, story.panel, data(0)) is None
    assert sheet.status == SheetStatus.REOPENED
    kept = session.exec(select(SheetVersion)).one()
    assert (kept.sheet_id, kept.sealed, kept.commitment) == (sheet.id, sealed, commitment)
    with clock.clock_at(story.panel.due_at + timedelta(hours=1)):
        story.score(0, points=90)
    assert sheet.commitment != commitment


def test_a_conflict_removes_the_sheet_and_hides_it(make, session):
    story = make(2).start()
    story.score(0)
    seat, (first, second) = story.seats[0], story.proposals
    form = ConflictForm(seat_id=seat.id, proposal_id=first.id, reason="KINSHIP", note="申报方书面申请，已核实")
    conflicts.add_conflict(session, story.centre, form)
    assert story.sheet(0, 0) is None
    assert [s.proposal_id for s in queries.sheets_of_seat(session, seat)] == [second.id]
    own = OwnConflictForm(reason="COACH", note="")
    actions.find_conflict(session, story.judges[0], story.sheet(0, 1), own)
    assert queries.sheets_of_seat(session, seat) == []
    assert session.exec(select(SheetVersion.cause)).all() == ["回避"]
    assert rounds.progress_of(session, story.panel).due == 8


def test_excluding_a_judge_computes_again_and_keeps_both_runs(make, session):
    story = make(2).start().score_all([50, 80, 82, 84, 99], [81, 81, 81, 81, 81]).close()
    assert [place[0] for place in ranks(session, story.contest)] == ["暖邻行动", "指尖暖冬"]
    judging.exclude_judge(session, story.centre, story.seats[4], "评委未申报利害关系，查实")
    assert ranks(session, story.contest) == [
        ("指尖暖冬", Decimal("81.00"), 1, True),
        ("暖邻行动", Decimal("74.00"), 2, True),
    ]
    runs = session.exec(select(RankingRun).order_by(RankingRun.run))
    assert [run.excluded for run in runs] == [[], [story.seats[4].id]]
    assert len(session.exec(select(Ranking)).all()) == 4


def test_a_ballot_decides_what_nothing_else_does(make, session):
    story = make(2).start().score_all([80] * 5, [80] * 5).close()
    assert [p.tie_break for p in rounds.ranking_of(session, story.contest.id)] == ["NUMBER", "NUMBER"]
    first, second = story.proposals
    with pytest.raises(Refused, match="没有这些编号"):
        judging.record_ballot(session, story.centre, story.panel, BallotForm(numbers="A B", reason="五票对零票"))
    form = BallotForm(numbers=f"{second.number}\n{first.number}", reason="三票对两票")
    judging.record_ballot(session, story.centre, story.panel, form)
    found = rounds.ranking_of(session, story.contest.id)
    assert [(p.proposal_id, p.tie_break) for p in found] == [(second.id, "BALLOT"), (first.id, "BALLOT")]


def test_who_sees_which_sheet(make, session, actor):
    story = make(1).start()
    story.score(0)
    seen = lambda who: set(session.exec(select(Sheet.seat_id).where(queries.sheets_visible_to(who))))  # noqa: E731
    mine = {story.seats[0].id}
    others = (story.judges[1], story.centre, story.district, story.worker, actor(Role.AUDITOR), actor(Role.ADMIN))
    assert seen(story.judges[0]) == mine
    assert all(not seen(who) & mine for who in others)
    for judge in range(1, 5):
        story.score(judge)
    story.close()
    assert [seen(who) >= mine for who in others] == [False, True, True, False, True, False]
    elsewhere = actor(Role.CENTRE, OTHER_DISTRICT)
    assert seen(elsewhere) == set()
    assert session.exec(select(panel_queries.Panel).where(panel_queries.visible_to(elsewhere))).all() == []
