"""Every change to who writes a proposal: invitations, roles, shared-out sections, the lead's sign-off."""

from sqlmodel import Session

from core import audit, clock
from core.access import Actor
from core.changes import edit, require, require_world
from core.errors import Forbidden, Refused, WrongState
from core.permissions import Permission
from grants.coauthors import queries
from grants.coauthors.forms import InviteForm, RoleForm, SectionRow, SharingForm
from grants.proposals.actions import require_writer
from grants.proposals.models import Proposal, Section, Writer, WriterRole
from grants.proposals.queries import form_of
from grants.proposals.rules import is_editable

MOST = 20


def _require_lead(session: Session, actor: Actor, proposal: Proposal) -> None:
    require(actor, Permission.PROPOSALS_WRITE)
    if not queries.leads(session, actor, proposal):
        raise Forbidden("由主笔（或帮助团队的社区、中心）办理。")


def invite(session: Session, actor: Actor, proposal: Proposal, data: InviteForm) -> Writer:
    """A link by which one more person joins; who opens it signed in first takes the place."""
    _require_lead(session, actor, proposal)
    if len(queries.people_of(session, proposal)) + len(queries.invitations_of(session, proposal)) >= MOST:
        raise Refused(f"最多 {MOST} 人一起写。", field="role")
    writer = Writer(proposal_id=proposal.id, role=data.role, invited_by=actor.account_id)
    session.add(writer)
    session.flush()
    audit.record(session, actor, "proposal.invite", proposal, role=data.role.value)
    return writer


def join(session: Session, actor: Actor, writer: Writer, proposal: Proposal) -> None:
    """Take the place that the link offers."""
    require(actor, Permission.PROPOSALS_WRITE)
    require_world(actor, proposal.area_code)
    if queries.writer_of(session, proposal, actor.account_id or 0):
        raise WrongState("您已经在这份申报书的名单里。")
    writer.account_id = actor.account_id
    session.add(writer)
    audit.record(session, actor, "proposal.join", proposal, role=writer.role.value)


def set_role(session: Session, actor: Actor, proposal: Proposal, account_id: int, data: RoleForm) -> None:
    """Change what somebody may do; an invited person may be taken out, who stands on the roster becomes a reader."""
    _require_lead(session, actor, proposal)
    if account_id == actor.account_id:
        raise Refused("不能改自己的角色，请另一位主笔办理。")
    known = {one.account_id: one.role for one in queries.people_of(session, proposal)}
    if account_id not in known:
        raise Refused("名单里没有这个人。")
    writer = queries.writer_of(session, proposal, account_id) or Writer(
        proposal_id=proposal.id, account_id=account_id, invited_by=actor.account_id
    )
    if data.role is None and writer.id:
        session.delete(writer)
    else:
        writer.role = data.role or WriterRole.READER
        session.add(writer)
    after = data.role.value if data.role else None
    audit.record(
        session, actor, "proposal.role", proposal, account=account_id, before=known[account_id].value, role=after
    )


def revoke(session: Session, actor: Actor, proposal: Proposal, writer_id: int) -> None:
    """Take a link back that nobody has used."""
    _require_lead(session, actor, proposal)
    for writer in queries.invitations_of(session, proposal):
        if writer.id == writer_id:
            session.delete(writer)
            audit.record(session, actor, "proposal.revoke", proposal, role=writer.role.value)


def share_out(session: Session, actor: Actor, proposal: Proposal, data: SharingForm) -> None:
    """Say who writes which section, and which are complete: the first is the lead's, the second every writer's."""
    require_writer(session, actor, proposal)
    if not is_editable(proposal):
        raise WrongState("申报书已提交，不能再改分工。")
    known = queries.sections_of(session, proposal)
    titles = {step.number: step.title for step in form_of(session, proposal).sections}
    writers = {None, *(one.account_id for one in queries.people_of(session, proposal) if one.role != WriterRole.READER)}
    for place, row in enumerate(data.sections):
        if row.number not in titles:
            raise Refused("申报表里没有这一部分。", field=f"sections.{place}.number")
        section = known.get(row.number) or Section(proposal_id=proposal.id, number=row.number)
        if row.assigned_to == section.assigned_to and row.is_complete == (section.completed_at is not None):
            continue
        if row.assigned_to != section.assigned_to:
            _require_lead(session, actor, proposal)
            if row.assigned_to not in writers:
                raise Refused("名单里没有这个人，或只能看。", field=f"sections.{place}.assigned_to")
        _mark(session, actor, proposal, section, row, titles[row.number])


def _mark(session: Session, actor: Actor, proposal: Proposal, section: Section, row: SectionRow, title: str) -> None:
    section.assigned_to = row.assigned_to
    if row.is_complete != (section.completed_at is not None):
        section.completed_at = clock.now() if row.is_complete else None
        section.completed_by = actor.account_id if row.is_complete else None
    session.add(section)
    session.flush()
    done = {"section": title, "to": row.assigned_to, "complete": row.is_complete}
    audit.record(session, actor, "proposal.share", proposal, **done)


def sign_off(session: Session, actor: Actor, proposal: Proposal) -> None:
    """The lead stands for the whole text as it is now; any later edit takes the signature away."""
    _require_lead(session, actor, proposal)
    if not is_editable(proposal):
        raise WrongState("申报书已提交，不用再签认。")
    edit(session, actor, proposal, {"signed_off_at": clock.now(), "signed_off_by": actor.account_id})
