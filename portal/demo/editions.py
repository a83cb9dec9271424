"""Small editions of the story: each with one fund of its own, and what teams hand in to it."""

from core import clock
from grants.contests.models import Contest
from grants.funds import actions as fund_actions
from grants.funds.forms import FundForm
from grants.proposals import actions as proposal_actions
from grants.proposals.models import Proposal
from portal.demo.backing import stand_behind
from portal.demo.contest import COMMUNITY_OF, Idea, plan_and_open, propose
from portal.demo.district import DISTRICT
from portal.demo.stage import Stage

DAYS = 30


def open_special(stage: Stage, title: str, edition: int, theme: str, money: tuple[str, str, str]) -> Contest:
    """``money`` is the source, the name and the yuan of its fund; the call is open for thirty days."""
    source, name, yuan = money
    data = FundForm(area_code=DISTRICT, source=source, year=clock.today().year, name=name, total_fen=yuan)
    fund = fund_actions.open_fund(stage.session, stage.person("district"), data)
    return plan_and_open(stage, title, edition, theme, DAYS, [fund])


def hand_in(stage: Stage, contest: Contest, idea: Idea) -> Proposal:
    """A proposal written by its team, endorsed by its community and submitted."""
    proposal = propose(stage, contest, idea)
    stand_behind(stage, proposal, idea.key, COMMUNITY_OF[idea.key])
    proposal_actions.submit_proposal(stage.session, stage.person(idea.key), proposal)
    return proposal
