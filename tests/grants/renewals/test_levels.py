"""Community, street and district editions: who may apply, who checks, and a winner put forward once to one above."""

import pytest
from sqlmodel import col, select

from core.errors import Forbidden, Refused, WrongState
from core.permissions import Role
from grants.contests.models import Contest, ContestLevel
from grants.contests.queries import TABLE
from grants.contests.rules import is_above, takes_from
from grants.proposals import actions as proposal_actions
from grants.proposals.forms import CheckForm, StartForm
from grants.proposals.models import ProposalStatus
from grants.proposals.queries import put_forward_of
from grants.renewals import actions
from grants.renewals.forms import RenewalForm
from tests.factories import COMMUNITY_A, COMMUNITY_B, COMMUNITY_C, DISTRICT, OTHER_DISTRICT, STREET_A, STREET_B
from tests.grants.renewals.test_renewals import next_edition
from tests.grants.story import Story, hand_in
from tests.incubator.groups.test_groups import make_group


@pytest.mark.parametrize(
    ("area", "level", "takes", "refuses"),
    [
        (COMMUNITY_A, "COMMUNITY", [COMMUNITY_A], [COMMUNITY_B, COMMUNITY_C]),
        (STREET_A, "STREET", [COMMUNITY_A, COMMUNITY_B], [COMMUNITY_C]),
        (DISTRICT, "DISTRICT", [COMMUNITY_A, COMMUNITY_C], ["990106001001"]),
    ],
)
def test_the_area_gives_the_level_and_who_may_apply(area, level, takes, refuses):
    contest = Contest(area_code=area)
    assert contest.level == ContestLevel(level)
    assert all(takes_from(contest, code) for code in takes) and not any(takes_from(contest, code) for code in refuses)


def test_which_edition_is_above_which():
    of = lambda code: Contest(area_code=code)  # noqa: E731
    above = [(STREET_A, COMMUNITY_A), (DISTRICT, COMMUNITY_A), (DISTRICT, STREET_A)]
    others = [(STREET_B, COMMUNITY_A), (COMMUNITY_A, STREET_A), (DISTRICT, DISTRICT), (OTHER_DISTRICT, STREET_A)]
    assert [is_above(of(wide), of(narrow)) for wide, narrow in above + others] == [True] * 3 + [False] * 4


def test_a_street_runs_its_own_edition_and_puts_a_winner_forward_once(session, actor):
    story = Story(session, actor)
    street = story.contest()
    wider = next_edition(session, street)
    street.area_code = STREET_A
    session.flush()
    level = next(one for one in TABLE.filters if one.name == "level")
    found = {
        value: session.exec(select(col(Contest.id)).where(level.condition(value))).all() for value, _ in level.choices
    }
    assert found == {"COMMUNITY": [], "STREET": [street.id], "DISTRICT": [wider.id], "CITY": [], "PROVINCE": []}
    away = actor(Role.COMMUNITY, COMMUNITY_C)
    far = make_group(session, away, "松岭合唱队", 1)
    with pytest.raises(Refused, match="街道级大赛，只有滨河街道的团队可以申报"):
        start = StartForm(contest_id=street.id, group_id=far.id, title="远处的项目")
        proposal_actions.start_proposal(session, story.centre, start)
    winner = story.proposal(street)
    hand_in(session, story.worker, winner)
    data = RenewalForm(contest_id=wider.id, title="暖邻行动（全区推广）")
    with pytest.raises(WrongState, match="已经立项的项目"):
        actions.put_forward(session, story.centre, winner, data)
    winner.status = ProposalStatus.AWARDED
    session.flush()
    for who in (story.worker, actor(Role.CENTRE, STREET_B), story.district):
        with pytest.raises(Forbidden):
            actions.put_forward(session, who, winner, data)
    centre = actor(Role.CENTRE, STREET_A)
    with pytest.raises(Refused, match="上一级"):
        actions.put_forward(session, centre, winner, data.model_copy(update={"contest_id": street.id}))
    made = actions.put_forward(session, centre, winner, data)
    assert (made.contest_id, made.group_id, made.status) == (wider.id, winner.group_id, ProposalStatus.DRAFT)
    assert (made.put_forward_from, made.summary, made.has_promised) == (winner.id, winner.summary, False)
    assert [(label, one.id) for label, one in put_forward_of(session, made)] == [("推荐自", winner.id)]
    assert [(label, one.id) for label, one in put_forward_of(session, winner)] == [("已推荐上报", made.id)]
    with pytest.raises(WrongState, match="只推荐一次"):
        actions.put_forward(session, story.centre, winner, data)
    # What the district's edition gets, its own office checks, not the street's.
    made.submitted_at, made.receipt_number, made.content_hash = winner.submitted_at, "HZ-2", winner.content_hash
    made.status = ProposalStatus.SUBMITTED
    with pytest.raises(Forbidden):
        proposal_actions.check_eligibility(session, centre, made, CheckForm(checks=[]))
    proposal_actions.check_eligibility(session, story.centre, made, CheckForm(checks=[]))
