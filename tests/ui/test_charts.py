"""Numbers to coordinates."""

from decimal import Decimal

import pytest

from danvan.ui import charts


def row(value, **more):
    return {"label": "x", "value": value, "shown": str(value), **more}


def test_bars_share_one_scale_from_zero():
    drawn = charts.bars(
        [row(434, tone="city"), row(2054, tone="district"), row(Decimal(6109), tone="commune")]
    )
    assert [bar.width for bar in drawn] == [7.1, 33.62, 100.0]
    assert [bar.inside for bar in drawn] == [False, False, True]


def test_a_share_fills_what_it_is_of_the_whole():
    rows = [
        {"label": "A", "value": 2, "of": 15, "shown": "2/15"},
        {"label": "B", "value": 8, "of": 8, "shown": "8/8"},
    ]
    assert [
        bar.width for bar in charts.bars([*rows, {"label": "C", "value": 0, "of": 0, "shown": "0/0"}])
    ] == [
        13.33,
        100,
        0,
    ]


def test_what_is_not_reported_has_no_bar_and_a_zero_has_one_of_no_length():
    missing, zero, some = charts.bars([row(None), row(0), row(5)])
    assert (missing.known, missing.width) == (False, 0)
    assert (zero.known, zero.width) == (True, 0)
    assert some.width == 100


@pytest.mark.parametrize("rows", [[], [row(0), row(None)]])
def test_nothing_to_scale_by(rows):
    assert all(bar.width == 0 for bar in charts.bars(rows))


@pytest.mark.parametrize("bad", [row(-1), row(3, tone="ward")])
def test_bars_refuse(bad):
    with pytest.raises(ValueError, match="bar"):
        charts.bars([bad])


def test_columns_stand_on_the_axis_and_the_tallest_leaves_room_for_its_number():
    drawn = charts.series([row(50), row(100), row(0)])
    assert [mark.y + mark.height for mark in drawn.marks] == [drawn.base] * 3
    assert drawn.marks[1].y == charts.TOP
    assert drawn.marks[0].height == pytest.approx(drawn.marks[1].height / 2)
    assert [mark.x for mark in drawn.marks] == [16.67, 50.0, 83.33]
    assert all(mark.left >= 0 and mark.left + mark.width <= 100 for mark in drawn.marks)


def test_a_line_stops_at_a_gap_and_at_a_break():
    drawn = charts.series([row(1), row(2), row(None), row(3), row(4, **{"break": True}), row(5)], "line")
    xs = [mark.x for mark in drawn.marks]
    assert [(s.x1, s.x2) for s in drawn.segments] == [(xs[0], xs[1]), (xs[4], xs[5])]


def test_a_break_stands_between_the_points_it_cuts():
    drawn = charts.series([row(1), row(2, **{"break": True}, note="new form"), row(3)])
    assert [(cut.x, cut.note) for cut in drawn.breaks] == [(33.33, "new form")]
    assert drawn.marks[0].x < drawn.breaks[0].x < drawn.marks[1].x


def test_a_break_before_the_first_point_cuts_nothing():
    assert charts.series([row(1, **{"break": True}), row(2)]).breaks == []


def test_a_phone_shows_few_labels_and_always_the_newest():
    marks = charts.series([row(n) for n in range(1, 14)]).marks
    shown = [index for index, mark in enumerate(marks) if not mark.minor]
    assert shown[-1] == 12
    assert len(shown) <= charts.LABELS_ON_A_PHONE


def test_series_refuse():
    with pytest.raises(ValueError, match="columns or line"):
        charts.series([row(1)], "pie")
    with pytest.raises(ValueError, match="starts at zero"):
        charts.series([row(-3)])


def test_no_points():
    drawn = charts.series([], "line")
    assert (drawn.marks, drawn.segments, drawn.breaks) == ([], [], [])
