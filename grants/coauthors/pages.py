"""The page on which a team shares out the writing of its proposal, and the invitation that a link opens."""

from typing import Any

from sqlmodel import Session

from core import clock
from core.access import Actor
from core.addresses import absolute
from core.call import Call
from core.changes import require_world
from core.forms import Bound
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.templating import Page
from core.web import changes, reads
from grants.coauthors import actions, queries
from grants.coauthors.forms import InviteForm, RoleForm, SharingForm
from grants.coauthors.rules import code_of
from grants.proposals.models import Proposal, Writer, WriterRole
from grants.proposals.pages import NOUN
from grants.proposals.queries import form_of, group_of, may_write
from grants.proposals.rules import is_editable
from grants.questions.rules import label_of


def _page(session: Session, actor: Actor, proposal: Proposal, form: Bound, status: int = 200) -> Page:
    people, sections = queries.people_of(session, proposal), queries.sections_of(session, proposal)
    names = {one.account_id: one.name for one in people}
    may_lead = is_editable(proposal) and queries.leads(session, actor, proposal)
    return Page(
        "grants/coauthors/team.html",
        status,
        noun=NOUN,
        row=proposal,
        page_title=f"{proposal.title} · 一起写",
        people=people,
        me=actor.account_id,
        roles=WriterRole.choices(),
        sections=[
            (
                step.number,
                label_of(step, actor.lang),
                sections.get(step.number),
                names.get(getattr(sections.get(step.number), "assigned_to", None)),
            )
            for step in form_of(session, proposal).sections
        ],
        invitations=[(one, link_of(one)) for one in queries.invitations_of(session, proposal) if may_lead],
        may_lead=may_lead,
        may_write=is_editable(proposal) and may_write(session, actor, proposal),
        signed=_signed(proposal, names),
        form=form,
    )


def link_of(invitation: Writer) -> str:
    return absolute(f"/proposals/join/{invitation.id}/{code_of(invitation)}")


def _signed(proposal: Proposal, names: dict[int, str]) -> str:
    if proposal.signed_off_at is None:
        return ""
    return f"{names.get(proposal.signed_off_by or 0, '')} {clock.format_datetime(proposal.signed_off_at)}".strip()


def _after(session: Session, actor: Actor, call: Call, row_id: int, work: Any, said: str) -> Reply:
    """Do one thing on the page and come back to it; a refusal stands at its top."""
    proposal, form = NOUN.get(session, actor, row_id), call.bind(InviteForm)
    with form.catching(session):
        work(proposal)
        return Moved(f"/proposals/{row_id}/team", said)
    return _page(session, actor, proposal, form, 422)


@reads("/proposals/{row_id:int}/team", P.PROPOSALS_VIEW)
def team(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    return _page(session, actor, NOUN.get(session, actor, row_id), call.blank(InviteForm))


@changes("/proposals/{row_id:int}/team/invite", P.PROPOSALS_WRITE, creates=True, takes=InviteForm)
def invite(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    work = lambda proposal: actions.invite(session, actor, proposal, call.bind(InviteForm).value)  # noqa: E731
    return _after(session, actor, call, row_id, work, "邀请链接在下面，请发给对方。")


@changes("/proposals/{row_id:int}/team/people/{account_id:int}", P.PROPOSALS_WRITE, takes=RoleForm)
def role(session: Session, actor: Actor, call: Call, row_id: int, account_id: int) -> Reply:
    work = lambda proposal: actions.set_role(session, actor, proposal, account_id, call.bind(RoleForm).value)  # noqa: E731
    return _after(session, actor, call, row_id, work, "角色已改。")


@changes("/proposals/{row_id:int}/team/revoke/{writer_id:int}", P.PROPOSALS_WRITE)
def revoke(session: Session, actor: Actor, call: Call, row_id: int, writer_id: int) -> Reply:
    work = lambda proposal: actions.revoke(session, actor, proposal, writer_id)  # noqa: E731
    return _after(session, actor, call, row_id, work, "邀请链接已收回。")


@changes("/proposals/{row_id:int}/team/sections", P.PROPOSALS_WRITE, takes=SharingForm)
def share_out(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    work = lambda proposal: actions.share_out(session, actor, proposal, call.bind(SharingForm).value)  # noqa: E731
    return _after(session, actor, call, row_id, work, "分工已保存。")


@changes("/proposals/{row_id:int}/team/sign-off", P.PROPOSALS_WRITE)
def sign_off(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    return _after(session, actor, call, row_id, lambda p: actions.sign_off(session, actor, p), "已签认，可以提交了。")


@reads("/proposals/join/{writer_id:int}/{code:str}", P.PROPOSALS_WRITE)
def invitation(session: Session, actor: Actor, writer_id: int, code: str) -> Reply:
    writer, proposal = queries.get_invitation(session, writer_id, code)
    require_world(actor, proposal.area_code)
    return Page(
        "grants/coauthors/join.html",
        row=proposal,
        group=group_of(session, proposal),
        role=writer.role,
        page_title="一起写申报书",
        action=f"/proposals/join/{writer_id}/{code}",
    )


@changes("/proposals/join/{writer_id:int}/{code:str}", P.PROPOSALS_WRITE)
def join(session: Session, actor: Actor, writer_id: int, code: str) -> Reply:
    writer, proposal = queries.get_invitation(session, writer_id, code)
    actions.join(session, actor, writer, proposal)
    return Moved(f"/proposals/{proposal.id}", "您已加入，可以一起写了。")


HANDLERS = [team, invite, role, revoke, share_out, sign_off, invitation, join]
