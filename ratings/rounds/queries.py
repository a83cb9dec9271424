"""Reading rating rounds: offices see those of their area, everybody the opened ones above it."""

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from core.access import Actor, ancestors, per_actor
from core.errors import NotFound
from core.permissions import Permission
from core.tables import Col, Filter, Table
from ratings.rounds.models import RatingRound, RoundStatus
from ratings.rounds.workflow import ROUND


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Rounds of the actor's areas; those of the areas above once they were opened."""
    above = sorted({code for grant in actor.grants for code in ancestors(grant.area_code)})
    opened = and_(col(RatingRound.status) != RoundStatus.DRAFT, col(RatingRound.area_code).in_(above))
    return or_(actor.office_within(RatingRound.area_code, Permission.ROUNDS_MANAGE), opened)


def get_round(session: Session, actor: Actor, round_id: int) -> RatingRound:
    found = session.exec(select(RatingRound).where(RatingRound.id == round_id, visible_to(actor))).first()
    if found is None:
        raise NotFound
    return found


def open_round_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    here = (RatingRound.status == RoundStatus.OPEN, visible_to(actor))
    rows = session.exec(select(RatingRound).where(*here).order_by(col(RatingRound.id).desc()))
    return [(str(one.id), one.title) for one in rows]


TABLE = Table(
    model=RatingRound,
    columns=(
        Col("title", "名称", col(RatingRound.title)),
        Col("number", "编号", col(RatingRound.number), is_sortable=True),
        Col("year", "年度", col(RatingRound.year), kind="number", is_sortable=True, show=str),
        Col("opens_on", "申报开始", col(RatingRound.opens_on), kind="date"),
        Col("closes_on", "申报截止", col(RatingRound.closes_on), kind="date"),
        Col("status", "状态", col(RatingRound.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(RatingRound.status), RoundStatus.choices()),),
    search=RatingRound.title,
    workflow=ROUND,
    empty_text="还没有评定轮次。先准备一轮，选好评定方案再开始申报。",
)
