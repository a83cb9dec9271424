"""The papers of a roadshow: two that are issued, and the empty score sheets to print."""

from sqlmodel import Session

from core import clock
from core.access import Actor
from core.documents import Letterhead, content_digest, render
from core.permissions import Permission as P
from core.replies import PDF, File, Moved, Reply
from core.web import changes, reads
from grants.hosting.pages import NOUN
from grants.minutes import actions, documents, queries
from grants.sheets.models import Stage
from grants.sheets.queries import definition_of


@changes("/roadshows/{row_id:int}/order-list", P.JUDGING_MANAGE, creates=True)
def order_list(session: Session, actor: Actor, row_id: int) -> Reply:
    actions.issue_order(session, actor, NOUN.get(session, actor, row_id))
    return Moved(f"/roadshows/{row_id}#papers", "出场顺序表已出具。")


@changes("/roadshows/{row_id:int}/minutes", P.JUDGING_MANAGE, creates=True)
def minutes(session: Session, actor: Actor, row_id: int) -> Reply:
    actions.issue_minutes(session, actor, NOUN.get(session, actor, row_id))
    return Moved(f"/roadshows/{row_id}#papers", "会议记录已出具。")


@reads("/roadshows/{row_id:int}/blank", P.JUDGING_MANAGE)
def blank_sheets(session: Session, actor: Actor, row_id: int) -> Reply:
    """One empty score sheet a page, for a judge without a tablet."""
    record = queries.record_of(session, NOUN.get(session, actor, row_id))
    definition, title = definition_of(session, record.panel, Stage.ROADSHOW), "路演评分表"
    blocks = documents.sheets_blocks(record, definition)
    head = Letterhead(
        title=title,
        number=record.roadshow.number,
        issuer=record.panel.title,
        issued_on=clock.today(),
        version=1,
        made_by=actor.name,
        content_hash=content_digest(title, record.roadshow.number, blocks),
        made_at=clock.format_datetime(clock.now()),
    )
    return File(render(head, blocks), f"路演评分表-{record.roadshow.number}.pdf", PDF)


HANDLERS = [order_list, minutes, blank_sheets]
