"""The forms of an edition as JSON: read in force, or replaced as a whole."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.web import changes, reads
from grants.builder import actions, forms, rules
from grants.contests.models import Contest
from grants.contests.queries import get_contest
from grants.questions.queries import forms_of, newest

PATH = f"{BASE}/contests/{{row_id:int}}/forms"


def _shown(session: Session, contest: Contest) -> dict:
    now, version = forms_of(session, contest), newest(session, contest.id or 0)
    return forms.FormsOut(
        number=version.number if version else 1,
        note=version.note if version else "",
        mark=rules.mark_of(now),
        forms=[form.model_dump(mode="json") for form in now],
    ).model_dump(mode="json")


@reads(PATH, P.CONTESTS_VIEW, returns=forms.FormsOut)
def index(session: Session, actor: Actor, row_id: int) -> Reply:
    """The forms in force with every question; ``mark`` is to be sent back with a change."""
    return Json(_shown(session, get_contest(session, actor, row_id)))


@changes(PATH, P.CONTESTS_MANAGE, takes=forms.FormsBody, returns=forms.FormsOut)
def replace(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    contest = get_contest(session, actor, row_id)
    actions.replace(session, actor, contest, call.body(forms.FormsBody))
    return Json(_shown(session, contest))


HANDLERS = [index, replace]
