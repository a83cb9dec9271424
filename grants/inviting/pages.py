"""With whom a team applies: who takes which part, inviting them, and the record on which they answer."""

from typing import Any

from sqlmodel import Session

from core import clock
from core.access import Actor
from core.call import Call
from core.forms import Bound
from core.money import format_yuan, plain_yuan
from core.nouns import Move, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages
from core.templating import Page
from core.web import changes, reads
from grants.contests.rules import joint_words
from grants.inviting import actions, forms, queries
from grants.partners import queries as partners
from grants.partners.models import Partner
from grants.partners.rules import LEAD_DUTIES, gaps
from grants.partners.workflow import PARTNER
from grants.proposals import queries as proposals
from grants.proposals.models import Proposal
from grants.proposals.pages import NOUN as PROPOSAL_NOUN

PATH = "/proposals/{row_id:int}/partners"


def _facts(session: Session, actor: Actor, partner: Partner) -> list[tuple[str, Any]]:
    return [
        ("牵头单位", partner.terms["lead"]),
        ("请的组织", partner.name),
        ("申报书编号", partner.terms["proposal"]),
        ("份额", f"{format_yuan(partner.share_fen)} 元"),
        ("承担什么", partner.duties),
        ("答复说明", partner.opinion),
        ("答复时间", clock.format_datetime(partner.answered_at) if partner.answered_at else None),
        ("约定校验码", partner.terms_hash),
    ]


def _parts(session: Session, actor: Actor, partner: Partner) -> dict[str, Any]:
    """Who has joined may read the proposal itself."""
    return {"proposal_id": partner.proposal_id if queries.may_read(session, actor, partner) else None}


NOUN = register(
    Noun(
        name="proposal_partner",
        label="联合申报",
        plural="partners",
        section="公益微创投",
        in_menu=False,
        model=Partner,
        table=partners.TABLE,
        view=P.PROPOSALS_VIEW,
        visible=partners.visible_to,
        out=forms.PartnerOut,
        title=lambda partner: f"{partner.title} · 联合申报 · {partner.name}",
        workflow=PARTNER,
        moves={"accept": Move(actions.accept, forms.JoinForm), "decline": Move(actions.decline)},
        facts=_facts,
        show=_parts,
        rule_facts=queries.facts_of,
        event_labels={"add": "邀请"},
        show_template="grants/inviting/show.html",
    )
)


def choices(session: Session, proposal: Proposal) -> dict[str, list[tuple[str, str]]]:
    return {"group_id": queries.partner_choices(session, proposal)}


def _page(
    session: Session,
    actor: Actor,
    proposal: Proposal,
    invite_form: Bound | None = None,
    share_form: Bound | None = None,
    *,
    call: Call,
) -> Page:
    contest, rows = proposals.contest_of(session, proposal), partners.invited_to(session, proposal.id or 0)
    live, asked = partners.live_of(session, proposal.id or 0), proposals.asked_fen(session, proposal.id or 0)
    left = asked - sum(one.share_fen for one in live)
    suggested = {"own_share_fen": [plain_yuan(proposal.own_share_fen or max(left, 0))]}
    may_share = actions.may_share_out(session, proposal) and proposals.may_write(session, actor, proposal)
    is_wrong = bool((invite_form and invite_form.problems) or (share_form and share_form.problems))
    return Page(
        "grants/inviting/partners.html",
        422 if is_wrong else 200,
        row=proposal,
        lead=proposals.group_of(session, proposal).name,
        lead_duties=LEAD_DUTIES,
        rule=joint_words(contest),
        most=contest.partners_max,
        live=live,
        earlier=[one for one in rows if one not in live],
        states=PARTNER.states,
        asked=asked,
        whole=proposal.own_share_fen + sum(one.share_fen for one in live),
        gaps=gaps(contest.partners_max, asked, proposal.own_share_fen, live),
        may_share=may_share,
        may_change=may_share and queries.is_agreeing(proposal),
        invite_form=invite_form or call.blank(forms.InviteForm, choices(session, proposal)),
        share_form=share_form or call.blank(forms.OwnShareForm, raw=suggested),
        page_title=f"{proposal.title} · 联合申报",
    )


@reads(PATH, P.PROPOSALS_VIEW)
def index(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    return _page(session, actor, PROPOSAL_NOUN.get(session, actor, row_id), call=call)


@changes(PATH, P.PROPOSALS_WRITE, creates=True, takes=forms.InviteForm)
def invite(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = PROPOSAL_NOUN.get(session, actor, row_id)
    form = call.bind(forms.InviteForm, choices(session, proposal))
    with form.catching(session):
        row = actions.invite(session, actor, proposal, form.value)
        return Moved(f"/proposals/{row_id}/partners", f"已发给{row.name}，对方的待办里会看到。")
    return _page(session, actor, proposal, form, call=call)


@changes(f"{PATH}/share", P.PROPOSALS_WRITE, takes=forms.OwnShareForm)
def keep_share(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal, form = PROPOSAL_NOUN.get(session, actor, row_id), call.bind(forms.OwnShareForm)
    with form.catching(session):
        actions.keep_share(session, actor, proposal, form.value)
        return Moved(f"/proposals/{row_id}/partners", "牵头单位的份额已保存。")
    return _page(session, actor, proposal, None, form, call=call)


@changes(f"{PATH}/{{partner_id:int}}/recall", P.PROPOSALS_WRITE)
def take_back(session: Session, actor: Actor, row_id: int, partner_id: int) -> Reply:
    proposal = PROPOSAL_NOUN.get(session, actor, row_id)
    partner = queries.get_live(session, proposal, partner_id)
    actions.take_back(session, actor, proposal, partner)
    return Moved(f"/proposals/{row_id}/partners", f"已收回给{partner.name}的邀请。")


HANDLERS = [index, invite, keep_share, take_back, *noun_pages(NOUN)]
