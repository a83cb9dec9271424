"""A group's way to a star, step by step, for the tests of ratings."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from core import clock
from core.access import SYSTEM
from core.notices.actions import confirm_notice
from core.notices.models import Notice
from core.permissions import Role
from core.schemes import current_scheme
from incubator.groups import actions as groups
from incubator.groups.forms import GroupForm, MemberForm
from incubator.groups.models import Group, LegalStatus, MemberRole
from ratings.assessments import actions
from ratings.assessments.forms import AssessmentForm, DecideForm, RecommendForm, ReviewForm, VoteForm
from ratings.assessments.models import StarAssessment
from ratings.rounds import actions as rounds
from ratings.rounds.forms import RoundForm
from ratings.rounds.models import RatingRound
from ratings.schemes.actions import install_shipped
from ratings.sheets.forms import SheetForm
from ratings.sheets.queries import definition_of
from ratings.stars.actions import confer_star
from ratings.stars.models import Star
from tests.factories import COMMUNITY_A, DISTRICT, STREET_A

SAMPLE = {"community_opinion": "服务扎实，同意推荐。", "sample_n": 60, "satisfied_n": 58}


def make_group(session, worker, name="银杏里巧手编织队", members=12, **columns) -> Group:
    data = GroupForm(
        name=name,
        area_code=COMMUNITY_A,
        sanzi_type="VOLUNTEER",
        colour="PURPLE",
        leader_name="周小满",
        founded_on=date(2022, 3, 1),
        brand="巧手暖心",
    )
    group = groups.form_group(session, worker, data)
    for number in range(members - 1):
        role = MemberRole.CORE if number < 2 else MemberRole.MEMBER
        groups.add_member(session, worker, group, MemberForm(name=f"成员{number}号", role=role, has_accepted=True))
    group.legal_status = LegalStatus.FILED
    group.filed_on = date(2023, 5, 1)
    for name_, value in columns.items():
        setattr(group, name_, value)
    session.add(group)
    session.flush()
    return group


@dataclass
class Story:
    """The people of one story and what they have done so far."""

    session: object
    actor: object
    people: dict = field(default_factory=dict)
    group: Group | None = None
    round: RatingRound | None = None
    one: StarAssessment | None = None

    def __post_init__(self):
        areas = {"worker": COMMUNITY_A, "colleague": COMMUNITY_A, "street": STREET_A}
        roles = {"worker": Role.COMMUNITY, "colleague": Role.COMMUNITY, "street": Role.STREET, "centre": Role.CENTRE}
        for name in ("worker", "colleague", "street", "centre", "first", "second", "third"):
            self.people[name] = self.actor(roles.get(name, Role.DISTRICT), areas.get(name, DISTRICT))

    def __getattr__(self, name):
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)

    def marks(self, less: int = 0) -> dict[str, str]:
        """The best mark for each leaf; the last ``less`` leaves get none."""
        _scheme, definition = definition_of(self.session, self.one)
        leaves = definition.leaves
        best = {leaf.code: f"{leaf.max_points:g}" for leaf in leaves}
        return best | dict.fromkeys([leaf.code for leaf in leaves[len(leaves) - less :]], "0")

    def begin(self, **columns) -> "Story":
        install_shipped(self.session, SYSTEM)
        self.group = make_group(self.session, self.worker, **columns)
        self.open_round()
        return self.start()

    def open_round(self, title="二〇二六年度星级评定") -> None:
        today = clock.today()
        scheme = current_scheme(self.session, DISTRICT, "STAR")
        self.round = rounds.plan_round(
            self.session,
            self.centre,
            RoundForm(
                title=title,
                area_code=DISTRICT,
                year=2026,
                scheme_id=scheme.id,
                opens_on=today - timedelta(days=1),
                closes_on=today + timedelta(days=30),
            ),
        )
        rounds.open_round(self.session, self.centre, self.round)

    def start(self) -> "Story":
        data = AssessmentForm(round_id=self.round.id, group_id=self.group.id)
        self.one = actions.start_assessment(self.session, self.worker, data)
        return self

    def fill(self, who, less=0, **more) -> "Story":
        actions.save_sheet(self.session, who, self.one, SheetForm(marks=self.marks(less), **more))
        return self

    def apply(self) -> "Story":
        self.fill(self.worker)
        actions.apply_for_star(self.session, self.worker, self.one)
        return self

    def recommend(self, **changed) -> "Story":
        actions.recommend(self.session, self.colleague, self.one, RecommendForm(**SAMPLE | changed))
        return self

    def review(self) -> "Story":
        self.fill(self.street)
        data = ReviewForm(visited_on=clock.today(), street_opinion="实地查看，情况属实。")
        actions.review(self.session, self.street, self.one, data)
        return self

    def vote(self, *stars: int) -> "Story":
        for who, vote in zip((self.first, self.second, self.third), stars, strict=False):
            actions.cast_vote(self.session, who, self.one, VoteForm(stars=vote))
        return self

    def decide(self, less=0, **more) -> "Story":
        self.fill(self.first, less, **more)
        actions.decide(self.session, self.first, self.one, DecideForm(district_opinion="同意按得分授星。"))
        return self

    def to_decision(self, *votes: int, less=0, **more) -> "Story":
        return self.apply().recommend().review().vote(*(votes or (5, 5, 4))).decide(less, **more)

    def announce(self) -> Notice:
        return actions.announce_round(self.session, self.centre, self.round)

    def confirm(self, notice: Notice) -> "Story":
        with clock.clock_at(clock.now() + timedelta(days=15)):
            confirm_notice(self.session, self.centre, notice)
        return self

    def confer(self) -> Star:
        return confer_star(self.session, self.first, self.one)
