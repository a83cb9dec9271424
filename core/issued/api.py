"""Verification as JSON."""

from sqlmodel import Session

from core.access import PUBLIC
from core.errors import NotFound
from core.issued import queries
from core.issued.forms import IssuedOut
from core.issued.pages import UNKNOWN
from core.replies import Json, Reply
from core.web import reads


@reads("/api/v1/verify/{code:str}", PUBLIC, returns=IssuedOut)
def verify(session: Session, code: str) -> Reply:
    found = queries.by_code(session, code)
    if found is None:
        raise NotFound(UNKNOWN)
    return Json(found)


HANDLERS = [verify]
