"""What the numbers of an opened round say, as JSON, and the chair's word on an outlying sheet."""

from dataclasses import asdict

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.web import changes, reads
from grants.insight import actions, queries
from grants.insight.forms import NoteForm, NumbersOut
from grants.panels.models import Panel
from grants.panels.queries import get_panel

NUMBERS = f"{BASE}/panels/{{row_id:int}}/numbers"


def _numbers(session: Session, panel: Panel) -> Json:
    found = queries.numbers_of(session, panel)
    outliers = [
        {"seat_id": one.seat_id, "proposal_id": one.proposal.id, "total": one.total, "note": one.note}
        for one in found.outliers
    ]
    return Json(
        NumbersOut(
            run=found.run.run,
            funded=found.funded,
            alpha=found.alpha,
            icc=list(found.icc) if found.icc else None,
            spread={number: asdict(one) for number, one in found.spread.items()},
            leaning={seat: asdict(one) for seat, one in found.leaning.items()},
            standing={number: asdict(one) for number, one in found.standing.items()},
            pairs=[asdict(pair) for pair in found.pairs],
            one_more=found.one_more,
            outliers=outliers,
        )
    )


@reads(NUMBERS, P.JUDGING_VIEW, returns=NumbersOut)
def numbers(session: Session, actor: Actor, row_id: int) -> Reply:
    return _numbers(session, queries.opened_panel(session, get_panel(session, actor, row_id)))


@changes(NUMBERS, P.JUDGING_CLOSE, takes=NoteForm, returns=NumbersOut)
def explain(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """A word on a flagged sheet; no mark changes."""
    panel = queries.opened_panel(session, get_panel(session, actor, row_id))
    actions.explain_outlier(session, actor, panel, call.body(NoteForm, queries.outlier_choices(session, panel)))
    return _numbers(session, panel)


HANDLERS = [numbers, explain]
