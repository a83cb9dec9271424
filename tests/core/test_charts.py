"""Chart geometry: whole values, empty input, equal values, and bounds for any input."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import charts
from core.charts import Bar, Dot, Segment, Shape, Stage, Tick

NUMBERS = st.floats(0, 1e9, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "text"), [(None, "—"), (0, "0"), (1234.5, "1,234.5"), (1200, "1,200"), (0.333, "0.33"), (100.0, "100")]
)
def test_plain(value: float | None, text: str) -> None:
    assert charts.plain(value) == text


@pytest.mark.parametrize(
    ("value", "nice"), [(0, 1), (-3, 1), (1, 1), (1.1, 2), (2.2, 2.5), (3, 5), (7, 10), (120, 200), (0.03, 0.05)]
)
def test_nice_ceiling(value: float, nice: float) -> None:
    assert charts.nice_ceiling(value) == pytest.approx(nice)


def test_ticks_cover_the_range() -> None:
    assert charts.ticks_between(0, 100) == (0, 25, 50, 75, 100)
    assert charts.ticks_between(61, 94) == (60, 70, 80, 90, 100)
    assert charts.ticks_between(5, 5) == (5, 5.25, 5.5, 5.75, 6)


def test_bars() -> None:
    assert charts.bars([("a", 50), ("b", 200, "200 元"), ("c", None)]) == (
        Bar("a", "50", 25.0),
        Bar("b", "200 元", 100.0),
        Bar("c", "—", 0.0),
    )
    assert charts.bars([]) == ()
    assert charts.bars([("a", 0)]) == (Bar("a", "0", 0.0),)


def test_stacked_bars_lie_end_to_end() -> None:
    (bar, half) = charts.stacked_bars([("a", [1, 2, 1]), ("b", [2, None, 0], "二")])
    assert bar.segments == (Segment(0, 0.0, 25.0, "1"), Segment(1, 25.0, 50.0, "2"), Segment(2, 75.0, 25.0, "1"))
    assert (half.text, half.segments[0].width) == ("二", 50.0)


def test_funnel() -> None:
    assert charts.funnel([("种子", 200), ("组队", 50), ("备案", 0), ("星级", 0)]) == (
        Stage("种子", "200", 0.0, 100.0, None),
        Stage("组队", "50", 37.5, 25.0, "25%"),
        Stage("备案", "0", 50.0, 0.0, "0%"),
        Stage("星级", "0", 50.0, 0.0, None),
    )


def test_intervals() -> None:
    drawn = charts.intervals([("a", 70, 80, 90)], 0, 100)
    assert (drawn.rows[0].low, drawn.rows[0].mid, drawn.rows[0].high) == (70, 80, 90)
    assert drawn.ticks[0] == Tick(0.0, "0") and drawn.ticks[-1] == Tick(100.0, "100")
    assert charts.intervals([]) == charts.Scaled((), ())


def test_equal_scores_are_stacked() -> None:
    (row,) = charts.dots([("a", [(80, False), (60, True), (80, False)], 80)], 0, 100).rows
    assert row.dots == (Dot(60.0, 0, True, "60"), Dot(80.0, 0, False, "80"), Dot(80.0, 1, False, "80"))
    assert (row.mean, row.height) == (80.0, 2)
    assert charts.dots([("a", [], None)]).rows[0].height == 1


def test_radar() -> None:
    drawn = charts.radar(["一", "二", "三", "四"], [("今年", [100, 50, 0, None])])
    (cx, cy), (shape,) = drawn.centre, drawn.shapes
    assert shape.points == ((cx, cy - 100), (cx + 50, cy), (cx, cy), (cx, cy))
    assert shape.values == ("100", "50", "0", "—")
    assert [label.anchor for label in drawn.labels] == ["middle", "start", "middle", "end"]
    assert charts.radar(["一"], [("今年", [1])]).shapes == ()


@given(st.lists(st.text("资源动员与可持续发展能力abc ", max_size=30), min_size=3, max_size=10))
def test_radar_labels_stay_inside(axes: list[str]) -> None:
    drawn = charts.radar(axes, [])
    for label in drawn.labels:
        last = label.y + 15 * (len(label.lines) - 1)
        assert 0 <= label.x <= drawn.size and 10 <= label.y and last <= drawn.height


def test_line_breaks_at_a_gap() -> None:
    drawn = charts.line(["1月", "2月", "3月", "4月"], [("a", [0, 10, None, 5])])
    first, second = drawn.shapes[0]
    assert first == Shape("a", ((52.0, 186.0), (149.33, 14.0)), ())
    assert second.points == ((344.0, 100.0),)
    assert first.path == "52,186 149.33,14"


@given(st.lists(st.text("年月0123456789", min_size=1, max_size=12), min_size=1, max_size=60))
def test_line_labels_do_not_collide(labels: list[str]) -> None:
    ticks = charts.line(labels, []).x_ticks
    widest = max(len(text) for text in labels) * 9
    assert len(ticks) <= 6
    assert all(b.at - a.at >= widest - 1 for a, b in pairwise(ticks))


@given(st.lists(st.tuples(st.text(max_size=5), NUMBERS), max_size=20))
def test_bars_never_leave_the_row(items: list[tuple[str, float]]) -> None:
    assert all(0 <= bar.percent <= 100 for bar in charts.bars(items))
    assert all(0 <= s.x and s.x + s.width <= 100.001 for s in charts.funnel([(label, int(v)) for label, v in items]))


@given(st.lists(st.tuples(NUMBERS, st.booleans()), min_size=1, max_size=15))
def test_dots_never_cover_each_other(marks: list[tuple[float, bool]]) -> None:
    (row,) = charts.dots([("a", marks, None)]).rows
    for one in row.dots:
        assert not [d for d in row.dots if d is not one and d.level == one.level and abs(d.x - one.x) < 3]
