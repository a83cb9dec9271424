"""Inviting a partner, sharing the money out, and answering."""

from sqlmodel import Session

from core import clock
from core.access import Actor
from core.changes import add, edit
from core.errors import Refused, WrongState
from grants.contests.queries import parents_of
from grants.inviting import queries
from grants.inviting.forms import InviteForm, JoinForm, OwnShareForm
from grants.partners import rules
from grants.partners.actions import recall
from grants.partners.models import Partner
from grants.partners.queries import live_of
from grants.partners.workflow import PARTNER
from grants.proposals.actions import require_writer
from grants.proposals.models import Proposal
from grants.proposals.queries import contest_of, form_of, group_of
from grants.proposals.rules import is_editable, open_steps
from grants.questions.models import Kind


def may_share_out(session: Session, proposal: Proposal) -> bool:
    """Whether the shares may still change: in a draft, later only while the budget is opened again."""
    if not is_editable(proposal):
        return False
    form = form_of(session, proposal)
    opened = open_steps(proposal, form)
    here = (question for section in form.sections if section.number in opened for question in section.questions)
    return proposal.status == "DRAFT" or any(question.kind == Kind.BUDGET for question in here)


def _require_open(session: Session, actor: Actor, proposal: Proposal) -> None:
    require_writer(session, actor, proposal)
    if not may_share_out(session, proposal):
        raise WrongState("申报书已提交，或者预算没有重新打开，不能再改联合申报。征集期内可以先撤回修改。")


def _require_agreeing(session: Session, actor: Actor, proposal: Proposal) -> None:
    _require_open(session, actor, proposal)
    if not queries.is_agreeing(proposal):
        raise WrongState("优化修改期间，联合单位的约定不变，只能改牵头单位自己的份额。")


def invite(session: Session, actor: Actor, proposal: Proposal, data: InviteForm) -> Partner:
    """Ask an organisation for a part; what it was asked before is taken back, so that it answers anew."""
    _require_agreeing(session, actor, proposal)
    group = queries.possible_partner(session, proposal, data.group_id)
    if group is None:
        raise Refused("请从列表中选择。", field="group_id")
    contest = contest_of(session, proposal)
    if group.id in [one.group_id for one in parents_of(session, contest)]:
        raise Refused("这一届用的是这个组织的项目资金，它自己不能申报。", field="group_id")
    live = live_of(session, proposal.id or 0)
    earlier = [one for one in live if one.group_id == group.id]
    most = contest.partners_max
    if len(live) - len(earlier) >= most:
        raise Refused(rules.too_many(most), field="group_id")
    for one in earlier:
        recall(session, actor, one)
    lead = group_of(session, proposal).name
    terms = rules.terms_of(proposal.number, proposal.title, lead, group.name, data.share_fen, data.duties)
    row = Partner(
        proposal_id=proposal.id,
        group_id=group.id,
        area_code=group.area_code,
        asked_in=proposal.area_code,
        name=group.name,
        title=proposal.title,
        share_fen=data.share_fen,
        duties=data.duties,
        terms=terms,
        terms_hash=rules.terms_hash(terms),
    )
    _unsign(session, actor, proposal)
    return add(session, actor, row, proposal=proposal.id, of=group.name, share_fen=data.share_fen)


def keep_share(session: Session, actor: Actor, proposal: Proposal, data: OwnShareForm) -> None:
    """Say what the lead takes of the amount asked."""
    _require_open(session, actor, proposal)
    edit(session, actor, proposal, data.model_dump())
    _unsign(session, actor, proposal)


def take_back(session: Session, actor: Actor, proposal: Proposal, partner: Partner) -> None:
    """Go on without this organisation."""
    _require_agreeing(session, actor, proposal)
    recall(session, actor, partner)
    _unsign(session, actor, proposal)


def _unsign(session: Session, actor: Actor, proposal: Proposal) -> None:
    """What was signed off is no longer what stands there."""
    if proposal.signed_off_at:
        edit(session, actor, proposal, {"signed_off_at": None, "signed_off_by": None})


def accept(session: Session, actor: Actor, partner: Partner, data: JoinForm) -> None:
    """Say yes to the share and the duties as they were asked."""
    answered = {"opinion": data.opinion, "answered_by": actor.account_id, "answered_at": clock.now()}
    PARTNER.fire(session, actor, partner, "accept", facts=queries.facts_of(session, partner), **answered)


def decline(session: Session, actor: Actor, partner: Partner, reason: str | None = None) -> None:
    """Say no, also after a yes as long as the proposal is not in, with the reason that the team reads."""
    said = {"opinion": (reason or "").strip()[:300], "answered_by": actor.account_id, "answered_at": clock.now()}
    PARTNER.fire(session, actor, partner, "decline", reason, queries.facts_of(session, partner), **said)
