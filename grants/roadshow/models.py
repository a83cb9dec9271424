"""A roadshow and its items."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from core.constraints import explain
from core.db import Id, Stateful, enum_type, json_field, reference, state_needs
from core.labels import Labelled


class RoadshowStatus(Labelled):
    PLANNED = "PLANNED", "筹备中"
    RUNNING = "RUNNING", "进行中"
    CLOSED = "CLOSED", "已结束"


class OrderKind(Labelled):
    DRAWN = "DRAWN", "抽签"
    FEWEST_MOVES = "FEWEST_MOVES", "让应回避的评委离场最少"


class Roadshow(Stateful, table=True):
    """The event at which the items of one panel are presented and scored by the roadshow rubric.

    ``present`` are the seats of the judges who are there. ``order_kind``, ``seed`` and ``seed_source`` say how the
    order came about, so that anybody can make it again. ``code`` is the address of the wall page; ``shown`` counts
    the places that the host has revealed, from the last one up.
    """

    __table_args__ = (
        CheckConstraint("talk_minutes BETWEEN 1 AND 60 AND question_minutes BETWEEN 0 AND 60", name="minutes"),
        state_needs((RoadshowStatus.RUNNING, RoadshowStatus.CLOSED), "order_kind", "started_at"),
        state_needs((RoadshowStatus.CLOSED,), "closed_at"),
    )

    status: RoadshowStatus = Field(default=RoadshowStatus.PLANNED, sa_type=enum_type(RoadshowStatus))
    number: str = Field(max_length=40, unique=True)
    title: str = Field(max_length=80)
    panel_id: int = reference("panel.id", index=False, unique=True)
    rubric_id: int = reference("scheme.id")
    starts_at: datetime
    place: str = Field(max_length=80)
    talk_minutes: int = 5
    question_minutes: int = 5
    code: str = Field(max_length=16, unique=True)
    present: list[int] = json_field(default_factory=list)
    order_kind: OrderKind | None = Field(default=None, sa_type=enum_type(OrderKind))
    seed: str = Field(default="", max_length=120)
    seed_source: str = Field(default="", max_length=200)
    shown: int = 0
    started_at: datetime | None = None
    closed_at: datetime | None = None


explain("uq_roadshow_panel_id", "这个评审组已经有路演。")
explain("roadshow.panel_id", "这个评审组已经有路演。")


class ItemStatus(Labelled):
    WAITING = "WAITING", "候场"
    RUNNING = "RUNNING", "正在路演"
    DONE = "DONE", "已完成"
    ABSENT = "ABSENT", "缺席"


class RoadshowItem(Stateful, table=True):
    """One proposal of a roadshow in its place of the order; of one roadshow at most one item is running."""

    __tablename__ = "roadshow_item"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "proposal_id"),
        CheckConstraint("place > 0", name="place"),
        state_needs((ItemStatus.RUNNING, ItemStatus.DONE), "started_at"),
        Index(
            "uq_roadshow_item_running",
            "roadshow_id",
            unique=True,
            sqlite_where=text("status = 'RUNNING'"),
            postgresql_where=text("status = 'RUNNING'"),
        ),
    )

    status: ItemStatus = Field(default=ItemStatus.WAITING, sa_type=enum_type(ItemStatus))
    roadshow_id: int = reference("roadshow.id")
    proposal_id: int = reference("proposal.id")
    place: int
    started_at: datetime | None = None
    ended_at: datetime | None = None
    called_by: int | None = Field(default=None, sa_type=Id)


RUNS = "另一个项目正在路演，请刷新页面。"
explain("uq_roadshow_item_running", RUNS)
explain("roadshow_item.roadshow_id", RUNS)
