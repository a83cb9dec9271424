"""The table of menu editions."""

from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from core.db import Stateful, enum_type, json_field, state_needs
from core.labels import Labelled


class EditionStatus(Labelled):
    DRAFT = "DRAFT", "编制中"
    PUBLISHED = "PUBLISHED", "已发布"


class MenuEdition(Stateful, table=True):
    """One published menu of a district: the items as they stood on the day of publication."""

    __tablename__ = "menu_edition"
    __table_args__ = (
        UniqueConstraint("area_code", "year", "title"),
        state_needs((EditionStatus.PUBLISHED,), "published_on"),
    )

    status: EditionStatus = Field(default=EditionStatus.DRAFT, sa_type=enum_type(EditionStatus))
    number: str = Field(max_length=40, unique=True)
    title: str = Field(max_length=80)
    year: int
    season: str = Field(default="", max_length=20)
    how_to_order: str = Field(default="", max_length=1000)
    items: list[dict[str, Any]] = json_field(default_factory=list)
    published_on: date | None = None
