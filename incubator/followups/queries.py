"""Reading follow-ups: whoever works the talent pool of the place."""

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from core.access import Actor, Area, per_actor
from core.permissions import Permission
from core.tables import Col, Filter, Table
from incubator.followups.models import FollowUp, FollowUpStatus
from incubator.people.models import Talent


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    return actor.within(FollowUp.area_code, Permission.TALENTS_ADD)


def talent_of(session: Session, row: FollowUp) -> Talent:
    return session.get_one(Talent, row.talent_id)


def of_talent(session: Session, talent_id: int) -> list[FollowUp]:
    """Everything that is kept of one person, the newest first; the caller has seen that it may be read."""
    chosen = select(FollowUp).where(FollowUp.talent_id == talent_id)
    return list(session.exec(chosen.order_by(col(FollowUp.id).desc())))


def seen_of_talent(session: Session, actor: Actor, talent_id: int) -> list[FollowUp]:
    chosen = select(FollowUp).where(FollowUp.talent_id == talent_id, visible_to(actor))
    return list(session.exec(chosen.order_by(col(FollowUp.id).desc())))


TABLE = Table(
    model=FollowUp,
    columns=(
        Col("title", "项目名称", col(FollowUp.title)),
        Col("talent", "姓名", col(Talent.name)),
        Col("community", "社区", col(Area.name)),
        Col("outcome", "结果", col(FollowUp.outcome)),
        Col("due_on", "期限", col(FollowUp.due_on), kind="date"),
        Col("status", "状态", col(FollowUp.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(FollowUp.status), FollowUpStatus.choices()),),
    search=FollowUp.title,
    join=lambda statement: statement.join(Talent, col(Talent.id) == col(FollowUp.talent_id)).join(
        Area, col(Area.code) == col(FollowUp.area_code)
    ),
    empty_text="没有要回访的人。发出结果通知书时，没有入选的项目里在能人库的人会列在这里。",
)
