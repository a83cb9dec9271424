"""Whom a team asks to stand behind its proposal, and the record on which they answer."""

from typing import Any

from sqlmodel import Session

from core import clock
from core.access import Actor
from core.call import Call
from core.forms import Bound
from core.money import format_yuan
from core.nouns import Move, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages
from core.templating import Page
from core.web import changes, reads
from grants.asking import actions, forms, queries
from grants.backing import queries as backings
from grants.backing.models import Backing
from grants.backing.rules import gap_of, wanted
from grants.backing.workflow import BACKING
from grants.contests.models import BackingKind
from grants.proposals import queries as proposals
from grants.proposals.models import PayeeKind, Proposal
from grants.proposals.pages import NOUN as PROPOSAL_NOUN
from grants.proposals.rules import is_editable, terms_of


def _facts(session: Session, actor: Actor, backing: Backing) -> list[tuple[str, Any]]:
    terms = backing.terms
    at = clock.format_datetime(backing.answered_at) if backing.answered_at else None
    return [
        ("请求", backing.kind.label),
        ("请的是谁", backing.name),
        ("申报团队", terms["group"]),
        ("申请金额", f"{format_yuan(terms['asked_fen'])} 元"),
        ("实施周期", f"{terms['months']} 个月"),
        ("活动地点", "、".join(terms["places"]) or None),
        ("意见", backing.opinion),
        ("答复时间", at),
    ]


NOUN = register(
    Noun(
        name="proposal_backing",
        label="社区意见和代管",
        plural="backings",
        section="公益微创投",
        in_menu=False,
        model=Backing,
        table=backings.TABLE,
        view=P.PROPOSALS_VIEW,
        visible=backings.visible_to,
        out=forms.BackingOut,
        title=lambda backing: f"{backing.title} · {backing.kind.label}",
        workflow=BACKING,
        moves={"accept": Move(actions.accept, forms.AcceptForm), "decline": Move(actions.decline)},
        facts=_facts,
        show=lambda session, actor, backing: {"lines": backing.terms["budget"]},
        rule_facts=queries.facts_of,
        event_labels={"add": "请求"},
        show_template="grants/asking/show.html",
    )
)


def choices(session: Session, proposal: Proposal) -> dict[str, list[tuple[str, str]]]:
    return {"host_group_id": queries.host_choices(session, proposal)}


def _page(session: Session, actor: Actor, proposal: Proposal, form: Bound, status: int = 200) -> Page:
    contest, rows = proposals.contest_of(session, proposal), backings.asked_of(session, proposal.id or 0)
    live = {one.kind: one for one in backings.live_of(session, proposal.id or 0)}
    now = terms_of(proposal, proposals.parts_of(session, proposal.id or 0))
    needed = wanted(contest.backings, proposal.payee_kind == PayeeKind.HOST)
    return Page(
        "grants/asking/ask.html",
        status,
        row=proposal,
        form=form,
        kinds=[(kind, kind in needed, live.get(kind), gap_of(kind, live.get(kind), now)) for kind in BackingKind],
        states=BACKING.states,
        earlier=[one for one in rows if one not in live.values()],
        may_ask=is_editable(proposal) and proposals.may_write(session, actor, proposal),
        page_title=f"{proposal.title} · 社区意见和代管",
    )


@reads("/proposals/{row_id:int}/backings", P.PROPOSALS_VIEW)
def ask_form(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = PROPOSAL_NOUN.get(session, actor, row_id)
    return _page(session, actor, proposal, call.blank(forms.AskForm, choices(session, proposal)))


@changes("/proposals/{row_id:int}/backings", P.PROPOSALS_WRITE, creates=True, takes=forms.AskForm)
def ask(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = PROPOSAL_NOUN.get(session, actor, row_id)
    form = call.bind(forms.AskForm, choices(session, proposal))
    with form.catching(session):
        row = actions.ask(session, actor, proposal, form.value)
        return Moved(f"/proposals/{row_id}/backings", f"已发给{row.name}，对方的待办里会看到。")
    return _page(session, actor, proposal, form, 422)


HANDLERS = [ask_form, ask, *noun_pages(NOUN)]
