"""What the numbers of an opened round say: a page beside the ranking, with a table under each picture."""

from typing import Any

from sqlmodel import Session

from core import charts
from core.access import Actor
from core.call import Call
from core.forms import Bound
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.templating import Page
from core.web import changes, reads
from grants.insight import actions, queries
from grants.insight.forms import NoteForm
from grants.panels.models import Panel
from grants.panels.queries import get_panel, seat_names


def _drawn(numbers: queries.Numbers, names: dict[int, str]) -> dict[str, Any]:
    """The pictures: where each proposal may stand, how its marks spread, how judges lean."""
    placed = [(f"{row.rank} {p.title}", row.rank, row.proposal_id) for row, p in numbers.places]
    bands = [(label, numbers.standing[n].low, rank, numbers.standing[n].high) for label, rank, n in placed]
    bands = [(label, low, min(max(rank, low), high), high) for label, low, rank, high in bands]
    marks = [(label, s.low, s.mean, s.high) for label, _rank, n in placed if (s := numbers.spread.get(n))]
    leaning = [
        (names.get(seat, ""), one.severity - one.deviation, one.severity, one.severity + one.deviation)
        for seat, one in sorted(numbers.leaning.items(), key=lambda pair: -pair[1].severity)
    ]
    return {
        "bands": charts.intervals(bands, 1, max(len(placed), 2)),
        "marks": charts.intervals(marks, 0, 100),
        "leaning": charts.intervals(_rounded(leaning)),
    }


def _rounded(rows: list[tuple[str, float, float, float]]) -> list[tuple[str, float, float, float]]:
    return [(label, round(low, 2), round(middle, 2), round(high, 2)) for label, low, middle, high in rows]


def _numbers_page(session: Session, actor: Actor, panel: Panel, form: Bound, status: int = 200) -> Page:
    numbers, names = queries.numbers_of(session, panel), seat_names(session, panel.id or 0)
    return Page(
        "grants/insight/numbers.html",
        status,
        panel=panel,
        numbers=numbers,
        names=names,
        titles={row.proposal_id: f"{row.rank} {proposal.title}" for row, proposal in numbers.places},
        **_drawn(numbers, names),
        form=form if actor.can(P.JUDGING_CLOSE, panel.area_code) and numbers.outliers else None,
        page_title=f"{panel.title} · 数据说明",
    )


@reads("/panels/{row_id:int}/numbers", P.JUDGING_VIEW)
def numbers(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    panel = queries.opened_panel(session, get_panel(session, actor, row_id))
    form = call.blank(NoteForm, queries.outlier_choices(session, panel))
    return _numbers_page(session, actor, panel, form)


@changes("/panels/{row_id:int}/numbers", P.JUDGING_CLOSE, takes=NoteForm)
def explain(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """The chair's note on a flagged sheet."""
    panel = queries.opened_panel(session, get_panel(session, actor, row_id))
    form = call.bind(NoteForm, queries.outlier_choices(session, panel))
    with form.catching(session):
        actions.explain_outlier(session, actor, panel, form.value)
        return Moved(f"/panels/{row_id}/numbers#outliers", "说明已保存，分数没有改动。")
    return _numbers_page(session, actor, panel, form, 422)


HANDLERS = [numbers, explain]
