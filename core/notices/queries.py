"""Reading notices: the public what was published, the offices what lies in their area."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, or_
from sqlmodel import Session, col, func, select

from core import clock
from core.access import Actor, is_live, is_shadow
from core.errors import NotFound
from core.notices import rules
from core.notices.models import Notice, NoticeStatus, Objection, ObjectionStatus
from core.notices.workflow import NOTICE, OBJECTION
from core.permissions import Permission
from core.search import matches
from core.tables import Col, Filter, Table

PUBLIC_STATES = (NoticeStatus.OPEN, NoticeStatus.CLOSED, NoticeStatus.CONFIRMED, NoticeStatus.WITHDRAWN)
PUBLIC_PAGE = 30


def visible_notices(actor: Actor) -> ColumnElement[bool]:
    return actor.within(Notice.area_code, Permission.NOTICES_VIEW)


def visible_objections(actor: Actor) -> ColumnElement[bool]:
    return actor.within(Objection.area_code, Permission.OBJECTIONS_VIEW)


NOTICES = Table(
    model=Notice,
    columns=(
        Col("title", "公示", col(Notice.title)),
        Col("number", "编号", col(Notice.number), is_sortable=True),
        Col("status", "状态", col(Notice.status), kind="state"),
        Col("starts_on", "开始", col(Notice.starts_on), kind="date"),
        Col("ends_on", "截止", col(Notice.ends_on), kind="date"),
    ),
    filters=(Filter("status", "状态", col(Notice.status), NoticeStatus.choices()),),
    search=Notice.search_text,
    workflow=NOTICE,
    empty_text="还没有公示。拟立项名单、星级结果等决定作出后会在这里公示。",
)

OBJECTIONS = Table(
    model=Objection,
    columns=(
        Col("number", "编号", col(Objection.number), is_sortable=True),
        Col("notice", "公示", col(Notice.title)),
        Col("contact", "异议人", col(Objection.contact_masked)),
        Col("status", "状态", col(Objection.status), kind="state"),
        Col("received_at", "收到时间", col(Objection.received_at), kind="datetime", is_sortable=True),
        Col("answer_due_on", "答复期限", col(Objection.answer_due_on), kind="date"),
    ),
    filters=(Filter("status", "状态", col(Objection.status), ObjectionStatus.choices()),),
    join=lambda statement: statement.join(Notice, col(Notice.id) == col(Objection.notice_id)),
    search=Notice.search_text,
    workflow=OBJECTION,
    empty_text="还没有异议。",
)


def _rank() -> Any:
    """Open notices before all others."""
    is_open = (col(Notice.status) == NoticeStatus.OPEN) & (col(Notice.ends_on) >= clock.today())
    return case((is_open, 0), else_=1)


def rank_of(notice: Notice) -> int:
    return 0 if rules.is_open(notice, clock.today()) else 1


def list_public(session: Session, q: str = "", after: tuple[int, int] | None = None) -> tuple[list[Notice], bool]:
    """One page of published notices, open ones first, then the newest, and whether there are more.

    ``after`` is the (rank, id) of the last one seen.
    """
    rank, identity = _rank(), col(Notice.id)
    wanted = [col(Notice.status).in_(PUBLIC_STATES), is_live(Notice.area_code)]
    if q:
        wanted.append(matches(Notice.search_text, q))
    if after:
        wanted.append(or_(rank > after[0], (rank == after[0]) & (identity < after[1])))
    statement = select(Notice).where(*wanted).order_by(rank, identity.desc()).limit(PUBLIC_PAGE + 1)
    found = list(session.exec(statement))
    return found[:PUBLIC_PAGE], len(found) > PUBLIC_PAGE


def get_public(session: Session, notice_id: int) -> Notice:
    """A notice that was published; drafts do not exist for the public."""
    notice = session.get(Notice, notice_id)
    if notice is None or notice.status not in PUBLIC_STATES or is_shadow(notice.area_code):
        raise NotFound("没有这份公示，请回公示列表查找。")
    return notice


def notices_of(session: Session, noun: str, noun_id: int, kind: str | None = None) -> list[Notice]:
    """The notices about one record, newest first."""
    wanted = [Notice.noun == noun, Notice.noun_id == noun_id]
    if kind is not None:
        wanted.append(Notice.kind == kind)
    return list(session.exec(select(Notice).where(*wanted).order_by(col(Notice.id).desc())))


def is_final(session: Session, noun: str, noun_id: int, kind: str | None = None) -> bool:
    """Whether the latest notice about a record that was not withdrawn ran its term and was confirmed."""
    live = (one for one in notices_of(session, noun, noun_id, kind) if one.status != NoticeStatus.WITHDRAWN)
    latest = next(live, None)
    return latest is not None and latest.status == NoticeStatus.CONFIRMED


def count_objections(session: Session, notice_id: int, *states: ObjectionStatus) -> int:
    wanted = (Objection.notice_id == notice_id, col(Objection.status).in_(states))
    return session.exec(select(func.count()).select_from(Objection).where(*wanted)).one()


def notice_facts(session: Session, notice: Notice) -> dict[str, Any]:
    """What the rules of a notice ask."""
    return {
        "today": clock.today(),
        "unanswered": count_objections(session, notice.id or 0, *rules.UNANSWERED),
        "upheld": count_objections(session, notice.id or 0, ObjectionStatus.UPHELD),
    }


def list_objections(session: Session, actor: Actor, notice_id: int) -> list[Objection]:
    wanted = (Objection.notice_id == notice_id, visible_objections(actor))
    return list(session.exec(select(Objection).where(*wanted).order_by(col(Objection.id))))


def by_receipt(session: Session, code: str) -> Objection:
    found = session.exec(select(Objection).where(Objection.receipt_code == code)).first() if code else None
    if found is None:
        raise NotFound("没有查到这张回执，请核对回执地址。")
    return found


def recent_of(session: Session, column: Any, index: str, hours: int = 24) -> int:
    """How many objections one telephone, or one network address, raised of late."""
    since = clock.now() - timedelta(hours=hours)
    wanted = (col(column) == index, col(Objection.received_at) > since)
    return session.exec(select(func.count()).select_from(Objection).where(*wanted)).one()


def list_ended(session: Session, limit: int = 200) -> list[Notice]:
    """The notices whose term is over but which are still noted as open."""
    over = (Notice.status == NoticeStatus.OPEN, col(Notice.ends_on) < clock.today())
    return list(session.exec(select(Notice).where(*over).order_by(col(Notice.id)).limit(limit)))
