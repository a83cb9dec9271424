"""The table of schemes."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.access import NATION
from core.db import Located, guard, guard_statements, json_field

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


guard(Scheme, guard_statements("scheme", "frozen", "a published scheme is frozen", when="OLD.is_published"))
