"""Counting working days; the day on which a term starts is not counted (Civil Code, art. 201)."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import holidays

_DAY = timedelta(days=1)


@cache
def _calendar(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The free days of a year and the weekend days that are worked in exchange."""
    known = holidays.country_holidays("CN", years=year)
    return frozenset(known), frozenset(day for day in known.weekend_workdays if day.year == year)


def is_working_day(day: date, overrides: Mapping[date, bool] | None = None) -> bool:
    """Whether offices are open; an override beats the library, the library beats the weekend."""
    if overrides and day in overrides:
        return overrides[day]
    free, exchanged = _calendar(day.year)
    return day in exchanged or (day.weekday() < 5 and day not in free)


def add_working_days(start: date, days: int, overrides: Mapping[date, bool] | None = None) -> date:
    """The last day of a term of ``days`` working days that starts on ``start``; zero gives ``start`` itself."""
    if days < 0:
        raise ValueError("a term cannot be negative")
    day = start
    while days:
        day += _DAY
        days -= is_working_day(day, overrides)
    return day


def working_days_between(start: date, end: date, overrides: Mapping[date, bool] | None = None) -> int:
    """The working days after ``start`` up to and including ``end``; negative when ``end`` lies before."""
    if end < start:
        return -working_days_between(end, start, overrides)
    span = (end - start).days
    return sum(is_working_day(start + _DAY * step, overrides) for step in range(1, span + 1))
