"""The table of rating rounds."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.db import Stateful, enum_type, reference
from core.labels import Labelled


class RoundStatus(Labelled):
    DRAFT = "DRAFT", "筹备中"
    OPEN = "OPEN", "申报中"
    CLOSED = "CLOSED", "申报结束"


class RatingRound(Stateful, table=True):
    """One yearly window of a district in which groups apply for stars, by one version of the scheme."""

    __tablename__ = "rating_round"
    __table_args__ = (
        UniqueConstraint("area_code", "year", "title"),
        CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
    )

    status: RoundStatus = Field(default=RoundStatus.DRAFT, sa_type=enum_type(RoundStatus))
    number: str = Field(max_length=40, unique=True)
    year: int
    title: str = Field(max_length=80)
    intro: str = Field(default="", max_length=2000)
    scheme_id: int = reference("scheme.id")
    opens_on: date
    closes_on: date
