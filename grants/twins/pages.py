"""The page on which staff read what resembles a proposal, while they check its eligibility."""

from sqlmodel import Session

from core.access import Actor
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.templating import Page
from core.web import reads
from grants.proposals.pages import NOUN
from grants.twins import queries


@reads("/proposals/{row_id:int}/similar", P.PROPOSALS_SCREEN)
def similar(session: Session, actor: Actor, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    return Page(
        "grants/twins/similar.html",
        row=proposal,
        twins=queries.twins_of(session, actor, proposal),
        page_title=f"{proposal.title} · 相似的申报",
    )


@reads(f"{BASE}/proposals/{{row_id:int}}/similar", P.PROPOSALS_SCREEN)
def similar_json(session: Session, actor: Actor, row_id: int) -> Reply:
    """The same for machines."""
    found = queries.twins_of(session, actor, NOUN.get(session, actor, row_id))
    items = [
        {
            "id": one.proposal.id,
            "number": one.proposal.number,
            "percent": one.percent,
            "passages": one.passages,
            "has_same_phone": one.has_same_phone,
            "same_lines": one.same_lines,
        }
        for one in found
    ]
    return Json({"items": items, "after": None})


HANDLERS = [similar, similar_json]
