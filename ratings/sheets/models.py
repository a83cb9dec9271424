"""The table of score sheets, frozen by the database once submitted."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, UniqueConstraint, event
from sqlmodel import Field

from core.db import Id, Located, enum_type, json_field, reference
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


FREEZE = {
    "sqlite": [
        f"CREATE TRIGGER rating_sheet_submitted_no_{verb.lower()} BEFORE {verb} ON rating_sheet "
        "WHEN OLD.submitted_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a submitted sheet is frozen'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION rating_sheet_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a submitted sheet is frozen'; END $$",
        "CREATE TRIGGER rating_sheet_frozen BEFORE UPDATE OR DELETE ON rating_sheet FOR EACH ROW "
        "WHEN (OLD.submitted_at IS NOT NULL) EXECUTE FUNCTION rating_sheet_refuse()",
    ],
}

for _dialect, _statements in FREEZE.items():
    for _statement in _statements:
        _table = RatingSheet.__table__  # type: ignore[attr-defined]
        event.listen(_table, "after_create", DDL(_statement).execute_if(dialect=_dialect))
