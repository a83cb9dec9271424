"""The table of score sheets, frozen by the database once submitted."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from core.db import Id, Located, enum_type, guard, guard_statements, json_field, reference
from core.labels import Labelled


class SheetColumn(Labelled):
    SELF = "SELF", "自评"
    STREET = "STREET", "街道初评"
    DISTRICT = "DISTRICT", "区级审评"


class RatingSheet(Located, table=True):
    """One score column of one attempt; once submitted it never changes, a later attempt gets a sheet of its own."""

    __tablename__ = "rating_sheet"
    __table_args__ = (UniqueConstraint("assessment_id", "column", "attempt"),)

    assessment_id: int = reference("star_assessment.id")
    column: SheetColumn = Field(sa_type=enum_type(SheetColumn))
    attempt: int = 1
    author_id: int | None = Field(default=None, sa_type=Id)
    marks: dict[str, str] = json_field(default_factory=dict)
    notes: dict[str, str] = json_field(default_factory=dict)
    bonus: list[str] = json_field(default_factory=list)
    vetoes: list[str] = json_field(default_factory=list)
    result: dict[str, Any] | None = json_field(default=None)
    submitted_at: datetime | None = None
    version: int = 1


guard(
    RatingSheet,
    guard_statements("rating_sheet", "frozen", "a submitted sheet is frozen", when="OLD.submitted_at IS NOT NULL"),
)
