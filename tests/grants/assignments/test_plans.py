"""Plans in a round: worked out in the background, applied at once, filled up after a conflict, sent as a sheet."""

from io import BytesIO

import pytest
from openpyxl import Workbook
from sqlmodel import select

from core.accounts.models import Account
from core.audit.models import AuditEvent
from core.call import Upload
from core.errors import Forbidden, Refused
from core.permissions import Role
from core.worker import run_pending
from grants.assignments import actions, queries
from grants.assignments.forms import PlanForm, SheetForm
from grants.assignments.models import AssignmentPlan, PlanStatus
from grants.conflicts.actions import add_conflict
from grants.conflicts.forms import ConflictForm
from grants.judging.queries import progress_of, shortage
from grants.panels import actions as panel_actions
from grants.panels.queries import assigned_to
from grants.ranking.queries import places_of
from grants.sheets import actions as sheet_actions
from grants.sheets import queries as sheets
from tests import factories
from tests.factories import COMMUNITY_B
from tests.grants.judging.round import Round


@pytest.fixture
def story(session, actor):
    return _story(session, actor)


def _story(session, actor):
    """Three proposals before five judges who sit; nothing of them stands in the records."""
    made = Round(session, actor, 3)
    for seat in made.seats:
        seat.community_code = COMMUNITY_B
    session.flush()
    return made.accept()


def planned(story, each=3, mode="ENSURE", apply=True, **more):
    form = PlanForm(panel_id=story.panel.id, each_wants=each, mode=mode, **more)
    plan = actions.make_plan(story.session, story.centre, form)
    actions.work_out(story.session, story.centre, plan)
    if apply:
        actions.apply_plan(story.session, story.centre, plan)
    return plan


def begin(story):
    """Scoring begins and everybody declares to be free about what was given to them."""
    panel_actions.start_scoring(story.session, story.centre, story.panel)
    for judge, seat in zip(story.judges, story.seats, strict=True):
        waiting = sheets.to_declare(story.session, story.panel, seat)
        sheet_actions.declare(story.session, judge, seat, {p.id: None for p in waiting})


def given(story, judge):
    return assigned_to(story.session, story.seats[judge])


def test_a_judge_sees_declares_and_scores_only_what_was_given(story, session):
    planned(story, 3)
    begin(story)
    assert story.panel.judges_per_proposal == 3
    assert sorted(len(given(story, n)) for n in range(5)) == [1, 1, 2, 2, 3], "the only one of a required role has all"
    for judge, seat in enumerate(story.seats):
        assert {s.proposal_id for s in sheets.sheets_of_seat(session, seat)} == given(story, judge)
    assert progress_of(session, story.panel).due == 9


def test_a_round_of_different_judges_is_closed_and_ranked(story, session):
    planned(story, 3)
    begin(story)
    for judge, seat in enumerate(story.seats):
        for sheet in sheets.sheets_of_seat(session, seat):
            place = [p.id for p in story.proposals].index(sheet.proposal_id)
            story.score(judge, place, 90 - 10 * place)
    assert progress_of(session, story.panel).outstanding == 0
    story.close()

    rows = [(row.score, len(row.totals)) for row, _proposal in places_of(session, story.contest.id, 1)]
    assert rows == [("90.00", 3), ("80.00", 3), ("70.00", 3)]


def test_scoring_does_not_begin_before_proposals_are_given_out(story, session):
    story.panel.judges_per_proposal = 2
    with pytest.raises(Refused, match="还没有分配"):
        panel_actions.start_scoring(session, story.centre, story.panel)


def test_applying_is_one_event_that_says_what_came(story, session):
    plan = planned(story, 2)
    events = session.exec(select(AuditEvent).where(AuditEvent.noun == "assignment_plan")).all()
    assert [event.kind for event in events] == ["assignment_plan.add", "assignment_plan.ready", "assignment_plan.apply"]
    assert events[-1].data["came"] == sorted([seat, proposal] for seat, proposal, _why in plan.given)
    assert events[-1].data["went"] == []


def test_a_conflict_found_while_scoring_is_made_good_by_the_same_preview(story, session):
    planned(story, 3)
    begin(story)
    lost = next(iter(given(story, 0)))
    form = ConflictForm(seat_id=story.seats[0].id, proposal_id=lost, reason="KINSHIP", note="申报方书面申请，已核实")
    add_conflict(session, story.centre, form)
    assert shortage(session, story.panel) == 1
    plan = planned(story, 3)
    assert shortage(session, story.panel) == 0 and plan.dropped == []
    came = session.exec(select(AuditEvent.data).where(AuditEvent.kind == "assignment_plan.apply")).all()[-1]["came"]
    assert len(came) == 1 and came[0][1] == lost and came[0][0] != story.seats[0].id
    assert lost not in {p.id for p in sheets.to_declare(session, story.panel, story.seats[0])}


def test_a_plan_that_the_world_has_overtaken_is_not_applied(story, session):
    plan = planned(story, 2, apply=False)
    form = ConflictForm(
        seat_id=story.seats[0].id, proposal_id=story.proposals[0].id, reason="KINSHIP", note="申报方书面申请"
    )
    add_conflict(session, story.centre, form)
    with pytest.raises(Refused, match="重新预览"):
        actions.apply_plan(session, story.centre, plan)
    assert plan.status == PlanStatus.READY


def test_before_scoring_adjusting_takes_blank_sheets_back_with_what_they_are_for(story, session):
    seats = [seat.id for seat in story.seats]
    upload = sheet_of([(p.number, f"{n}") for p in story.proposals for n in (0, 1)], story)
    first = actions.read_sheet_plan(session, story.centre, SheetForm(panel_id=story.panel.id), upload)
    actions.apply_plan(session, story.centre, first)
    for judge in (0, 1):
        seat = story.seats[judge]
        sheet_actions.declare(session, story.judges[judge], seat, {p.id: None for p in story.proposals})
    third = planned(story, 2, "ADJUST", apply=False)
    kept = {(s, p) for s, p, _why in third.given} & {(s, p.id) for s in seats[:2] for p in story.proposals}
    actions.apply_plan(session, story.centre, third)
    written = {(s.seat_id, s.proposal_id) for s in sheets.sheets_of_panel(session, story.panel)}
    assert written == kept


def test_once_judges_score_nothing_is_taken_from_them(story, session):
    planned(story, 3)
    begin(story)
    with pytest.raises(Refused, match="只能补足或增加"):
        planned(story, 2, "ADJUST")
    before = {n: given(story, n) for n in range(5)}
    planned(story, 1, "ADD")
    assert all(before[n] <= given(story, n) for n in range(5)) and story.panel.judges_per_proposal == 4


def test_a_panel_that_all_score_is_not_shared_out_once_it_has_begun(story, session):
    begin(story)
    with pytest.raises(Refused, match="不能再改为分配"):
        planned(story, 2)


def test_two_who_are_kept_apart(story):
    first, second = story.seats[0].id, story.seats[1].id
    plan = planned(story, 3, apart=[{"first": first, "second": second}], apply=False)
    teams = {}
    for seat, proposal, _why in plan.given:
        teams.setdefault(proposal, set()).add(seat)
    assert all(not {first, second} <= team and len(team) == 3 for team in teams.values())
    with pytest.raises(Refused, match="两位不同的评委"):
        planned(story, 3, apart=[{"first": first, "second": first}])


def sheet_of(rows, story):
    """A spreadsheet of (number, which judge) with names of accounts, as an office would send it."""
    book = Workbook()
    sheet = book.active
    sheet.append(["某区评审分配表"])
    sheet.append(["序号", "申报书编号", "评委姓名"])
    for place, (number, judge) in enumerate(rows, start=1):
        name = story.session.get_one(Account, story.judges[int(judge)].account_id).name if judge.isdigit() else judge
        sheet.append([place, number, name])
    content = BytesIO()
    book.save(content)
    return Upload("分配表.xlsx", content.getvalue())


def test_a_spreadsheet_gives_the_same_preview_and_says_which_rows_it_does_not_take(story, session):
    first, second = story.proposals[0], story.proposals[1]
    form = ConflictForm(seat_id=story.seats[2].id, proposal_id=first.id, reason="KINSHIP", note="申报方书面申请")
    add_conflict(session, story.centre, form)
    upload = sheet_of(
        [(first.number, "0"), (first.number, "2"), (second.number, "1"), ("SB-0", "1"), (second.number, "李某")], story
    )
    plan = actions.read_sheet_plan(session, story.centre, SheetForm(panel_id=story.panel.id), upload)
    assert [(seat, proposal) for seat, proposal, _why in plan.given] == [
        (story.seats[0].id, first.id),
        (story.seats[1].id, second.id),
    ]
    assert plan.problems == [
        "第 4 行：这位评委应当回避这份申报书。",
        "第 6 行：本组不评这个编号的申报书。",
        "第 7 行：本组没有这位评委，或还没有接受邀请。",
    ]
    actions.apply_plan(session, story.centre, plan)
    assert given(story, 0) == {first.id}
    with pytest.raises(Refused, match="没有读到"):
        actions.read_sheet_plan(
            session, story.centre, SheetForm(panel_id=story.panel.id), sheet_of([("X", "0")], story)
        )


def test_two_columns_are_enough_and_a_title_that_is_the_only_one_of_its_kind(story, session):
    rows = [
        ["项目名称", "评委"],
        [story.proposals[0].title, story.session.get_one(Account, story.judges[3].account_id).name],
    ]
    text = "\n".join(",".join(row) for row in rows).encode()
    form = SheetForm(panel_id=story.panel.id)
    plan = actions.read_sheet_plan(session, story.centre, form, Upload("分配.csv", text))
    assert [pair[:2] for pair in plan.given] == [[story.seats[3].id, story.proposals[0].id]] and plan.problems == []


def test_only_the_office_that_runs_the_panel_plans(story, session):
    plan = planned(story, 2, apply=False)
    for who in (story.judges[0], story.district, story.worker):
        with pytest.raises(Forbidden):
            actions.apply_plan(session, who, plan)


def test_the_page_from_asking_to_applying(database, browser):
    with database.writing() as session:
        made = _story(session, lambda *who: factories.make_actor(session, *who))
        judge, centre = (session.get_one(Account, who.account_id) for who in (made.judges[0], made.centre))
        session.expunge_all()
    office, panel = browser(account=centre), f"/panels/{made.panel.id}"
    asked = office.post("/assignment-plans/new", {"panel_id": made.panel.id, "each_wants": "3", "mode": "ENSURE"})
    assert asked.status_code == 303, asked.text
    where = asked.headers["location"].split("?")[0]
    assert "正在后台计算" in office.get(where).text
    assert run_pending(database) == 1
    page = office.get(where).text
    assert "全部满足" in page and "谁评什么，为什么" in page and made.proposals[0].number in page
    others = (browser(account=judge), browser(Role.DISTRICT), browser(Role.AUDITOR))
    assert {who.get(path).status_code for who in others for path in (where, "/assignment-plans")} == {403}
    assert office.post(where + "/move", {"verb": "apply"}).status_code == 303
    assert "每份申报书由 3 位评委评" in office.get(panel).text
    with database.reading() as session:
        assert session.exec(select(AssignmentPlan.status)).one() == PlanStatus.APPLIED
        mine = assigned_to(session, made.seats[0])
    text = browser(account=judge).get(f"/judging/{made.seats[0].id}/declare").text
    assert [p.number in text for p in made.proposals] == [p.id in mine for p in made.proposals]
    assert office.get(f"/assignment-plans/upload?panel_id={made.panel.id}").status_code == 200


def test_the_preview_tells_reasons_in_words(story):
    plan = planned(story, 3, apply=False)
    lines = queries.lines_of(story.session, plan)
    assert {text for line in lines for _name, why, _new in line.judges for text in why} <= {
        "必备类别：财务",
        "必备类别：社区或居民代表",
        "必备类别：社会工作专家",
        "工作量较少",
    }
    assert [load.before for load in queries.loads_of(story.session, plan)] == [0] * 5
