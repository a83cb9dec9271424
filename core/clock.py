"""The one clock: instants are aware UTC, people read Beijing time, tests and the demo story set it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone

# China keeps one offset and has had no summer time since 1991, so no zone database is needed at run time.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")

_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# A plain module variable and not a context variable: handlers run in worker threads and must see it too.
_lock = threading.Lock()
_fixed: datetime | None = None

# Of each request its own; the worker thread that answers it gets a copy of the context.
_arrived: ContextVar[datetime | None] = ContextVar("arrived", default=None)


def now() -> datetime:
    """The present instant, aware and in UTC; the fixed one inside ``clock_at``."""
    return _fixed or datetime.now(UTC)


def arrive() -> None:
    """A request is there to its last byte: for it the time of deadlines stands still from here on."""
    _arrived.set(now())


def arrival() -> datetime:
    """When the request that is being answered had arrived, outside of requests now; deadlines look at this.

    Who waited in line behind two hundred others was in time; who began to send in time and dawdled was not.
    """
    return _arrived.get() or now()


def today() -> date:
    """The calendar day in Beijing on which the request arrived, which decides deadlines given in days."""
    return arrival().astimezone(BEIJING).date()


def has_passed(deadline: datetime, instant: datetime) -> bool:
    """Whether ``instant`` is too late: the second in which the deadline lies still counts, to its end."""
    return instant.replace(microsecond=0) > deadline


def is_ahead(instant: datetime, present: datetime) -> bool:
    """Whether something that did happen lies more than a minute in the future: the clock was set back since then."""
    return instant > present + timedelta(minutes=1)


def local(instant: datetime) -> datetime:
    """``instant`` on a Beijing wall clock. A naive value is refused: nobody knows which clock it was read from."""
    if instant.tzinfo is None:
        raise ValueError("a naive datetime has no place on the time line")
    return instant.astimezone(BEIJING)


def format_datetime(instant: datetime, language: str = "zh") -> str:
    """``2026年11月22日 周日 09:30``, or ``Sun 22 Nov 2026 09:30`` for readers of English."""
    when = local(instant)
    return f"{_day_text(when.date(), language, with_weekday=True)} {when:%H:%M}"


def format_date(day: date | datetime, language: str = "zh") -> str:
    """``2026年11月22日``, or ``22 Nov 2026``; an instant is read on the Beijing calendar."""
    if isinstance(day, datetime):
        day = local(day).date()
    return _day_text(day, language, with_weekday=False)


def _day_text(day: date, language: str, with_weekday: bool) -> str:
    if language == "en":
        text = f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"
        return f"{_ENGLISH_DAYS[day.weekday()]} {text}" if with_weekday else text
    text = f"{day.year}年{day.month}月{day.day}日"
    return f"{text} {_WEEKDAYS[day.weekday()]}" if with_weekday else text


@contextmanager
def clock_at(instant: datetime) -> Iterator[None]:
    """Hold the clock of the whole process at ``instant``; may be nested, the outer time comes back."""
    global _fixed
    if instant.tzinfo is None:
        raise ValueError("a naive datetime has no place on the time line")
    with _lock:
        before, _fixed = _fixed, instant.astimezone(UTC)
    try:
        yield
    finally:
        with _lock:
            _fixed = before
