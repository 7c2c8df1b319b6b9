"""The reckoning against a second one, over a strip of days and a list of minutes, that shares nothing with it."""

import ast
import bisect
import csv
import random
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from danvan.reference import reckoning
from danvan.reference.calendar import Calendar
from danvan.reference.hours import Hours
from danvan.reference.reckoning import Limit, Reckoning, agreed, due
from danvan.reference.services import SEED

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)


def rows():
    with SEED.open(encoding="utf-8", newline="") as file:
        return [(date.fromisoformat(row["day"]), row["kind"], row["name"]) for row in csv.DictReader(file)]


ROWS = rows()
CALENDAR = Calendar.of(ROWS, edition=3)
# The second way knows the calendar as one string of days: W works, o is off.
FIRST = date(2018, 6, 1)
KINDS = {day: kind for day, kind, _name in ROWS}
STRIP = "".join(
    {"off": "o", "worked": "W"}.get(
        KINDS.get(FIRST + n * DAY), "W" if (FIRST + n * DAY).isoweekday() <= 5 else "o"
    )
    for n in range(3800)
)
TET_AND_SWAPS = [day for day, kind, name in ROWS if kind == "worked" or "Tết Nguyên đán" in name]


def at(text, hour=9, minute=0):
    return datetime.combine(date.fromisoformat(text), time(hour, minute), HANOI)


def place(day):
    return (day - FIRST).days


def second_working(start, n):
    """Cut the strip after the start and look where its n-th W lies."""
    tail = STRIP[place(start) + 1 :]
    where = -1
    for _ in range(n):
        where = tail.index("W", where + 1)
    return start + (where + 1) * DAY


def second_calendar(start, n):
    """The nominal day, and as far as its strip begins with days off."""
    there = place(start) + n
    return FIRST + (there + STRIP[there:].index("W")) * DAY


# Every single minute that anybody works, as its number since FIRST; a limit is a number of entries in this list.
MINUTES = [
    n * 1440 + minute
    for n, kind in enumerate(STRIP)
    if kind == "W"
    for a, b in ((480, 690), (810, 1020))
    for minute in range(a, b)
]


def second_hours(start, minutes):
    """The end of the n-th worked minute that has not begun before the start."""
    began = place(start.date()) * 1440 + start.hour * 60 + start.minute
    last = MINUTES[bisect.bisect_left(MINUTES, began) + minutes - 1]
    return datetime.combine(FIRST, time(), HANOI) + timedelta(minutes=last + 1)


def second_before(event, n, kind):
    """Backwards on the reversed strip."""
    head = STRIP[: place(event)][::-1]
    if kind == "working_day":
        where = -1
        for _ in range(n):
            where = head.index("W", where + 1)
        return event - (where + 1) * DAY
    return event - (n + head[n - 1 :].index("W")) * DAY


def random_start(rng):
    """Any day from 2019 to 2027; every third one near Tết or a Saturday worked in exchange."""
    if rng.random() < 0.34:
        day = rng.choice(TET_AND_SWAPS) + rng.randint(-12, 6) * DAY
    else:
        day = date(2019, 1, 1) + rng.randrange(3200) * DAY
    return datetime.combine(day, time(rng.randrange(24), rng.randrange(60)), HANOI)


def end_of(day):
    return datetime.combine(day, time(23, 59, 59), HANOI)


@pytest.mark.slow
def test_ten_thousand_starts_in_working_and_calendar_days():
    rng = random.Random(20260701)
    moved = exchanged = 0
    for _ in range(10_000):
        start, n = random_start(rng), rng.choice([1, 2, 3, 5, 7, 10, 15, 30, 45, 60, 90])
        told = due(start, Limit(n, "working_day"), CALENDAR)
        assert told.due_at == end_of(second_working(start.date(), n)), (start, n)
        assert sum(step.counts for step in told.steps) == n
        assert all(step.counts == (STRIP[place(step.day)] == "W") for step in told.steps)
        exchanged += any(step.why == "exchange" for step in told.steps)
        told = due(start, Limit(n, "calendar_day"), CALENDAR)
        assert told.due_at == end_of(second_calendar(start.date(), n)), (start, n)
        assert told.moved_from in (None, start.date() + n * DAY)
        moved += told.moved_from is not None
    # The cases that matter were really among them.
    assert moved > 2000
    assert exchanged > 300


@pytest.mark.slow
def test_ten_thousand_starts_in_working_hours():
    rng = random.Random(20190101)
    waited = 0
    for _ in range(10_000):
        start, n = random_start(rng), rng.choice([1, 2, 4, 8, 12])
        told = due(start, Limit(n, "working_hour"), CALENDAR)
        assert told.due_at == second_hours(start, n * 60), (start, n)
        assert sum(step.minutes for step in told.steps) == n * 60
        waited += told.due_at - start > timedelta(days=5)
    assert waited > 500


@pytest.mark.slow
def test_starts_counted_back_from_an_event():
    rng = random.Random(7)
    for _ in range(5000):
        event, n = random_start(rng), rng.choice([1, 2, 5, 7, 15, 45])
        kind = rng.choice(["working_day", "calendar_day"])
        told = due(event, Limit(n, kind, "before"), CALENDAR)
        assert told.due_at == end_of(second_before(event.date(), n, kind)), (event, n, kind)
        assert STRIP[place(told.due_on)] == "W"


def test_hours_of_a_unit_that_change_on_a_day():
    """Summer hours from 16/04: the same clock runs by both."""
    hours = Hours(
        (
            (date(2019, 1, 1), ((time(8), time(12)), (time(13, 30), time(17, 30)))),
            (date(2026, 4, 16), ((time(7), time(11)), (time(13, 30), time(17)))),
        )
    )
    told = due(at("2026-04-15", 16), Limit(4, "working_hour"), CALENDAR, hours=hours)
    # 16:00-17:30 of the old hours, then 2 h 30 from 07:00.
    assert told.due_at == at("2026-04-16", 9, 30)
    assert hours.on(date(2018, 5, 5)) == ((time(8), time(11, 30)), (time(13, 30), time(17)))


@pytest.mark.slow
def test_pauses_against_days_taken_out_of_the_strip():
    """A pause is counted as if its days, after the first up to and with the last, were days off."""
    rng = random.Random(99)
    for _ in range(2000):
        start, n = random_start(rng), rng.choice([5, 10, 30])
        first = start + rng.randint(0, 8) * DAY
        last = first + rng.randint(0, 20) * DAY
        paused = [(first, last)]
        gone = {first.date() + k * DAY for k in range(1, (last.date() - first.date()).days + 1)}
        day, left = start.date(), n
        while left:
            day += DAY
            left -= day not in gone and STRIP[place(day)] == "W"
        assert due(start, Limit(n), CALENDAR, pauses=paused).due_at == end_of(day)
        day, left = start.date(), n
        while left or day in gone or STRIP[place(day)] != "W":
            day += DAY
            left -= bool(left) and day not in gone
        assert due(start, Limit(n, "calendar_day"), CALENDAR, pauses=paused).due_at == end_of(day)


def test_an_hour_clock_stands_still_to_the_minute():
    paused = [(at("2026-03-04", 9), at("2026-03-04", 10, 15))]
    told = due(at("2026-03-04", 8), Limit(4, "working_hour"), CALENDAR, pauses=paused)
    assert told.due_at == at("2026-03-04", 15, 15)
    told = due(at("2026-03-04", 8), Limit(24, "hour"), CALENDAR, pauses=paused)
    assert told.due_at == at("2026-03-05", 9, 15)


def test_a_clock_in_hours_ends_at_noon_not_after_lunch():
    told = due(at("2026-03-04", 8), Limit(3, "working_hour"), CALENDAR, extended=0)
    assert told.due_at == at("2026-03-04", 11)
    half = due(at("2026-03-04", 9, 30), Limit(2, "working_hour"), CALENDAR)
    assert half.due_at == at("2026-03-04", 11, 30)


def test_an_extension_counts_on_from_the_limit_itself():
    """30 days that end on a Sunday and 15 more are 45 days from the start, not 15 from the Monday."""
    start = at("2026-03-06")
    assert due(start, Limit(30, "calendar_day"), CALENDAR).moved_from == date(2026, 4, 5)
    assert due(start, Limit(30, "calendar_day"), CALENDAR, extended=15).due_on == date(2026, 4, 20)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            due(at("2026-04-28"), Limit(10), CALENDAR),
            "10 ngày làm việc kể từ ngày 28/04/2026; không tính thứ Bảy, Chủ nhật và ngày nghỉ lễ 30/4, 1/5; "
            "hết hạn 14/05/2026",
        ),
        (
            due(at("2026-02-12"), Limit(7), CALENDAR),
            "7 ngày làm việc kể từ ngày 12/02/2026; không tính thứ Bảy, Chủ nhật và ngày nghỉ lễ "
            "16/2–20/2 (Tết Nguyên đán); hết hạn 02/03/2026",
        ),
        (
            due(at("2026-08-20"), Limit(3), CALENDAR),
            "3 ngày làm việc kể từ ngày 20/08/2026; không tính thứ Bảy, Chủ nhật; tính cả ngày làm bù 22/08; "
            "hết hạn 24/08/2026",
        ),
        (
            due(at("2026-02-01"), Limit(16, "calendar_day"), CALENDAR),
            "16 ngày kể từ ngày 01/02/2026; ngày 17/02/2026 là ngày nghỉ nên chuyển sang ngày làm việc tiếp theo; "
            "hết hạn 23/02/2026",
        ),
        (
            due(at("2026-02-24"), Limit(7, "calendar_day", "before"), CALENDAR),
            "chậm nhất 7 ngày trước ngày 24/02/2026; ngày 17/02/2026 là ngày nghỉ nên lùi về ngày làm việc liền "
            "trước; hết hạn 13/02/2026",
        ),
        (
            due(at("2026-03-04", 16), Limit(4, "working_hour"), CALENDAR),
            "4 giờ làm việc kể từ 16:00 ngày 04/03/2026; tính theo giờ làm việc 08:00–11:30 và 13:30–17:00; "
            "hết hạn 11:00 ngày 05/03/2026",
        ),
        (
            due(
                at("2026-05-04"),
                Limit(10),
                CALENDAR,
                extended=3,
                pauses=[(at("2026-05-06"), at("2026-05-11"))],
            ),
            "10 ngày làm việc kể từ ngày 04/05/2026; đã gia hạn 3 ngày làm việc; không tính thứ Bảy, Chủ nhật; "
            "không tính thời gian tạm dừng từ 06/05/2026 đến 11/05/2026; hết hạn 26/05/2026",
        ),
        (agreed(at("2026-05-04"), date(2026, 5, 30), CALENDAR), "hạn ghi tại văn bản; hết hạn 30/05/2026"),
    ],
)
def test_the_reckoning_in_official_words(told, words):
    assert told.words() == words


def test_english_words_agree_in_number():
    assert (
        due(at("2026-03-04"), Limit(1), CALENDAR).words("en")
        == "1 working day from 04/03/2026; due 05/03/2026"
    )
    assert due(at("2026-03-03"), Limit(2), CALENDAR).words("en").startswith("2 working days from")


def test_a_year_not_in_the_calendar_is_said():
    told = due(at("2027-12-28"), Limit(5), CALENDAR)
    assert told.provisional
    assert "tạm tính vì lịch nghỉ năm 2028 chưa có" in told.words()
    assert not due(at("2027-12-20"), Limit(5), CALENDAR).provisional


def test_what_is_stored_is_read_back_whole():
    rng = random.Random(5)
    for _ in range(500):
        start, n = random_start(rng), rng.choice([1, 4, 10, 30])
        kind = rng.choice(["working_day", "calendar_day", "working_hour", "hour"])
        side = rng.choice(["after", "before"]) if kind.endswith("_day") else "after"
        pauses = [(start + DAY, start + 3 * DAY)] if side == "after" else []
        told = due(start, Limit(n, kind, side), CALENDAR, pauses=pauses, extended=rng.choice([0, 2]))
        read = Reckoning.of_json(told.as_json(), told.edition)
        assert read == told
        assert read.words() == told.words()


@pytest.mark.parametrize(
    ("start", "limit"),
    [
        (at("2026-03-04"), Limit(0)),
        (datetime(2026, 3, 4), Limit(5)),  # noqa: DTZ001
        (at("2026-03-04"), Limit(5, "working_hour", "before")),
        (at("2026-03-04"), Limit(5, "hour", "before")),
    ],
)
def test_what_cannot_be_counted(start, limit):
    with pytest.raises(ValueError, match=r"."):
        due(start, limit, CALENDAR)


def test_a_calendar_without_working_days_is_no_endless_walk():
    never = Calendar.of([(date(2026, 1, 1) + n * DAY, "off", "x") for n in range(366 * 31)])
    with pytest.raises(ValueError, match="no working days left"):
        due(at("2026-01-01"), Limit(1), never)


def test_the_core_knows_neither_the_web_nor_the_database():
    """So that it can be checked, moved and trusted on its own."""
    home = Path(reckoning.__file__).parent
    for name in ("reckoning", "calendar", "hours", "wording"):
        tree = ast.parse((home / f"{name}.py").read_text("utf-8"))
        modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        modules |= {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        assert not [module for module in modules if module.startswith("django")], name
        ours = {module for module in modules if module.startswith("danvan")}
        assert ours <= {f"danvan.reference{tail}" for tail in ("", ".calendar", ".hours", ".reckoning")}, name
