"""Chapter of a proposal on paper: a worker photographs it, types it, reads it back, and hands it in."""

from datetime import timedelta

from core import clock
from core.call import Upload
from core.files.actions import attach
from grants.contests.models import Contest
from grants.paper import actions as paper_actions
from grants.paper.forms import ReadBackForm
from grants.proposals import actions as proposal_actions
from grants.proposals.forms import StartForm
from grants.proposals.models import Agreed, Proposal, Slot
from portal.demo.backing import stand_behind
from portal.demo.contest import COMMUNITY_OF, Idea, content, photo
from portal.demo.stage import Stage

IDEA = Idea("xunluo", "消防通道天天看", "SELFGOV", "29", 0)
UNREAD = Idea("yuanyi", "楼道绿植认养", "ENV", "34", 0)


def type_from_paper(stage: Stage) -> None:
    """Two groups write by hand and their community types; one text was read back and is in, one still has to be."""
    with stage.day(325):
        proposal = _type(stage, IDEA)
        stand_behind(stage, proposal, IDEA.key, COMMUNITY_OF[IDEA.key])
        worker, leader = stage.person(COMMUNITY_OF[IDEA.key]), stage.person(IDEA.key).name
        read_at = clock.local(clock.now() - timedelta(minutes=20)).replace(tzinfo=None)
        heard = ReadBackForm(heard_by=leader, read_at=read_at, agreed=Agreed.SIGNED)
        paper_actions.record(stage.session, worker, proposal, heard)
        proposal_actions.submit_proposal(stage.session, worker, proposal)
    with stage.day(329):
        _type(stage, UNREAD)


def _type(stage: Stage, idea: Idea) -> Proposal:
    """Photographs of every page, and what stands on them."""
    session, worker = stage.session, stage.person(COMMUNITY_OF[idea.key])
    contest = stage.get(Contest, "contest-4")
    start = StartForm(contest_id=contest.id, group_id=stage.ids[idea.key], title=idea.title)
    proposal = proposal_actions.start_proposal(session, worker, start)
    for page in (1, 2):
        name = f"手写申报书第{page}页.png"
        attach(session, worker, proposal, Upload(name, photo(name)), Slot.PAPER, f"第 {page} 页")
    proposal_actions.save_step(session, worker, proposal, content(idea, stage.person(idea.key).name), None)
    return proposal
