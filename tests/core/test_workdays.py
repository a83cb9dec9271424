"""Working days: weekends, holidays, exchanged weekends and the centre's corrections."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import WorkdayOverride, add_working_days, is_working_day, load_overrides, working_days_between


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 9, 20), True),  # a Sunday worked in exchange
        (date(2026, 2, 14), True),  # a Saturday worked in exchange
    ],
)
def test_the_state_calendar(day, is_working):
    assert is_working_day(day) is is_working


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 16), 5, date(2026, 11, 23)),
        (date(2026, 9, 30), 5, date(2026, 10, 13)),  # 8, 9, 10 (exchanged), 12, 13 October
    ],
)
def test_a_term_starts_on_the_next_day(start, days, end):
    assert add_working_days(start, days) == end
    assert working_days_between(start, end) == days


def test_a_negative_term_is_refused():
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 11, 20), -1)


def test_overrides_beat_the_library(session):
    session.add(WorkdayOverride(on=date(2026, 11, 23), is_working=False, note="临时放假"))
    session.add(WorkdayOverride(on=date(2026, 11, 22), is_working=True))
    session.flush()
    overrides = load_overrides(session)
    assert overrides == {date(2026, 11, 23): False, date(2026, 11, 22): True}
    assert add_working_days(date(2026, 11, 20), 1, overrides) == date(2026, 11, 22)
    assert add_working_days(date(2026, 11, 20), 2, overrides) == date(2026, 11, 24)


@given(start=st.dates(date(2020, 1, 1), date(2029, 1, 1)), days=st.integers(0, 60))
def test_adding_and_counting_agree(start, days):
    end = add_working_days(start, days)
    assert working_days_between(start, end) == days
    assert working_days_between(end, start) == -days
    assert days == 0 or is_working_day(end)
