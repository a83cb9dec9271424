"""A roadshow from its plan to its end: what is refused, who is waited for, and that both stages make the ranking."""

import json
import subprocess
import sys
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from sqlmodel import select

from core import clock
from core.audit.models import AuditEvent
from core.errors import Forbidden, NotFound, Refused, WrongState
from core.permissions import Role
from grants.conflicts.actions import add_conflict
from grants.conflicts.forms import ConflictForm
from grants.hosting import actions, queries
from grants.hosting.forms import OrderForm, PresentForm, ReorderForm
from grants.judging import actions as judging
from grants.judging import queries as rounds
from grants.judging.documents import bundle, digest_of
from grants.judging.forms import ReopenForm
from grants.panels import actions as panel_actions
from grants.panels.queries import get_own_seat
from grants.ranking.queries import places_of
from grants.sheets import actions as sheet_actions
from grants.sheets import queries as sheets
from grants.sheets.forms import OwnConflictForm, SheetForm
from grants.sheets.models import SheetVersion, Stage
from tests.grants.hosting.show import Show, show_marks
from tests.grants.judging import replay


@pytest.fixture
def engine():
    """The rules are the same on both; the pages of a roadshow are tried on both."""
    return "sqlite"


def events(session, kind):
    return [e.data for e in session.exec(select(AuditEvent).where(AuditEvent.kind == kind).order_by(AuditEvent.seq))]


def test_the_order_is_on_record_and_changes_only_with_a_reason(session, actor):
    story = Show(session, actor).plan()
    with pytest.raises(Refused, match="种子从哪里来"):
        story.order(seed_source="")
    story.order()
    said = events(session, "roadshow.order")[0]
    numbers = [p.number for p in story.proposals]
    assert said["order"] == actions.rules.drawn(numbers, "2026135") and said["source"] == "当期开奖号码"
    with pytest.raises(Refused, match="重排请写明理由"):
        story.order("别的种子")
    story.order("别的种子", kind="FEWEST_MOVES", reason="评委提出回避")
    assert events(session, "roadshow.order")[1]["reason"] == "评委提出回避"
    last = story.items()[2]
    actions.reorder(session, story.centre, story.roadshow, ReorderForm(item_id=last.id, place=1, reason="队员要接孩子"))
    assert story.items()[0].id == last.id and [item.place for item in story.items()] == [1, 2, 3]
    told = events(session, "roadshow.reorder")[0]
    assert told["reason"] == "队员要接孩子" and told["earlier"] != told["order"]
    judge = story.judges[0]
    with pytest.raises(Forbidden):
        actions.set_order(session, judge, story.roadshow, OrderForm(reason="想早点讲"))


def test_a_seed_of_the_system_is_kept_too(session, actor):
    story = Show(session, actor).plan().order(seed="", seed_source="")
    said = events(session, "roadshow.order")[0]
    assert len(said["seed"]) == 32 and said["source"] == "系统随机数" == story.roadshow.seed_source
    assert said["order"] == actions.rules.drawn([p.number for p in story.proposals], said["seed"])


def test_what_keeps_a_roadshow_from_beginning(session, actor):
    story = Show(session, actor, 1).accept().plan()
    with pytest.raises(Refused, match="评审组还没有开始评分"):
        story.begin()
    panel_actions.start_scoring(session, story.centre, story.panel)
    with pytest.raises(Refused, match="还没有排出场顺序"):
        story.begin()
    story.order()
    with pytest.raises(Refused, match="到场的评委不足"):
        story.begin(0)
    with pytest.raises(Refused, match="请从评委名单中选择"):
        actions.start(session, story.centre, story.roadshow, PresentForm(present=[10**6]))
    with pytest.raises(Refused, match="没有完成回避声明"):
        story.begin()
    for judge, seat in zip(story.judges, story.seats, strict=True):
        sheet_actions.declare(session, judge, seat, {p.id: None for p in story.proposals})
    with pytest.raises(Refused, match="路演没有在进行"):
        story.next()
    story.begin()
    with pytest.raises(WrongState, match="已经开始"):
        story.order(reason="再抽一次")


def test_a_panel_whose_method_has_no_roadshow_gets_none(session, actor):
    story = Show(session, actor, 1, roadshow_percent=0)
    with pytest.raises(Refused, match="评分办法里没有路演"):
        story.plan()


def test_sheets_come_with_the_call_and_only_then(session, actor):
    story = Show(session, actor).ready()
    assert story.waiting() == [] and queries.now_for(session, story.seats[0]).state == "waiting"
    first = story.next()
    number = story.place_of(first)
    assert sorted(seat for seat, _p in story.waiting()) == sorted(seat.id for seat in story.seats)
    later = story.place_of(story.items()[1])
    assert story.show_sheet(0, later) is None
    sheet = story.mark_show(0, number, 88)
    assert sheet.commitment and sheet.marks is None and len(story.waiting()) == 4
    with pytest.raises(WrongState, match="已提交，不能再改"):
        sheet_actions.save_sheet(session, story.judges[0], sheet, SheetForm(marks=show_marks(99)), None)
    with pytest.raises(Refused, match="还有项目没有路演"):
        actions.close(session, story.centre, story.roadshow)
    second = story.next()
    assert (first.status, second.status) == ("DONE", "RUNNING")
    story.mark_show(1, number, 70)  # who was late with the first item still hands in
    assert len(story.waiting()) == 8


def test_two_hosts_press_at_once_and_one_goes_on(session, actor):
    story = Show(session, actor).ready()
    story.next()
    seen = story.running_id()
    actions.call_next(session, story.centre, story.roadshow, seen)
    with pytest.raises(WrongState, match="别人刚刚处理过"):
        actions.call_next(session, story.centre, story.roadshow, seen)
    assert [item.status for item in story.items()] == ["DONE", "RUNNING", "WAITING"]
    with pytest.raises(Refused, match="另一个项目正在路演"):
        actions.fire_item(session, story.centre, story.roadshow, story.items()[2], "call")


def test_a_judge_in_conflict_leaves_and_has_no_sheet(session, actor):
    story = Show(session, actor).ready()
    first = story.items()[0]
    conflict = {"seat_id": story.seats[2].id, "proposal_id": first.proposal_id, "reason": "KINSHIP"}
    add_conflict(session, story.centre, ConflictForm(**conflict, note="申报方书面申请"))
    story.next()
    number = story.place_of(first)
    assert story.show_sheet(2, number) is None and len(story.waiting()) == 4
    now = queries.now_for(session, story.seats[2])
    assert (now.state, now.sheet, now.late) == ("leave", None, ())
    assert queries.lines_of(session, story.roadshow)[0].out != ()
    sheet = story.mark_show(3, number)
    found = OwnConflictForm(reason="COACH", note="想起来辅导过")
    sheet_actions.find_conflict(session, story.judges[3], sheet, found)
    assert sheets.sheets_of_pair(session, story.seats[3].id, first.proposal_id) == []
    assert queries.now_for(session, story.seats[3]).state == "leave" and len(story.waiting()) == 3
    kept = session.exec(select(SheetVersion)).all()
    assert [(one.stage, one.cause) for one in kept] == [(Stage.ROADSHOW, "回避")]
    sheet_actions.restore_sheet(session, story.centre, story.seats[2], first.proposal_id)
    assert {s.stage for s in sheets.sheets_of_pair(session, story.seats[2].id, first.proposal_id)} == set(Stage)
    with pytest.raises(NotFound):
        get_own_seat(session, story.judges[0], story.seats[3].id)


def test_who_is_absent_has_no_score_and_may_come_back(session, actor):
    story = Show(session, actor).ready()
    first = story.next()
    story.mark_show(0, story.place_of(first))
    actions.fire_item(session, story.centre, story.roadshow, first, "miss", "等了五分钟没有到")
    assert story.waiting() == [] and story.show_sheet(0, story.place_of(first)) is None
    actions.fire_item(session, story.centre, story.roadshow, first, "return", "堵车，已到场")
    assert story.next().id == first.id and len(story.waiting()) == 5
    with pytest.raises(Refused, match="写明理由"):
        actions.fire_item(session, story.centre, story.roadshow, first, "miss", " ")


def test_a_late_judge_scores_from_the_next_item_on(session, actor):
    story = Show(session, actor)
    story.start()
    story.panel.rules = story.panel.rules | {"min_judges": 3}
    story.plan().order().begin(4)
    story.next()
    assert queries.now_for(session, story.seats[4]).state == "away"
    actions.mark_present(session, story.centre, story.roadshow, PresentForm(present=[s.id for s in story.seats]))
    story.next()
    assert queries.now_for(session, story.seats[4]).state == "score"
    assert {seat for seat, _p in story.waiting()} == {seat.id for seat in story.seats}


def test_an_end_without_all_sheets_wants_a_reason_and_says_who_is_missing(session, actor):
    story = Show(session, actor, 1).ready()
    story.next()
    for judge in range(4):
        story.mark_show(judge, 0)
    story.next()
    with pytest.raises(Refused, match="没有交齐"):
        actions.close(session, story.centre, story.roadshow)
    with pytest.raises(Refused, match="写明理由"):
        actions.cut_off(session, story.centre, story.roadshow, "")
    actions.cut_off(session, story.centre, story.roadshow, "一位评委突发疾病离场")
    said = events(session, "roadshow.cut_off")[0]
    assert said["missing"] == [[story.seats[4].id, story.proposals[0].id]]
    sheet = story.show_sheet(4, 0)
    now = queries.now_for(session, story.seats[4])
    assert (now.state, now.late) == ("closed", ())
    with pytest.raises(WrongState, match="不在评分时间内"):
        sheet_actions.save_sheet(session, story.judges[4], sheet, SheetForm(marks=show_marks(50)), None)


def test_both_stages_make_the_ranking_and_the_script_replays_it(session, actor, tmp_path):
    story = Show(session, actor, trim_drop=1, trim_from=5).ready()
    story.score_all([50, 80, 82, 84, 99], [81, 81, 81, 81, 81], [77, 60, 91, 66, 70])
    with pytest.raises(Refused, match="路演还没有结束"):
        judging.ask_opening(session, story.centre, story.panel)
    story.run_all([60, 70, 71, 72, 95], [88, 86, 84, 82, 80], [99, 98, 97, 96, 95]).close()
    rows = {row.proposal_id: row for row, _p in places_of(session, story.contest.id, 1)}
    first = rows[story.proposals[0].id]
    want = Fraction(246, 3) * 60 / 100 + Fraction(213, 3) * 40 / 100
    assert Fraction(first.score) == Fraction(round(want * 100), 100) and len(first.show_totals) == 5
    assert [t["total"] for t in first.show_totals if t["is_dropped"]] == ["60.00", "95.00"]
    facts = rounds.round_facts(session, story.panel)
    assert len(facts["sheets"]) == 30 and {sheet["stage"] for sheet in facts["sheets"]} == {"DOCUMENT", "ROADSHOW"}
    file, digest = tmp_path / "round.zip", digest_of(facts)
    file.write_bytes(bundle(facts, b"workbook"))
    script = [sys.executable, "-I", str(Path(replay.__file__)), str(file), digest]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "the ranking follows from the file, to the last digit\n")
    other = json.loads(json.dumps(facts))
    at = next(n for n, sheet in enumerate(other["sheets"]) if sheet["stage"] == "ROADSHOW")
    other["sheets"][at]["content"]["marks"]["ANSWERS"] = "1"
    assert replay.differences(other) != []


def test_an_absent_item_comes_last_and_a_reopened_sheet_is_the_named_one(session, actor):
    story = Show(session, actor, 2).ready()
    story.score_all([80] * 5, [90] * 5)
    gone = next(item for item in story.items() if story.place_of(item) == 1)
    actions.fire_item(session, story.centre, story.roadshow, gone, "miss", "书面放弃")
    story.run_all([70] * 5, [])
    data = {"seat_id": story.seats[0].id, "proposal_id": story.proposals[0].id, "reason": "写错了一项"}
    judging.reopen_sheet(session, story.centre, story.panel, ReopenForm(**data, stage="ROADSHOW"))
    assert (story.show_sheet(0, 0).status, story.sheet(0, 0).status) == ("REOPENED", "SUBMITTED")
    story.mark_show(0, 0, 71)
    story.close()
    rows = [(row.proposal_id, row.score) for row, _p in places_of(session, story.contest.id, 1)]
    assert rows == [(story.proposals[0].id, "76.00"), (story.proposals[1].id, None)]


def test_the_time_of_documents_and_that_of_the_roadshow_are_two(session, actor):
    story = Show(session, actor, 1).ready()
    with clock.clock_at(story.panel.due_at + timedelta(hours=3)):
        story.next()
        story.mark_show(0, 0)
        with pytest.raises(WrongState, match="不在评分时间内"):
            story.score(0)


def test_no_judge_of_the_panel_runs_it(session, actor):
    story = Show(session, actor, 1)
    host = actor(Role.CENTRE)
    story.start()
    story.plan().order()
    seat = story.seats[0]
    seat.account_id = host.account_id
    session.add(seat)
    session.flush()
    with pytest.raises(Refused, match="评委不能办理"):
        actions.start(session, host, story.roadshow, PresentForm(present=[s.id for s in story.seats]))
