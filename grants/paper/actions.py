"""Recording that a proposal typed from paper was read back."""

from sqlmodel import Session

from core import audit, clock
from core.access import Actor
from core.errors import Forbidden, Refused, WrongState
from core.permissions import Permission
from grants.paper.forms import ReadBackForm
from grants.proposals.actions import require_writer, snapshot_of
from grants.proposals.models import Agreed, Proposal, ReadBack, Slot
from grants.proposals.queries import files_of
from grants.proposals.rules import is_editable, words_hash


def record(session: Session, actor: Actor, proposal: Proposal, data: ReadBackForm) -> ReadBack:
    """Keep who agreed to the text as it stands now: any later change asks for another reading."""
    require_writer(session, actor, proposal)
    if not actor.is_office(Permission.PROPOSALS_WRITE, proposal.area_code):
        raise Forbidden("代录由社区或孵化中心办理，团队自己写的不用读回。")
    if not is_editable(proposal):
        raise WrongState("申报书已提交，不用再读回。")
    if actor.on_behalf_of and not files_of(session, proposal.id or 0, Slot.PAPER):
        raise Refused("先上传纸质申报书每一页的照片。")
    if data.agreed == Agreed.SPOKEN and not data.witness.strip():
        raise Refused("口头同意的，请写明在场见证人。", field="witness")
    if data.read_at > clock.now():
        raise Refused("不能晚于现在。", field="read_at")
    digest = words_hash(snapshot_of(session, proposal))
    row = ReadBack(proposal_id=proposal.id, read_by=actor.account_id, content_hash=digest, **data.model_dump())
    session.add(row)
    session.flush()
    audit.record(session, actor, "proposal.read_back", proposal, agreed=data.agreed.value, content_hash=digest)
    return row
