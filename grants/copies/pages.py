"""The page on which an earlier edition is copied."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.forms import Bound
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.templating import Page
from core.web import changes, reads
from grants.contests.models import Contest
from grants.contests.queries import get_contest
from grants.copies import actions
from grants.copies.forms import CopyForm


def _page(contest: Contest, form: Bound, status: int = 200) -> Page:
    return Page(
        "grants/copies/form.html", status, contest=contest, form=form, page_title=f"照“{contest.title}”办新一届"
    )


@reads("/contests/{row_id:int}/copy", P.CONTESTS_MANAGE)
def copy_form(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    return _page(get_contest(session, actor, row_id), call.blank(CopyForm))


@changes("/contests/{row_id:int}/copy", P.CONTESTS_MANAGE, creates=True, takes=CopyForm)
def copy(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    contest, form = get_contest(session, actor, row_id), call.bind(CopyForm)
    with form.catching(session):
        made = actions.copy_contest(session, actor, contest, form.value)
        return Moved(f"/contests/{made.id}", "新一届已照样建好，请选资金，再核对各项规则。")
    return _page(contest, form, 422)


HANDLERS = [copy_form, copy]
