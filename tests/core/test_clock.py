"""The clock: one present, shown as Beijing reads it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock

INSTANT = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)


def test_the_day_is_the_one_in_beijing():
    with clock.clock_at(INSTANT):
        assert clock.now() == INSTANT
        assert clock.today() == date(2026, 11, 22)


def test_a_fixed_clock_reaches_worker_threads_and_ends():
    with ThreadPoolExecutor(1) as pool:
        with clock.clock_at(INSTANT):
            assert pool.submit(clock.now).result() == INSTANT
        assert pool.submit(clock.now).result() > INSTANT - timedelta(days=3650)
        assert clock.now() != INSTANT


def test_nested_clocks_restore_the_outer_one():
    with clock.clock_at(INSTANT):
        with clock.clock_at(INSTANT + timedelta(hours=1)):
            assert clock.now() == INSTANT + timedelta(hours=1)
        assert clock.now() == INSTANT


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("zh", "2026年11月22日 周日 00:30", "2026年11月22日"),
        ("en", "Sun 22 Nov 2026 00:30", "22 Nov 2026"),
    ],
)
def test_formats(language, long, short):
    assert clock.format_datetime(INSTANT, language) == long
    assert clock.format_date(INSTANT, language) == short
    assert clock.format_date(date(2026, 11, 22), language) == short


def test_naive_instants_are_refused():
    naive = datetime(2026, 11, 22)
    with pytest.raises(ValueError, match="naive"):
        clock.local(naive)
    with pytest.raises(ValueError, match="naive"), clock.clock_at(naive):
        pass
