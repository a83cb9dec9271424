"""The method and the bonuses of a round as JSON, with the permissions and rules of their pages."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.web import changes, reads
from grants.contests.models import Contest
from grants.contests.queries import get_contest
from grants.methods import rules as methods
from grants.methods.forms import MethodForm
from grants.panels.models import Panel
from grants.panels.queries import get_panel
from grants.rounds import actions, queries
from grants.rounds.forms import BonusForm, BonusOut, MethodOut

METHOD, BONUSES = f"{BASE}/contests/{{row_id:int}}/method", f"{BASE}/panels/{{row_id:int}}/bonuses"


def _method(session: Session, contest: Contest) -> Json:
    frozen = queries.is_frozen(session, contest)
    return Json(MethodOut(method=methods.kept(contest.method), is_frozen=frozen, version=contest.version))


@reads(METHOD, P.CONTESTS_VIEW, returns=MethodOut)
def method(session: Session, actor: Actor, row_id: int) -> Reply:
    return _method(session, get_contest(session, actor, row_id))


@changes(METHOD, P.CONTESTS_MANAGE, takes=MethodForm, returns=MethodOut)
def set_method(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """Set it while it may be set; an attempt on a frozen one is refused and kept on record, as from the page."""
    contest = get_contest(session, actor, row_id)
    data = call.body(MethodForm, {"tie_break.code": queries.tie_choices(session, contest)})
    stated = call.json.get("version")
    try:
        actions.set_method(session, actor, contest, data, stated if isinstance(stated, int) else None)
    except actions.Frozen:
        call.afterwards.append(lambda after: actions.log_refusal(after, actor, row_id, data.stored()))
        raise
    return _method(session, contest)


def _bonuses(session: Session, panel: Panel) -> Json:
    entered = queries.entered_bonuses(session, panel)
    rows = [BonusOut(**row, source=entered["source"]) for row in entered["bonuses"]]
    return Json({"items": rows, "after": None})


@reads(BONUSES, P.JUDGING_MANAGE, returns=BonusOut, is_list=True)
def bonuses(session: Session, actor: Actor, row_id: int) -> Reply:
    return _bonuses(session, get_panel(session, actor, row_id))


@changes(BONUSES, P.JUDGING_MANAGE, takes=BonusForm, returns=BonusOut)
def record_bonuses(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    panel = get_panel(session, actor, row_id)
    actions.record_bonuses(session, actor, panel, call.body(BonusForm))
    return _bonuses(session, panel)


HANDLERS = [method, set_method, bonuses, record_bonuses]
