"""Chapter of the stars: a round with an assessment in each state, three stars conferred."""

from datetime import timedelta

from core import clock
from core.notices import actions as notice_actions
from core.schemes import current_scheme
from portal.demo.contest import COMMUNITY_OF
from portal.demo.district import COMMUNITIES, DISTRICT
from portal.demo.stage import Stage
from ratings.assessments import actions
from ratings.assessments.forms import AssessmentForm, DecideForm, RecommendForm, ReviewForm, VoteForm
from ratings.assessments.models import StarAssessment
from ratings.rounds import actions as round_actions
from ratings.rounds.forms import RoundForm
from ratings.rounds.models import RatingRound
from ratings.sheets.forms import SheetForm
from ratings.sheets.queries import definition_of
from ratings.stars.actions import confer_star

# How far each group comes, and how many leaves of the scheme it gets no points for.
FATES = (
    ("zhulao", "conferred", 0),
    ("ketang", "conferred", 2),
    ("luhua", "conferred", 4),
    ("bianzhi", "noticed", 2),
    ("tiaojie", "reviewed", 3),
    ("xiuli", "recommended", 4),
    ("hechang", "applied", 5),
)
ORDER = ("applied", "recommended", "reviewed", "noticed", "conferred")


def run_round(stage: Stage) -> None:
    """Self-assessment, recommendation, review, votes, decision, notice, certificates."""
    session, centre = stage.session, stage.person("centre")
    with stage.day(292):
        _open_round(stage)
    for key, fate, less in FATES:
        _assess(stage, key, fate, less)
    decided = [key for key, fate, _less in FATES if fate == "conferred"]
    with stage.day(303):
        one = stage.get(RatingRound, "round")
        notice = actions.announce_stars(
            session, centre, one, [stage.get(StarAssessment, f"star-{key}") for key in decided]
        )
    with stage.day(320):
        notice_actions.confirm_notice(session, centre, notice)
        for key in decided:
            confer_star(session, stage.person("district2"), stage.get(StarAssessment, f"star-{key}"))
        late = [stage.get(StarAssessment, "star-bianzhi")]
        actions.announce_stars(session, centre, one, late)


def _open_round(stage: Stage) -> None:
    today = clock.today()
    data = RoundForm(
        title=f"{today.year} 年度社区社会组织星级评定",
        area_code=DISTRICT,
        year=today.year,
        scheme_id=current_scheme(stage.session, DISTRICT, "STAR").id,
        opens_on=today,
        closes_on=today + timedelta(days=60),
    )
    one = round_actions.plan_round(stage.session, stage.person("centre"), data)
    round_actions.open_round(stage.session, stage.person("centre"), one)
    stage.ids["round"] = one.id


def _assess(stage: Stage, key: str, fate: str, less: int) -> None:
    session, community = stage.session, COMMUNITY_OF[key]
    street = "street" if COMMUNITIES[community][0].startswith("990105001") else "pines"
    reached = ORDER.index(fate)
    with stage.day(293):
        data = AssessmentForm(round_id=stage.ids["round"], group_id=stage.ids[key])
        one = actions.start_assessment(session, stage.person(key), data)
        stage.ids[f"star-{key}"] = one.id
        _fill(stage, key, one, less)
        actions.apply_for_star(session, stage.person(key), one)
    if reached < 1:
        return
    with stage.day(295):
        opinion = RecommendForm(community_opinion="常年开展服务，居民认可，同意推荐。", sample_n=60, satisfied_n=58)
        actions.recommend(session, stage.person(community), one, opinion)
    if reached < 2:
        return
    with stage.day(298):
        _fill(stage, street, one, less)
        seen = ReviewForm(visited_on=clock.today(), street_opinion="实地查看，台账齐全，情况属实。")
        actions.review(session, stage.person(street), one, seen)
    if reached < 3:
        return
    with stage.day(301):
        for voter, stars in (("district", 5), ("district2", 5), ("district3", 4)):
            actions.cast_vote(session, stage.person(voter), one, VoteForm(stars=stars, opinion="同意"))
        _fill(stage, "district", one, less)
        actions.decide(session, stage.person("district"), one, DecideForm(district_opinion="同意按得分授星。"))


def _fill(stage: Stage, who: str, one: StarAssessment, less: int) -> None:
    """Full marks but for the last leaves."""
    _scheme, definition = definition_of(stage.session, one)
    leaves = definition.leaves
    marks = {leaf.code: f"{leaf.max_points:g}" for leaf in leaves}
    marks |= dict.fromkeys([leaf.code for leaf in leaves[len(leaves) - less :]], "0")
    actions.save_sheet(stage.session, stage.person(who), one, SheetForm(marks=marks))
