"""The pages on which a round's method is read and set."""

from sqlmodel import Session

from core import codelists
from core.access import Actor
from core.call import Call
from core.forms import Bound, spread
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.templating import Page
from core.web import changes, reads
from grants.contests.models import Contest
from grants.contests.queries import get_contest
from grants.methods import rules as methods
from grants.methods.forms import MethodForm
from grants.panels.models import Panel
from grants.panels.queries import get_panel
from grants.rounds import actions, queries
from grants.rounds.forms import BonusForm
from grants.sheets.queries import eligible


def _method_page(session: Session, actor: Actor, contest: Contest, form: Bound, status: int = 200) -> Page:
    return Page(
        "grants/rounds/method.html",
        status,
        contest=contest,
        lines=methods.lines(methods.kept(contest.method), methods.tie_labels()),
        form=form,
        is_frozen=queries.is_frozen(session, contest),
        may_change=queries.may_change(session, actor, contest),
        page_title=f"{contest.title} · 评分办法",
    )


@reads("/contests/{row_id:int}/method", P.CONTESTS_VIEW)
def method(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """The method in plain words, and the form that sets it for whoever still may."""
    contest = get_contest(session, actor, row_id)
    raw = spread(MethodForm, MethodForm.blank_of(methods.kept(contest.method)))
    form = call.blank(MethodForm, _choices(session, contest), raw=raw, version=contest.version)
    return _method_page(session, actor, contest, form)


@changes("/contests/{row_id:int}/method", P.CONTESTS_MANAGE, takes=MethodForm)
def set_method(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    contest = get_contest(session, actor, row_id)
    form = call.bind(MethodForm, _choices(session, contest))
    with form.catching(session):
        data = form.value
        try:
            actions.set_method(session, actor, contest, data, call.version)
        except actions.Frozen:
            call.afterwards.append(lambda after: actions.log_refusal(after, actor, row_id, data.stored()))
            raise
        return Moved(f"/contests/{row_id}/method", "评分办法已保存。")
    return _method_page(session, actor, contest, form, 409 if form.is_stale else 422)


def _choices(session: Session, contest: Contest) -> dict[str, list[tuple[str, str]]]:
    kinds = codelists.choices(session, contest.area_code, "conflict_kinds")
    return {"tie_break.code": queries.tie_choices(session, contest), "conflict_kinds": kinds}


def _bonus_choices(session: Session, panel: Panel) -> dict[str, list[tuple[str, str]]]:
    return {"bonuses.proposal_id": [(str(p.id), f"{p.title} {p.number}") for p in eligible(session, panel)]}


def _bonus_page(session: Session, panel: Panel, form: Bound, status: int = 200) -> Page:
    title = f"{panel.title} · 票数和自筹"
    return Page("grants/rounds/bonuses.html", status, panel=panel, form=form, page_title=title)


@reads("/panels/{row_id:int}/bonuses", P.JUDGING_MANAGE)
def bonuses(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """Votes and money raised of every proposal, as last entered."""
    panel = get_panel(session, actor, row_id)
    raw = spread(BonusForm, queries.entered_bonuses(session, panel))
    return _bonus_page(session, panel, call.blank(BonusForm, _bonus_choices(session, panel), raw=raw))


@changes("/panels/{row_id:int}/bonuses", P.JUDGING_MANAGE, takes=BonusForm)
def record_bonuses(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    panel = get_panel(session, actor, row_id)
    form = call.bind(BonusForm, _bonus_choices(session, panel))
    with form.catching(session):
        actions.record_bonuses(session, actor, panel, form.value)
        return Moved(f"/panels/{row_id}/bonuses", "已登记。开封时按评分办法折算加分。")
    return _bonus_page(session, panel, form, 422)


HANDLERS = [method, set_method, bonuses, record_bonuses]
