"""A project that gives on a part of its grant: the small edition of its street, with one proposal in."""

from datetime import timedelta

from core import clock
from core.money import plain_yuan
from grants.contests import actions as contest_actions
from grants.contests.models import Contest
from grants.copies.actions import copied
from grants.copies.forms import CopyForm
from grants.funds.queries import regrant_of
from grants.projects.models import Project
from grants.proposals import actions as proposal_actions
from portal.demo.backing import stand_behind
from portal.demo.contest import COMMUNITY_OF, Idea, propose
from portal.demo.district import RIVERSIDE
from portal.demo.stage import Stage

GARDEN = Idea("yuanyi", "楼顶小菜园", "ENV", "12", 0)


def hold_a_small_edition(stage: Stage) -> None:
    """Out of what the greening project may give on, by the rules of the edition that is open in the district."""
    session, centre = stage.session, stage.person("centre")
    with stage.day(327):
        _row, pot = regrant_of(session, stage.get(Project, "project-luhua").agreement_id) or (None, None)
        pots = [{"fund_id": pot.id, "planned_fen": plain_yuan(pot.available_fen)}] if pot else []
        now, leagues = clock.now(), [{"league": "TEAM", "cap_fen": "1000"}, {"league": "FILED", "cap_fen": "1000"}]
        call = CopyForm(title="滨河街道绿色小微资助", opens_at=now, closes_at=now + timedelta(days=40))
        intro = "绿芽环保队把项目资金的一部分拿出来，资助本街道的团队在楼前屋后添点绿，每个项目最多一千元。"
        more = {
            "intro": intro,
            "area_code": RIVERSIDE,
            "edition": 1,
            "theme": "楼前屋后添点绿",
            "leagues": leagues,
            "funds": pots,
        }
        small = copied(session, centre, stage.get(Contest, "contest-4"), call, **more)
        contest_actions.propose_contest(session, centre, small)
        contest_actions.open_contest(session, stage.person("district"), small)
    with stage.day(328):
        proposal = propose(stage, small, GARDEN)
        stand_behind(stage, proposal, GARDEN.key, COMMUNITY_OF[GARDEN.key])
        proposal_actions.submit_proposal(session, stage.person(GARDEN.key), proposal)
