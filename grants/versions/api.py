"""Versions of a proposal as JSON."""

from sqlmodel import Session

from core.access import Actor
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.web import reads
from grants.proposals.pages import NOUN
from grants.versions import queries
from grants.versions.forms import VersionOut


@reads(f"{BASE}/proposals/{{row_id:int}}/versions", P.PROPOSALS_VIEW, returns=VersionOut, is_list=True)
def index(session: Session, actor: Actor, row_id: int) -> Reply:
    """Every version that was handed in, the newest first."""
    versions = queries.with_changes(session, NOUN.get(session, actor, row_id))
    return Json({"items": [VersionOut(**one.model_dump(), changes=count) for one, count in versions], "after": None})


HANDLERS = [index]
