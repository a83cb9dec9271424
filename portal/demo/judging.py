"""Chapter of a round under way: three judges are done, one partly on paper, one has a sheet left, one none."""

from grants.methods.forms import MethodForm
from grants.panels.models import Panel
from grants.rounds import actions as round_actions
from grants.rounds.forms import BonusForm
from portal.demo.coaching import coach
from portal.demo.contest import Idea
from portal.demo.editions import hand_in, open_special
from portal.demo.papers import type_paper
from portal.demo.scoring import score, screen, seat_judges
from portal.demo.stage import Stage

COMMENT = "想法来自居民，安排具体，建议写明噪声和安全的应对。"
IDEAS = (
    Idea("hechang", "楼道里的音乐会", "CULTURE", "60", 82),
    Idea("yuanyi", "花友会：空地变花坛", "ENV", "48", 77),
    Idea("xunluo", "夜间平安岗", "SELFGOV", "45", 64),
)


def judge_now(stage: Stage) -> None:
    """A small edition whose sheets are due in the coming days."""
    session, centre = stage.session, stage.person("centre")
    with stage.day(270):
        money = ("DISTRICT_MATCH", "区级配套资金（专场赛）", "12000")
        contest = open_special(stage, "社区文化与安全专场赛", 1, "邻里文化 平安家园", money)
    with stage.day(280):
        proposals = [hand_in(stage, contest, idea) for idea in IDEAS]
    with stage.day(302):
        screen(stage, contest, proposals, lambda: coach(stage, proposals[-1], IDEAS[-1].key))
    with stage.day(325):
        tie_break = [{"code": code} for code in ("NEED", "FEASIBILITY", "LOWER_REQUEST", "BALLOT")]
        method = MethodForm(vote_cap=5, tie_break=tie_break, reason="居民议事会建议加上公众投票")
        round_actions.set_method(session, centre, contest, method)
    with stage.day(326):
        seats = seat_judges(stage, contest)
        votes = [{"proposal_id": p.id or 0, "votes": n} for p, n in zip(proposals, (412, 268, 97), strict=True)]
        data = BonusForm(bonuses=votes, source="社区公众号投票，本月 20 日截止后导出")
        round_actions.record_bonuses(session, centre, session.get_one(Panel, seats[0][1].panel_id), data)
    with stage.day(327):
        ideas = {proposal.id or 0: idea.marks for proposal, idea in zip(proposals, IDEAS, strict=True)}
        _first, second, last = (proposal.id or 0 for proposal in proposals)
        for place, (key, seat) in enumerate(seats[1:]):
            percent = {number: marks + place * 2 - 3 for number, marks in ideas.items()}
            begun, on_paper = [last] if key == "judge5" else [], [second] if key == "judge4" else []
            score(stage, key, seat, percent, COMMENT, begun=begun, on_paper=on_paper)
        type_paper(stage, seats[3][1], proposals[1], 75, 75)
