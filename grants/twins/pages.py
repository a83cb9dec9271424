"""The page on which staff read what resembles a proposal, while they check its eligibility."""

from sqlmodel import Session

from core.access import Actor
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.templating import Page
from core.web import reads
from grants.past import queries as past
from grants.proposals.models import Proposal
from grants.proposals.pages import NOUN
from grants.proposals.queries import parts_of
from grants.twins import queries


def _past(session: Session, actor: Actor, proposal: Proposal) -> list[past.PastTwin]:
    """The same among what was imported of earlier editions."""
    lines = parts_of(session, proposal.id or 0)["budget"]
    return past.twins_of(session, actor, proposal.title, proposal.summary, lines)


@reads("/proposals/{row_id:int}/similar", P.PROPOSALS_SCREEN)
def similar(session: Session, actor: Actor, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    return Page(
        "grants/twins/similar.html",
        row=proposal,
        twins=queries.twins_of(session, actor, proposal),
        past=_past(session, actor, proposal),
        page_title=f"{proposal.title} · 相似的申报",
    )


@reads(f"{BASE}/proposals/{{row_id:int}}/similar", P.PROPOSALS_SCREEN)
def similar_json(session: Session, actor: Actor, row_id: int) -> Reply:
    """The same for machines."""
    proposal = NOUN.get(session, actor, row_id)
    found = queries.twins_of(session, actor, proposal)
    items = [
        {
            "id": one.proposal.id,
            "number": one.proposal.number,
            "percent": one.percent,
            "passages": one.passages,
            "has_same_phone": one.has_same_phone,
            "same_accounts": one.accounts,
            "same_lines": one.same_lines,
        }
        for one in found
    ]
    earlier = [
        {
            "id": one.past.id,
            "number": one.past.number,
            "percent": one.percent,
            "passages": one.passages,
            "has_same_title": one.has_same_title,
            "same_lines": one.same_lines,
        }
        for one in _past(session, actor, proposal)
    ]
    return Json({"items": items, "past": earlier, "after": None})


HANDLERS = [similar, similar_json]
