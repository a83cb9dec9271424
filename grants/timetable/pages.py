"""The page of an edition's dates: read by everybody who sees the edition, set by its office."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.forms import Bound, spread
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.templating import Page
from core.web import changes, reads
from grants.contests.models import Contest
from grants.contests.queries import get_contest
from grants.timetable import actions, queries
from grants.timetable.forms import ExtensionForm, TimetableForm


def _page(session: Session, actor: Actor, call: Call, contest: Contest, status: int = 200, **forms: Bound) -> Page:
    choices = {"proposal_id": queries.late_choices(session, actor, contest)}
    may_extend = queries.may_extend(actor, contest)
    return Page(
        "grants/timetable/show.html",
        status,
        contest=contest,
        lines=queries.lines(session, contest),
        may_change=queries.may_change(actor, contest),
        may_extend=may_extend,
        form=forms.get("dates") or _dates(session, call, contest),
        extension=forms.get("extension") or (call.blank(ExtensionForm, choices) if may_extend else None),
        extended=queries.extended(session, actor, contest),
        page_title=f"{contest.title} · 日程",
    )


def _dates(session: Session, call: Call, contest: Contest) -> Bound:
    """The dates as they stand; of an edition without any, a first plan by working days."""
    days = queries.days_of(session, contest.id or 0) or queries.planned(session, contest)
    rows = [{"stage": stage, "starts_on": first, "ends_on": last} for stage, (first, last) in days.items()]
    given = {"closes_at": contest.closes_at, "grace_minutes": contest.grace_minutes, "stages": rows}
    return call.blank(TimetableForm, raw=spread(TimetableForm, given), version=contest.version)


@reads("/contests/{row_id:int}/timetable", P.CONTESTS_VIEW)
def show(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    return _page(session, actor, call, get_contest(session, actor, row_id))


@changes("/contests/{row_id:int}/timetable", P.CONTESTS_MANAGE, takes=TimetableForm)
def set_dates(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    contest = get_contest(session, actor, row_id)
    form = call.bind(TimetableForm)
    with form.catching(session):
        actions.set_timetable(session, actor, contest, form.value, call.version)
        return Moved(f"/contests/{row_id}/timetable", "日程已保存。")
    return _page(session, actor, call, contest, 409 if form.is_stale else 422, dates=form)


@changes("/contests/{row_id:int}/timetable/extensions", P.CONTESTS_APPROVE, takes=ExtensionForm)
def extend(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    contest = get_contest(session, actor, row_id)
    form = call.bind(ExtensionForm, {"proposal_id": queries.late_choices(session, actor, contest)})
    with form.catching(session):
        actions.extend(session, actor, contest, form.value)
        return Moved(f"/contests/{row_id}/timetable#extensions", "已延期，并通知了申报人。")
    return _page(session, actor, call, contest, 422, extension=form)


HANDLERS = [show, set_dates, extend]
