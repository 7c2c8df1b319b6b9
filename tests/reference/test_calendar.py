"""Working days, checked against a second way of counting them."""

import bisect
import csv
import random
from datetime import date, timedelta

import numpy
import pytest

from danvan.reference.calendar import (
    Calendar,
    add_working_days,
    digest,
    next_working_day,
    working_days_between,
)
from danvan.reference.services import SEED

FIRST, LAST = date(2019, 1, 1), date(2027, 12, 31)


def seed_rows():
    with SEED.open(encoding="utf-8", newline="") as file:
        return [(date.fromisoformat(row["day"]), row["kind"], row["name"]) for row in csv.DictReader(file)]


ROWS = seed_rows()
CALENDAR = Calendar.of(ROWS, edition=3)

# The second way: the whole list of working days by set arithmetic, and places in it by bisection.
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
OFF = {day for day, kind, _name in ROWS if kind == "off"}
WORKED = {day for day, kind, _name in ROWS if kind == "worked"}
WORKING = sorted(({day for day in EVERY_DAY if day.isoweekday() <= 5} - OFF) | WORKED)


def nth_after(day, n):
    return WORKING[bisect.bisect_right(WORKING, day) + n - 1]


def nth_before(day, n):
    return WORKING[bisect.bisect_left(WORKING, day) - n]


def test_ten_thousand_limits_agree_with_the_second_way():
    random.seed(20190101)
    for _ in range(10_000):
        start = FIRST + timedelta(days=random.randrange(200, len(EVERY_DAY) - 200))
        n = random.randint(1, 90)
        due = add_working_days(start, n, CALENDAR)
        assert due == nth_after(start, n), (start, n)
        assert working_days_between(start, due, CALENDAR) == n
        assert add_working_days(start, -n, CALENDAR) == nth_before(start, n), (start, -n)


def test_counts_between_agree_with_numpy():
    """numpy knows days off but no Saturdays worked in exchange; those are added by hand."""
    random.seed(2026)
    off = [numpy.datetime64(day) for day in OFF]
    for _ in range(2000):
        first, last = sorted(random.sample(EVERY_DAY, 2))
        counted = numpy.busday_count(first + timedelta(days=1), last + timedelta(days=1), holidays=off)
        exchanged = sum(first < day <= last for day in WORKED)
        assert working_days_between(first, last, CALENDAR) == counted + exchanged


def test_counting_back_is_counting_forth_with_a_minus():
    random.seed(7)
    for _ in range(500):
        start = random.choice(EVERY_DAY[400:-400])
        n = random.randint(1, 60)
        assert working_days_between(start, add_working_days(start, -n, CALENDAR), CALENDAR) == -n
    assert add_working_days(date(2026, 2, 17), 0, CALENDAR) == date(2026, 2, 17)
    assert working_days_between(date(2026, 2, 17), date(2026, 2, 17), CALENDAR) == 0


@pytest.mark.parametrize(
    ("year", "weekdays_off"),
    [
        (
            2019,
            [
                "01-01",
                "02-04",
                "02-05",
                "02-06",
                "02-07",
                "02-08",
                "04-15",
                "04-29",
                "04-30",
                "05-01",
                "09-02",
            ],
        ),
        (2020, ["01-01", "01-23", "01-24", "01-27", "01-28", "01-29", "04-02", "04-30", "05-01", "09-02"]),
        (
            2026,
            [
                "01-01",
                "01-02",
                "02-16",
                "02-17",
                "02-18",
                "02-19",
                "02-20",
                "04-27",
                "04-30",
                "05-01",
                "08-31",
                "09-01",
            ]
            + ["09-02", "11-24"],
        ),
    ],
)
def test_weekdays_off_as_announced(year, weekdays_off):
    assert [
        f"{day:%m-%d}" for day in sorted(OFF) if day.year == year and day.isoweekday() <= 5
    ] == weekdays_off


def test_saturdays_worked_in_exchange():
    assert sorted(WORKED) == [
        date(2019, 1, 5),
        date(2019, 5, 4),
        date(2024, 5, 4),
        date(2025, 4, 26),
        date(2026, 1, 10),
        date(2026, 8, 22),
    ]
    assert all(CALENDAR.is_working(day) for day in WORKED)


def test_every_day_worked_names_a_weekday_off_in_the_list_and_back():
    with SEED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["kind"] == "worked" and row["day"] != "2019-01-05":
            off = row["name"].removeprefix("Làm bù cho ngày ")
            assert date(int(off[6:]), int(off[3:5]), int(off[:2])) in OFF
    assert [row["day"] for row in rows] == sorted({row["day"] for row in rows})
    assert all(row["source"] for row in rows)


def test_the_next_working_day_after_tet():
    assert next_working_day(date(2026, 2, 14), CALENDAR) == date(2026, 2, 23)
    assert next_working_day(date(2026, 2, 23), CALENDAR) == date(2026, 2, 23)


def test_a_digest_does_not_depend_on_order_but_on_every_day():
    assert digest(ROWS) == digest(reversed(ROWS))
    assert digest(ROWS) != digest(ROWS[1:])
