"""The page on which the result letters of an edition are read before they are sent, and sent."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.forms import Form
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.templating import Page
from core.web import changes, reads
from grants.contests.models import Contest
from grants.contests.queries import get_contest
from grants.letters import actions, queries
from grants.letters.rules import FEW_SHEETS


def _page(session: Session, actor: Actor, contest: Contest, problem: str = "", status: int = 200) -> Page:
    found = queries.letters_of(session, actor, contest)
    return Page(
        "grants/letters/list.html",
        status,
        contest=contest,
        letters=found,
        waiting=sum(one.sent is None for one in found),
        may_send=queries.may_send(actor, contest),
        is_ready=contest.status in queries.READY,
        few=FEW_SHEETS,
        problem=problem,
        page_title=f"{contest.title} · 结果通知书",
    )


@reads("/contests/{row_id:int}/letters", P.AWARDS_APPROVE)
def show(session: Session, actor: Actor, row_id: int) -> Reply:
    return _page(session, actor, get_contest(session, actor, row_id))


@changes("/contests/{row_id:int}/letters", P.AWARDS_APPROVE)
def send(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    contest, form = get_contest(session, actor, row_id), call.bind(Form)
    with form.catching(session):
        count = actions.send_letters(session, actor, contest)
        return Moved(f"/contests/{row_id}/letters", f"已发出 {count} 份结果通知书。")
    return _page(session, actor, contest, form.problems.get("", ""), 409)


HANDLERS = [show, send]
