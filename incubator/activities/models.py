"""Activities of groups, and the opinions that residents gave."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from core.db import Id, Located, Stateful, enum_type, fen_field, reference, state_needs
from core.labels import Labelled


class ActivityStatus(Labelled):
    DRAFT = "DRAFT", "草稿"
    SUBMITTED = "SUBMITTED", "待确认"
    CONFIRMED = "CONFIRMED", "已确认"
    RETURNED = "RETURNED", "退回补正"


class Activity(Stateful, table=True):
    """One activity of one group on one day, heads counted and nobody named; evidence once a second person confirms."""

    __table_args__ = (
        Index(None, "group_id", "on"),
        Index(None, "project_noun", "project_id"),
        state_needs((ActivityStatus.SUBMITTED, ActivityStatus.CONFIRMED), "submitted_by"),
        state_needs((ActivityStatus.CONFIRMED,), "confirmed_by"),
        CheckConstraint(
            "confirmed_by IS NULL OR "
            "(confirmed_by <> submitted_by AND (created_by IS NULL OR confirmed_by <> created_by))",
            name="confirmed_by_another",
        ),
        CheckConstraint(
            "residents >= 0 AND volunteers >= 0 AND social_workers >= 0 AND volunteer_minutes >= 0", name="counts"
        ),
        CheckConstraint("satisfied BETWEEN 0 AND sampled", name="satisfied_of_sampled"),
        CheckConstraint("spending_fen IS NULL OR spending_fen >= 0", name="spending"),
    )

    status: ActivityStatus = Field(default=ActivityStatus.DRAFT, sa_type=enum_type(ActivityStatus))
    number: str = Field(max_length=40, unique=True)
    group_id: int = reference("community_group.id")
    project_noun: str | None = Field(default=None, max_length=40)
    project_id: int | None = Field(default=None, sa_type=Id)
    kind: str = Field(max_length=20)
    title: str = Field(max_length=80)
    search_text: str = Field(default="", max_length=600)
    on: date
    start_time: str = Field(default="", max_length=5)
    end_time: str = Field(default="", max_length=5)
    place: str = Field(max_length=120)
    content: str = Field(default="", max_length=2000)
    residents: int = 0
    volunteers: int = 0
    social_workers: int = 0
    volunteer_minutes: int = 0
    safety_note: str = Field(default="", max_length=500)
    result: str = Field(default="", max_length=1000)
    spending_fen: int | None = fen_field(default=None)
    sampled: int = 0
    satisfied: int = 0
    submitted_by: int | None = Field(default=None, sa_type=Id)
    confirmed_by: int | None = Field(default=None, sa_type=Id)


class Feedback(Located, table=True):
    """What residents thought of one thing that a group did, an order or a project: how many were asked and pleased."""

    __table_args__ = (
        Index(None, "group_id", "on"),
        Index(None, "noun", "noun_id"),
        CheckConstraint("sampled > 0 AND satisfied BETWEEN 0 AND sampled", name="satisfied_of_sampled"),
        CheckConstraint("stars IS NULL OR stars BETWEEN 1 AND 5", name="stars"),
    )

    group_id: int = reference("community_group.id")
    noun: str = Field(max_length=40)
    noun_id: int = Field(sa_type=Id)
    on: date
    stars: int | None = None
    sampled: int = 1
    satisfied: int
    created_by: int | None = Field(default=None, sa_type=Id)
