"""Two organisations that apply together: one leads, the other takes a part of the money and of the work."""

from grants.inviting import actions
from grants.inviting.forms import InviteForm, JoinForm, OwnShareForm
from grants.proposals.models import Proposal
from grants.proposals.queries import asked_fen
from portal.demo.stage import Stage


def apply_together(stage: Stage, proposal: Proposal, team: str, partner: str, share: int, duties: str) -> None:
    """The lead invites, keeps the rest for itself, and the partner agrees; ``share`` in whole yuan."""
    session, lead = stage.session, stage.person(team)
    asked = InviteForm(group_id=stage.ids[partner], share_fen=str(share), duties=duties)
    row = actions.invite(session, lead, proposal, asked)
    rest = f"{asked_fen(session, proposal.id or 0) / 100 - share:.2f}"
    actions.keep_share(session, lead, proposal, OwnShareForm(own_share_fen=rest))
    actions.accept(session, stage.person(partner), row, JoinForm(opinion="愿意一起办，已指定专人负责。"))
