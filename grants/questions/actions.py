"""Keeping the forms of an edition: the first proposal finds what is fixed from then on."""

from sqlmodel import Session

from core.db import hold
from grants.contests.models import Contest
from grants.questions.models import FormVersion
from grants.questions.queries import forms_of, newest
from grants.questions.rules import stored


def adopt(session: Session, contest: Contest, made_by: int | None) -> FormVersion:
    """The newest version; an edition that has none takes the district's form as it stands today, once."""
    found = newest(session, contest.id or 0)
    if found is None:
        hold(session, contest)
        kept = [stored(form) for form in forms_of(session, contest)]
        found = FormVersion(contest_id=contest.id, number=1, forms=kept, made_by=made_by)
        session.add(found)
        session.flush()
    return found
