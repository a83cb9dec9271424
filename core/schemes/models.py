"""The table of schemes."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, UniqueConstraint, event
from sqlmodel import Field

from core.access import NATION
from core.db import Located, json_field

NATIONWIDE = NATION  # the area of the shipped schemes


class Scheme(Located, table=True):
    """One version of a scheme in an area. Once published it never changes: past results depend on it."""

    __table_args__ = (
        UniqueConstraint("area_code", "code", "version"),
        CheckConstraint("NOT is_published OR published_at IS NOT NULL", name="published_has_a_date"),
    )

    kind: str = Field(max_length=40, index=True)
    code: str = Field(max_length=40)
    version: int = 1
    title: str = Field(max_length=120)
    definition: dict[str, Any] = json_field()
    is_published: bool = False
    published_at: datetime | None = None


FREEZE = {
    "sqlite": [
        f"CREATE TRIGGER scheme_published_no_{verb.lower()} BEFORE {verb} ON scheme WHEN OLD.is_published "
        "BEGIN SELECT RAISE(ABORT, 'a published scheme is frozen'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION scheme_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a published scheme is frozen'; END $$",
        "CREATE TRIGGER scheme_frozen BEFORE UPDATE OR DELETE ON scheme FOR EACH ROW WHEN (OLD.is_published) "
        "EXECUTE FUNCTION scheme_refuse()",
    ],
}

for _dialect, _statements in FREEZE.items():
    for _statement in _statements:
        _table = Scheme.__table__  # type: ignore[attr-defined]
        event.listen(_table, "after_create", DDL(_statement).execute_if(dialect=_dialect))
