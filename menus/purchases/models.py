"""Purses of communities, and procurement thresholds of districts."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.db import Stateful, fen_field, reference


class Purse(Stateful, table=True):
    """The service money of one community in one year; its balance is that of the fund it points at."""

    __tablename__ = "community_purse"
    __table_args__ = (UniqueConstraint("area_code", "year"),)

    year: int
    fund_id: int = reference("fund.id", unique=True)
    basis: str = Field(default="", max_length=200)


class ProcurementThreshold(Stateful, table=True):
    """From which day on a district must tender what it buys of one provider and category in a year, from how much."""

    __tablename__ = "procurement_threshold"
    __table_args__ = (
        UniqueConstraint("area_code", "from_on"),
        CheckConstraint("threshold_fen > 0", name="positive"),
    )

    from_on: date
    threshold_fen: int = fen_field()
    basis: str = Field(max_length=200)
