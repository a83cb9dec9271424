"""Follow-ups of people in the talent pool."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from core.db import Id, Stateful, enum_type, json_field, reference, state_needs
from core.labels import Labelled


class FollowUpStatus(Labelled):
    OPEN = "OPEN", "待回访"
    DONE = "DONE", "已回访"
    DROPPED = "DROPPED", "不再回访"


class FollowUp(Stateful, table=True):
    """One talk to have with one talent about one record (``noun``, ``noun_id``) that ended without success."""

    __tablename__ = "talent_follow_up"
    __table_args__ = (
        UniqueConstraint("talent_id", "noun", "noun_id"),
        state_needs((FollowUpStatus.DONE,), "result"),
    )
    __private__ = ("advice", "result")

    status: FollowUpStatus = Field(default=FollowUpStatus.OPEN, sa_type=enum_type(FollowUpStatus))
    talent_id: int = reference("talent.id")
    noun: str = Field(max_length=40)
    noun_id: int = Field(sa_type=Id)
    title: str = Field(max_length=80)
    outcome: str = Field(max_length=20)
    next_step: str = Field(max_length=200)
    advice: list[str] = json_field(default_factory=list)
    result: str | None = Field(default=None, max_length=500)
