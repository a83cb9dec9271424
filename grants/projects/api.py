"""Projects, expenses and checks as JSON, and what a project gives on."""

from sqlmodel import Session

from core.access import Actor
from core.errors import NotFound
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE, noun_api
from core.web import reads
from grants.projects import queries
from grants.projects.forms import GivenOnOut
from grants.projects.pages import CHECK_NOUN, EXPENSE_NOUN, PROJECT_NOUN


@reads(f"{BASE}/projects/{{row_id:int}}/given-on", P.PROJECTS_VIEW, returns=GivenOnOut)
def given_on(session: Session, actor: Actor, row_id: int) -> Reply:
    found = queries.given_on(session, PROJECT_NOUN.get(session, actor, row_id))
    if found is None:
        raise NotFound
    shown = GivenOnOut(
        total_fen=found.fund.total_fen,
        allocated_fen=found.fund.reserved_fen + found.fund.paid_fen,
        left_fen=found.fund.available_fen,
        contests=[contest.id or 0 for contest in found.contests],
        awards=[award.id or 0 for award, _name in found.awards],
    )
    return Json(shown.model_dump(mode="json"))


HANDLERS = [given_on, *noun_api(PROJECT_NOUN), *noun_api(EXPENSE_NOUN), *noun_api(CHECK_NOUN)]
