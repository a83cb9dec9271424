"""Chapter of a roadshow under way: one item heard, one on stage while this is told, one judge waiting outside later."""

from datetime import timedelta

from core import schemes
from grants.conflicts import actions as conflict_actions
from grants.conflicts.forms import ConflictForm
from grants.contests.models import Contest
from grants.hosting import actions as hosting
from grants.hosting.forms import OrderForm, PresentForm, ReorderForm, RoadshowForm
from grants.methods.forms import MethodForm
from grants.panels.models import PanelSeat
from grants.proposals.models import Proposal
from grants.roadshow.models import ItemStatus, Roadshow
from grants.roadshow.queries import items_of
from grants.rounds import actions as round_actions
from grants.sheets import actions as sheet_actions
from grants.sheets import queries as sheet_queries
from grants.sheets.forms import SheetForm
from grants.sheets.models import Stage as SheetStage
from portal.demo.coaching import coach
from portal.demo.contest import Idea
from portal.demo.district import DISTRICT
from portal.demo.editions import hand_in, open_special
from portal.demo.papers import type_paper
from portal.demo.scoring import score, screen, seat_judges
from portal.demo.stage import Stage

IDEAS = (
    Idea("hechang", "小小百灵：孩子们的楼道合唱", "YOUTH", "52", 84),
    Idea("yuanyi", "楼顶的菜园子", "ENV", "46", 79),
    Idea("hubang", "门前三尺：装修噪声约定", "SELFGOV", "33", 73),
    Idea("shuhua", "旧书换新朋友", "CULTURE", "41", 81),
)
COMMENT = "做法具体，居民愿意来，建议写清楚材料从哪里来、谁来保管。"
SHOWN = {"CLARITY": 25, "PASSION": 25, "ANSWERS": 30, "RESPONSE": 20}
TODAY = 330


def hold_a_roadshow(stage: Stage) -> None:
    """A small edition by 60 % documents and 40 % roadshow; the documents are scored, the roadshow goes on."""
    contest = _open(stage)
    with stage.day(283):
        proposals = [hand_in(stage, contest, idea) for idea in IDEAS]
    with stage.day(305):
        screen(stage, contest, proposals, lambda: coach(stage, proposals[0], IDEAS[0].key))
    with stage.day(325):
        seats = seat_judges(stage, contest)
        roadshow = _plan(stage, seats[0][1].panel_id)
    with stage.day(328):
        ideas = {proposal.id or 0: idea.marks for proposal, idea in zip(proposals, IDEAS, strict=True)}
        for place, (key, seat) in enumerate(seats):
            percent = {number: marks + place * 2 - 4 for number, marks in ideas.items()}
            score(stage, key, seat, percent, COMMENT, on_paper=list(ideas)[:2] if key == "judge3" else [])
        type_paper(stage, seats[2][1], proposals[0], 84, 82)
        type_paper(stage, seats[2][1], proposals[1], 79)
    _run(stage, roadshow, seats, proposals)


def _open(stage: Stage) -> Contest:
    with stage.day(273):
        money = ("DISTRICT_MATCH", "区级配套资金（路演赛）", "9000")
        contest = open_special(stage, "邻里好点子专场赛", 1, "上台讲 当面问", money)
        method = MethodForm(
            roadshow_percent=40,
            shows_board=True,
            tie_break=[{"code": code} for code in ("NEED", "LOWER_REQUEST", "BALLOT")],
            reason="本届比赛设现场路演",
        )
        round_actions.set_method(stage.session, stage.person("centre"), contest, method)
        return contest


def _plan(stage: Stage, panel_id: int) -> Roadshow:
    when = stage.start + timedelta(days=TODAY, minutes=-30)
    rubric = schemes.current_scheme(stage.session, DISTRICT, "ROADSHOW")
    data = RoadshowForm(panel_id=panel_id, rubric_id=rubric.id or 0, starts_at=when, place="区孵化中心一楼议事厅")
    return hosting.plan_roadshow(stage.session, stage.person("centre"), data)


def _run(stage: Stage, roadshow: Roadshow, seats: list[tuple[str, PanelSeat]], proposals: list[Proposal]) -> None:
    """An order with one judge who has to leave, a late team moved to the end, one item heard, the next on stage."""
    session, centre = stage.session, stage.person("centre")
    with stage.day(329):
        _keep_out(stage, seats[3][1], proposals[2])
        draw = OrderForm(
            kind="FEWEST_MOVES",
            seed="2026135 03 08 17 21 28 33",
            seed_source="前一日福利彩票开奖号码，三支队伍代表在场",
        )
        hosting.set_order(session, centre, roadshow, draw)
        first = items_of(session, roadshow)[0]
        moved = ReorderForm(item_id=first.id or 0, place=3, reason="队员上午要送孩子上学，书面申请晚一些")
        hosting.reorder(session, centre, roadshow, moved)
    with stage.day(TODAY - 12 / 1440):
        present = PresentForm(present=[seat.id or 0 for _key, seat in seats])
        hosting.start(session, centre, roadshow, present)
        hosting.call_next(session, centre, roadshow, None)
    with stage.day(TODAY - 3 / 1440):
        for place, (key, seat) in enumerate(seats):
            _score_show(stage, key, seat, 82 + place)
    with stage.day(TODAY - 1 / 1440):
        running = next(item for item in items_of(session, roadshow) if item.status == ItemStatus.RUNNING)
        hosting.call_next(session, centre, roadshow, running.id)
    stage.ids["roadshow"] = roadshow.id


def _keep_out(stage: Stage, seat: PanelSeat, proposal: Proposal) -> None:
    said = {"seat_id": seat.id, "proposal_id": proposal.id, "reason": "COACH", "note": "辅导记录里有这位评委"}
    conflict_actions.add_conflict(stage.session, stage.person("centre"), ConflictForm(**said))


def _score_show(stage: Stage, key: str, seat: PanelSeat, percent: int) -> None:
    session, judge = stage.session, stage.person(key)
    for sheet in sheet_queries.sheets_of_seat(session, seat, SheetStage.ROADSHOW):
        halves = {code: most * percent * 2 // 100 for code, most in SHOWN.items()}
        marks = {code: f"{half // 2}{'.5' if half % 2 else ''}" for code, half in halves.items()}
        sheet_actions.save_sheet(session, judge, sheet, SheetForm(marks=marks, comment="讲得清楚，回答实在。"), None)
        sheet_actions.submit_sheet(session, judge, sheet)
