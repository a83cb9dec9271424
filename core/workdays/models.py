"""Corrections of the calendar: the coming year's 调休 is not known in advance."""

import datetime

from sqlmodel import Field

from core.db import Row


class WorkdayOverride(Row, table=True):
    """One day that the state has made working or free after the library was published."""

    __tablename__ = "workday_override"

    on: datetime.date = Field(unique=True)
    is_working: bool
    note: str = ""
