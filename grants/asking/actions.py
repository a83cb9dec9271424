"""Asking for an endorsement or a fiscal host, and answering."""

from sqlmodel import Session

from core import clock
from core.access import Actor, area_name
from core.changes import add, edit
from core.errors import Refused, WrongState
from grants.asking import queries
from grants.asking.forms import AcceptForm, AskForm
from grants.backing.actions import recall
from grants.backing.models import Backing
from grants.backing.queries import live_of
from grants.backing.rules import community_name
from grants.backing.workflow import BACKING
from grants.contests.models import BackingKind
from grants.proposals.actions import require_writer
from grants.proposals.models import PayeeKind, Proposal
from grants.proposals.queries import form_of, group_of, parts_of
from grants.proposals.rules import is_editable, open_steps, terms_of
from incubator.groups.models import Group


def ask(session: Session, actor: Actor, proposal: Proposal, data: AskForm) -> Backing:
    """Ask for what the proposal says now; what was asked before of the same kind is taken back.

    Whoever is asked to hold the money becomes the payee that the proposal names.
    """
    require_writer(session, actor, proposal)
    if not is_editable(proposal):
        raise WrongState("申报书已提交，不能再请。征集期内可以先撤回修改。")
    host = _host(session, proposal, data)
    name = host.name if host else community_name(area_name(session, proposal.area_code))
    if data.kind == BackingKind.HOST:
        _name_payee(session, actor, proposal, name)
    for earlier in live_of(session, proposal.id or 0):
        if earlier.kind == data.kind:
            recall(session, actor, earlier)
    row = Backing(
        proposal_id=proposal.id,
        kind=data.kind,
        area_code=host.area_code if host else proposal.area_code,
        asked_in=proposal.area_code,
        host_group_id=host.id if host else None,
        name=name,
        title=proposal.title,
        terms=terms_of(proposal, parts_of(session, proposal.id or 0)) | {"group": group_of(session, proposal).name},
    )
    return add(session, actor, row, proposal=proposal.id, asks=data.kind.value, of=name)


def _host(session: Session, proposal: Proposal, data: AskForm) -> Group | None:
    """The organisation that is to hold the money; None for the community."""
    if data.host_group_id is None:
        return None
    if data.kind == BackingKind.COMMUNITY:
        raise Refused("社区意见只能请落地社区出具，不用选单位。", field="host_group_id")
    host = queries.possible_host(session, proposal, data.host_group_id)
    if host is None:
        raise Refused("请从列表中选择。", field="host_group_id")
    return host


def _name_payee(session: Session, actor: Actor, proposal: Proposal, name: str) -> None:
    wanted = {"payee_kind": PayeeKind.HOST, "payee_name": name}
    if all(getattr(proposal, key) == value for key, value in wanted.items()):
        return
    form = form_of(session, proposal)
    opened = open_steps(proposal, form)
    keys = {one.key for section in form.sections if section.number in opened for one in section.questions}
    if proposal.status != "DRAFT" and "payee_name" not in keys:
        raise Refused("收款单位这一部分没有退回补正，不能换代管单位。", field="host_group_id")
    edit(session, actor, proposal, wanted | {"signed_off_at": None, "signed_off_by": None})


def accept(session: Session, actor: Actor, backing: Backing, data: AcceptForm) -> None:
    """Say yes to the terms as they were asked."""
    answered = {"opinion": data.opinion, "answered_by": actor.account_id, "answered_at": clock.now()}
    BACKING.fire(session, actor, backing, "accept", facts=queries.facts_of(session, backing), **answered)


def decline(session: Session, actor: Actor, backing: Backing, reason: str | None = None) -> None:
    """Say no, with the reason that the team reads."""
    said = {"opinion": (reason or "").strip()[:300], "answered_by": actor.account_id, "answered_at": clock.now()}
    BACKING.fire(session, actor, backing, "decline", reason, queries.facts_of(session, backing), **said)
