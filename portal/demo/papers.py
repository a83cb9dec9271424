"""Score sheets on paper in the story: typed by two people of the centre, who agree, or have still to look again."""

from core.call import Upload
from grants.panels.models import Panel, PanelSeat
from grants.proposals.models import Proposal
from grants.sheets.queries import sheet_of
from grants.transcripts import actions
from grants.transcripts.forms import PaperForm
from portal.demo.groups import photo
from portal.demo.scoring import opinion
from portal.demo.stage import Stage

COMMENT = "走访做得细，居民都认识领头的人，建议把经费公开写进每月的安排。"


def type_paper(stage: Stage, seat: PanelSeat, proposal: Proposal, *percents: int) -> None:
    """Take a paper in; each of ``percents`` is what the next of two people reads on it."""
    session, typists = stage.session, (stage.person("centre"), stage.person("centre2"))
    panel, sheet = session.get_one(Panel, seat.panel_id), sheet_of(session, seat.id or 0, proposal.id or 0)
    scan = Upload("评分表.png", photo(proposal.title))
    data = PaperForm(seat_id=seat.id or 0, proposal_id=proposal.id or 0)
    paper = actions.take_in(session, typists[0], panel, data, scan)
    for typist, percent in zip(typists, percents, strict=False):
        if sheet is not None:
            actions.type_in(session, typist, paper, opinion(stage, sheet, percent, COMMENT))
