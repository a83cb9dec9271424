"""How the story screens, seats its judges and scores: alike in every chapter."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from grants.contests import actions as contest_actions
from grants.contests.models import Contest
from grants.panels import actions as panel_actions
from grants.panels.models import PanelSeat
from grants.proposals import actions as proposal_actions
from grants.proposals.forms import CheckForm, CheckRow
from grants.proposals.models import Proposal
from grants.proposals.queries import asked_fen
from grants.sheets import actions as sheet_actions
from grants.sheets import queries as sheet_queries
from grants.sheets.forms import SheetForm
from grants.sheets.models import Sheet
from portal.demo.stage import Stage

JUDGES = (
    ("judge", "FINANCE", "某会计师事务所"),
    ("judge2", "SOCIAL_WORK_EXPERT", "某高校社会工作系"),
    ("judge3", "SOCIAL_WORK_EXPERT", "某社工机构"),
    ("judge4", "COMMUNITY_OR_RESIDENT", "居民代表"),
    ("judge5", "COMMUNITY_OR_RESIDENT", "社区工作者代表"),
)
Seats = list[tuple[str, PanelSeat]]


def screen(
    stage: Stage, contest: Contest, proposals: Iterable[Proposal], coach: Callable[[], None] = lambda: None
) -> None:
    """Everything that came in is eligible and perhaps coached; the edition goes on to judging."""
    session, centre = stage.session, stage.person("centre")
    contest_actions.fire(session, centre, contest, "screen")
    checks = CheckForm(checks=[CheckRow(rule=rule, result="PASS") for rule in contest.eligibility])
    for proposal in proposals:
        proposal_actions.check_eligibility(session, centre, proposal, checks)
        proposal_actions.pass_check(session, centre, proposal)
    coach()
    contest_actions.fire(session, centre, contest, "judge")


def seat_judges(stage: Stage, contest: Contest) -> Seats:
    """A panel of the five, who accept; scoring begins."""
    session, centre, seats = stage.session, stage.person("centre"), []
    panel = panel_actions.open_panel(session, centre, contest)
    for key, role, organisation in JUDGES:
        seat = panel_actions.invite_judge(session, centre, panel, stage.account_ids[key], role, organisation)
        panel_actions.answer_invitation(session, stage.person(key), seat, True)
        seats.append((key, seat))
    panel_actions.start_scoring(session, centre, panel)
    return seats


def marks_about(percent: int) -> dict[str, str]:
    """Marks by criterion that add up to about so many points of a hundred, in half points."""
    most = {
        "NEED": 20,
        "BENEFIT": 15,
        "PARTICIPATION": 15,
        "FEASIBILITY": 20,
        "INNOVATION": 10,
        "SUSTAIN": 10,
        "BUDGET": 10,
    }
    halves = {code: points * min(percent, 100) * 2 // 100 for code, points in most.items()}
    return {code: f"{half // 2}{'.5' if half % 2 else ''}" for code, half in halves.items()}


def opinion(stage: Stage, sheet: Sheet, percent: int, comment: str, **changed: Any) -> SheetForm:
    """A whole sheet: marks about so high, for the whole amount that is asked."""
    asked = f"{asked_fen(stage.session, sheet.proposal_id) / 100:.2f}"
    said = {"comment": comment, "recommendation": "FUND", "suggested_fen": asked}
    return SheetForm(marks=marks_about(percent), **said | changed)


def score(
    stage: Stage,
    key: str,
    seat: PanelSeat,
    percent: Mapping[int, int],
    comment: str,
    *,
    answers: Mapping[int, str | None] | None = None,
    begun: Sequence[int] = (),
    on_paper: Sequence[int] = (),
    more: Callable[[Sheet], dict[str, Any]] = lambda sheet: {},
) -> None:
    """Declare, then score each proposal about as ``percent`` says; those ``begun`` are kept back, others left blank."""
    session, judge = stage.session, stage.person(key)
    sheet_actions.declare(session, judge, seat, answers or dict.fromkeys(percent))
    for sheet in sheet_queries.sheets_of_seat(session, seat):
        if sheet.proposal_id in on_paper:
            continue
        data = opinion(stage, sheet, percent[sheet.proposal_id], comment, **more(sheet))
        sheet_actions.save_sheet(session, judge, sheet, data, None)
        if sheet.proposal_id not in begun:
            sheet_actions.submit_sheet(session, judge, sheet)
