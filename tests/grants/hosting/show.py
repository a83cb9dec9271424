"""A roadshow told through actions: a round whose method counts it, planned, ordered and run."""

from datetime import timedelta

from core import clock, codelists, schemes
from core.access import SYSTEM
from grants.hosting import actions, queries
from grants.hosting.forms import OrderForm, PresentForm, RoadshowForm
from grants.methods.forms import MethodForm
from grants.roadshow.queries import items_of
from grants.rounds.actions import set_method
from grants.sheets import actions as sheet_actions
from grants.sheets import queries as sheet_queries
from grants.sheets.forms import SheetForm
from grants.sheets.models import Stage
from tests.factories import make_actor
from tests.grants.judging.round import Round

FULL = {"CLARITY": 25, "PASSION": 25, "ANSWERS": 30, "RESPONSE": 20}


def show_marks(points: int) -> dict[str, str]:
    marks, left = {}, points
    for code, most in FULL.items():
        marks[code] = str(min(most, left))
        left -= min(most, left)
    return marks


class Show(Round):
    """A round with 60 % documents and 40 % roadshow, in scoring."""

    def __init__(self, session, actor, proposals: int = 3, **method) -> None:
        super().__init__(session, actor, proposals)
        rubric = schemes.install_scheme(session, SYSTEM, "ROADSHOW", codelists.shipped()["roadshow_rubric"])
        self.rubric_id = rubric.id
        method = {"roadshow_percent": 40, "reason": "居民议事会要求路演", "tie_break": [{"code": "NEED"}]} | method
        set_method(session, self.centre, self.contest, MethodForm(**method))

    def plan(self) -> "Show":
        when = clock.now() + timedelta(days=1)
        data = RoadshowForm(panel_id=self.panel.id, rubric_id=self.rubric_id, starts_at=when, place="街道议事厅")
        self.roadshow = actions.plan_roadshow(self.session, self.centre, data)
        return self

    def order(self, seed: str = "2026135", **changed) -> "Show":
        data = OrderForm(**{"seed": seed, "seed_source": "当期开奖号码"} | changed)
        actions.set_order(self.session, self.centre, self.roadshow, data)
        return self

    def begin(self, *absent: int) -> "Show":
        present = [seat.id for number, seat in enumerate(self.seats) if number not in absent]
        actions.start(self.session, self.centre, self.roadshow, PresentForm(present=present))
        return self

    def ready(self) -> "Show":
        """Everybody has declared, the order is drawn, the roadshow goes on; nothing is called yet."""
        self.start()
        return self.plan().order().begin()

    def items(self):
        return items_of(self.session, self.roadshow)

    def running_id(self):
        return next((item.id for item in self.items() if item.status == "RUNNING"), None)

    def next(self):
        return actions.call_next(self.session, self.centre, self.roadshow, self.running_id())

    def place_of(self, item) -> int:
        return [p.id for p in self.proposals].index(item.proposal_id)

    def show_sheet(self, judge: int, proposal: int):
        number = self.proposals[proposal].id
        return sheet_queries.sheet_of(self.session, self.seats[judge].id, number, Stage.ROADSHOW)

    def mark_show(self, judge: int, proposal: int, points: int = 80):
        sheet, actor = self.show_sheet(judge, proposal), self.judges[judge]
        sheet_actions.save_sheet(self.session, actor, sheet, SheetForm(marks=show_marks(points)), sheet.version)
        sheet_actions.submit_sheet(self.session, actor, sheet)
        return sheet

    def run_all(self, *points: list[int]) -> "Show":
        """``points[p][j]`` is what judge j gives the presentation of proposal p; then the roadshow is closed."""
        while item := self.next():
            proposal = self.place_of(item)
            for judge, total in enumerate(points[proposal]):
                if self.show_sheet(judge, proposal):
                    self.mark_show(judge, proposal, total)
        actions.close(self.session, self.centre, self.roadshow)
        return self

    def waiting(self):
        return queries.waiting_for(self.session, self.roadshow)


def tell(database, *steps, proposals=2, **method):
    """A roadshow told by these steps, committed; its people by name."""
    with database.writing() as session:
        made = Show(session, lambda *who: make_actor(session, *who), proposals, **method)
        for step in steps:
            step(made)
        session.expunge_all()
    made.session = None
    return made
