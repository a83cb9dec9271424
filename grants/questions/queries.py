"""Reading the forms of an edition: its newest version, else what the district starts with."""

from sqlmodel import Session, col, select

from core import codelists
from core.db import once
from core.statements import Prepared
from grants.contests.models import Contest
from grants.questions.models import FormVersion, Questionnaire
from grants.questions.rules import read

PRESETS = "form_presets"
USUAL = "FULL"


def presets_of(session: Session, area_code: str) -> list[Questionnaire]:
    """The forms that a district offers to choose from, the shortest first."""
    return [read(one) for one in codelists.items(session, area_code, PRESETS)]


_VERSIONS = Prepared(
    lambda contest: (
        select(FormVersion).where(FormVersion.contest_id == contest).order_by(col(FormVersion.number).desc())
    )
)
_NEWEST = Prepared(lambda contest: _VERSIONS.compose(contest).limit(1))


def versions_of(session: Session, contest_id: int) -> list[FormVersion]:
    """Every version of an edition's forms, the newest first."""
    return list(_VERSIONS(session, contest=contest_id))


def newest(session: Session, contest_id: int) -> FormVersion | None:
    return _NEWEST(session, contest=contest_id).first()


def forms_of(session: Session, contest: Contest) -> list[Questionnaire]:
    """The forms in force: the edition's own, else the full one as the district keeps it."""
    return once(session, ("forms of contest", contest.id), lambda: _read_forms(session, contest))


def _read_forms(session: Session, contest: Contest) -> list[Questionnaire]:
    version = newest(session, contest.id or 0)
    if version is not None:
        return [read(one | {"number": version.number}) for one in version.forms]
    return [form for form in presets_of(session, contest.area_code) if form.code == USUAL]
