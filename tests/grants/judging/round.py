"""A round of judging told through actions: an edition with proposals, a panel of five, sheets."""

from datetime import timedelta

from core import clock
from core.permissions import Role
from grants.contests import actions as contest_actions
from grants.judging import actions as judging_actions
from grants.panels import actions as panel_actions
from grants.sheets import actions, queries
from grants.sheets.forms import SheetForm
from tests.factories import COMMUNITY_A
from tests.grants.story import Story, hand_in

ROLES = ("FINANCE", "COMMUNITY_OR_RESIDENT", "SOCIAL_WORK_EXPERT", "SOCIAL_WORK_EXPERT", "COMMUNITY_OR_RESIDENT")
FULL = {
    "NEED": 20,
    "BENEFIT": 15,
    "PARTICIPATION": 15,
    "FEASIBILITY": 20,
    "INNOVATION": 10,
    "SUSTAIN": 10,
    "BUDGET": 10,
}
COMMENT = "需求有走访记录支撑，团队分工清楚，建议把安全预案写得更细一些。"


def marks_of(points: int) -> dict[str, str]:
    """Marks that add up to ``points``: full marks from the first criterion on, then the rest, then zero."""
    marks, left = {}, points
    for code, most in FULL.items():
        marks[code] = str(min(most, left))
        left -= min(most, left)
    return marks


def sheet_form(points: int = 80, **changed) -> SheetForm:
    values = {"marks": marks_of(points), "comment": COMMENT, "recommendation": "FUND", "suggested_fen": "1500"}
    return SheetForm(**values | changed)


class Round(Story):
    """An edition in judging; ``judges`` are five actors, ``seats`` their seats."""

    def __init__(self, session, actor, proposals: int = 2) -> None:
        super().__init__(session, actor)
        self.contest = super().contest()
        names = [("银杏里助老队", "暖邻行动"), ("银杏里编织队", "指尖暖冬"), ("银杏里花友会", "楼道花园")][:proposals]
        self.proposals = [self.proposal(self.contest, name, title) for name, title in names]
        for proposal in self.proposals:
            hand_in(session, self.worker, proposal)
        with clock.clock_at(clock.now() + timedelta(days=21)):
            contest_actions.fire(session, self.centre, self.contest, "screen")
        for proposal in self.proposals:
            self.pass_check(self.contest, proposal)
        contest_actions.fire(session, self.centre, self.contest, "judge")
        self.judges = [actor(Role.JUDGE) for _role in ROLES]
        self.panel = panel_actions.open_panel(session, self.centre, self.contest)
        self.seats = [
            panel_actions.invite_judge(
                session, self.centre, self.panel, judge.account_id, role, community_code=COMMUNITY_A
            )
            for judge, role in zip(self.judges, ROLES, strict=True)
        ]

    def accept(self, *left_out: int) -> "Round":
        for number, (judge, seat) in enumerate(zip(self.judges, self.seats, strict=True)):
            if number not in left_out:
                panel_actions.answer_invitation(self.session, judge, seat, True)
        return self

    def start(self) -> "Round":
        """Everybody accepts and declares to be free; scoring begins."""
        self.accept()
        panel_actions.start_scoring(self.session, self.centre, self.panel)
        for judge, seat in zip(self.judges, self.seats, strict=True):
            actions.declare(self.session, judge, seat, {p.id: None for p in self.proposals})
        return self

    def sheet(self, judge: int, proposal: int = 0):
        return queries.sheet_of(self.session, self.seats[judge].id, self.proposals[proposal].id)

    def score(self, judge: int, proposal: int = 0, points: int = 80, **changed):
        """Save and hand in one sheet."""
        sheet, actor = self.sheet(judge, proposal), self.judges[judge]
        actions.save_sheet(self.session, actor, sheet, sheet_form(points, **changed), sheet.version)
        actions.submit_sheet(self.session, actor, sheet)
        return sheet

    def score_all(self, *points: list[int]) -> "Round":
        """``points[p][j]`` is what judge j gives proposal p."""
        for number, given in enumerate(points):
            for judge, total in enumerate(given):
                self.score(judge, number, total)
        return self

    def close(self) -> "Round":
        judging_actions.ask_opening(self.session, self.centre, self.panel)
        judging_actions.close_panel(self.session, self.district, self.panel)
        return self
