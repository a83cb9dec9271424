"""The page on which an earlier proposal is taken up again."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.errors import NotFound
from core.forms import Bound
from core.issued.queries import list_issued
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.templating import Page
from core.web import changes, reads
from grants.coaching.queries import advised
from grants.contests.queries import open_contests
from grants.contests.rules import is_above
from grants.proposals.models import Proposal
from grants.proposals.pages import NOUN
from grants.proposals.queries import contest_of, may_write
from grants.proposals.rules import has_ended, may_go_up
from grants.renewals import actions
from grants.renewals.forms import RenewalForm


def _page(session: Session, proposal: Proposal, form: Bound, status: int = 200) -> Page:
    """With what was said about the earlier proposal: the advice of its coaches, and its letters."""
    return Page(
        "grants/renewals/form.html",
        status,
        row=proposal,
        form=form,
        page_title=f"照“{proposal.title}”再报一次",
        advice=[one for _coaching, found in advised(session, proposal.id or 0) for one in found],
        letters=list_issued(session, "proposal", proposal.id or 0, "result_letter"),
    )


def choices(session: Session, actor: Actor) -> dict[str, list[tuple[str, str]]]:
    return {"contest_id": [(str(one.id), one.title) for one in open_contests(session, actor)]}


@reads("/proposals/{row_id:int}/renew", P.PROPOSALS_WRITE)
def renew_form(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    if not has_ended(proposal) or not may_write(session, actor, proposal):
        raise NotFound
    return _page(session, proposal, call.blank(RenewalForm, choices(session, actor), raw={"title": [proposal.title]}))


@changes("/proposals/{row_id:int}/renew", P.PROPOSALS_WRITE, creates=True, takes=RenewalForm)
def renew(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    form = call.bind(RenewalForm, choices(session, actor))
    with form.catching(session):
        made = actions.renew(session, actor, proposal, form.value)
        return Moved(f"/proposals/{made.id}", "原来写的都带过来了，请看看哪些要改、哪些要补。")
    return _page(session, proposal, form, 422)


def choices_above(session: Session, actor: Actor, winner: Proposal) -> dict[str, list[tuple[str, str]]]:
    contest = contest_of(session, winner)
    above = [one for one in open_contests(session, actor) if is_above(one, contest)]
    return {"contest_id": [(str(one.id), f"{one.title}（{one.level.label}）") for one in above]}


def _forward_page(proposal: Proposal, form: Bound, status: int = 200) -> Page:
    title = f"推荐上报“{proposal.title}”"
    return Page("grants/renewals/forward.html", status, row=proposal, form=form, page_title=title)


@reads("/proposals/{row_id:int}/forward", P.AWARDS_PROPOSE)
def forward_form(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    contest = contest_of(session, proposal)
    if not may_go_up(proposal, contest) or not actor.can(P.AWARDS_PROPOSE, contest.area_code):
        raise NotFound
    above = choices_above(session, actor, proposal)
    return _forward_page(proposal, call.blank(RenewalForm, above, raw={"title": [proposal.title]}))


@changes("/proposals/{row_id:int}/forward", P.AWARDS_PROPOSE, creates=True, takes=RenewalForm)
def put_forward(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    form = call.bind(RenewalForm, choices_above(session, actor, proposal))
    with form.catching(session):
        made = actions.put_forward(session, actor, proposal, form.value)
        return Moved(f"/proposals/{made.id}", "已推荐上报，团队可以在这份草稿上修改、提交。")
    return _forward_page(proposal, form, 422)


HANDLERS = [renew_form, renew, forward_form, put_forward]
