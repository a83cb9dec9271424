"""The chair's word on outlying sheets."""

from sqlmodel import Session

from core import audit
from core.access import Actor
from core.changes import require
from core.errors import Refused
from core.permissions import Permission
from grants.insight import queries
from grants.insight.forms import NoteForm
from grants.insight.models import OutlierNote
from grants.panels.actions import refuse_judges
from grants.panels.models import Panel


def explain_outlier(session: Session, actor: Actor, panel: Panel, data: NoteForm) -> OutlierNote:
    """Write down why a flagged sheet stands; whoever judged in the round does not judge this."""
    require(actor, Permission.JUDGING_CLOSE, panel.area_code)
    queries.opened_panel(session, panel)
    refuse_judges(session, actor, panel.id or 0)
    flagged = {(one.seat_id, one.proposal.id) for one in queries.outliers_of(session, panel)}
    if (data.seat_id, data.proposal_id) not in flagged:
        raise Refused("这份评分表没有偏离提示。", field="proposal_id")
    same = {"area_code": panel.area_code, "panel_id": panel.id, "made_by": actor.account_id}
    note = OutlierNote(**same, **data.model_dump())
    session.add(note)
    session.flush()
    audit.record(session, actor, "panel.outlier", panel, **data.model_dump())
    return note
