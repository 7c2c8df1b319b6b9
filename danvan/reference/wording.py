"""A reckoning as one official sentence, in Vietnamese or English. Pure text: it also stands in documents and letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import Protocol


class Step(Protocol):
    """A day on the way, see `danvan.reference.reckoning.Step`."""

    @property
    def day(self) -> date: ...

    @property
    def why(self) -> str: ...

    @property
    def name(self) -> str: ...


class Told(Protocol):
    """What a sentence needs to know, see `danvan.reference.reckoning.Reckoning`."""

    @property
    def start(self) -> datetime: ...

    @property
    def due_at(self) -> datetime: ...

    @property
    def length(self) -> int: ...

    @property
    def day_type(self) -> str: ...

    @property
    def direction(self) -> str: ...

    @property
    def extended(self) -> int: ...

    @property
    def pauses(self) -> Sequence[tuple[datetime, datetime]]: ...

    @property
    def steps(self) -> Sequence[Step]: ...

    @property
    def moved_from(self) -> date | None: ...

    @property
    def provisional(self) -> bool: ...

    @property
    def shifts(self) -> Sequence[tuple[time, time]]: ...


WORDS = {
    "vi": {
        "working_day": "{n} ngày làm việc",
        "calendar_day": "{n} ngày",
        "working_hour": "{n} giờ làm việc",
        "hour": "{n} giờ",
        "from_day": "{limit} kể từ ngày {start:%d/%m/%Y}",
        "from_moment": "{limit} kể từ {start:%H:%M} ngày {start:%d/%m/%Y}",
        "before": "chậm nhất {limit} trước ngày {start:%d/%m/%Y}",
        "agreed": "hạn ghi tại văn bản",
        "office_hours": "tính theo giờ làm việc {shifts}",
        "extended": "đã gia hạn {limit}",
        "weekend": "thứ Bảy, Chủ nhật",
        "holidays": "ngày nghỉ lễ {days}",
        "and": " và ",
        "not_counted": "không tính {what}",
        "exchange": "tính cả ngày làm bù {days}",
        "paused": "không tính thời gian tạm dừng từ {first} đến {last}",
        "moved": "ngày {day:%d/%m/%Y} là ngày nghỉ nên chuyển sang ngày làm việc tiếp theo",
        "moved_back": "ngày {day:%d/%m/%Y} là ngày nghỉ nên lùi về ngày làm việc liền trước",
        "provisional": "tạm tính vì lịch nghỉ năm {year} chưa có",
        "due": "hết hạn {due:%d/%m/%Y}",
        "due_at": "hết hạn {due:%H:%M} ngày {due:%d/%m/%Y}",
    },
    "en": {
        "working_day": "{n} working {n:|day|days}",
        "calendar_day": "{n} {n:|day|days}",
        "working_hour": "{n} working {n:|hour|hours}",
        "hour": "{n} {n:|hour|hours}",
        "from_day": "{limit} from {start:%d/%m/%Y}",
        "from_moment": "{limit} from {start:%H:%M} on {start:%d/%m/%Y}",
        "before": "at least {limit} before {start:%d/%m/%Y}",
        "agreed": "day named in the document",
        "office_hours": "counted in working hours {shifts}",
        "extended": "extended by {limit}",
        "weekend": "Saturdays and Sundays",
        "holidays": "the days off {days}",
        "and": " and ",
        "not_counted": "without {what}",
        "exchange": "with {days} worked in exchange",
        "paused": "without the pause from {first} to {last}",
        "moved": "{day:%d/%m/%Y} is a day off, so it ends on the next working day",
        "moved_back": "{day:%d/%m/%Y} is a day off, so it ends on the working day before",
        "provisional": "provisional, because the days off of {year} are not known yet",
        "due": "due {due:%d/%m/%Y}",
        "due_at": "due {due:%H:%M} on {due:%d/%m/%Y}",
    },
}


class _Count(int):
    """A number that picks a word: ``{n:|day|days}``."""

    def __format__(self, spec: str) -> str:
        if not spec.startswith("|"):
            return super().__format__(spec)
        one, many = spec[1:].split("|")
        return one if self == 1 else many


def sentence(reckoning: Told, language: str) -> str:
    """The reckoning in words; any language but English is told in Vietnamese, the language of the law."""
    say = WORDS["en" if language.startswith("en") else "vi"]
    return "; ".join(_parts(reckoning, say))


def limit(length: int, day_type: str, language: str = "vi") -> str:
    """ "10 ngày làm việc"."""
    return WORDS["en" if language.startswith("en") else "vi"][day_type].format(n=_Count(length))


def _parts(told: Told, say: dict[str, str]) -> Iterator[str]:
    by_hours = told.day_type in ("working_hour", "hour")
    if told.day_type == "agreed":
        yield say["agreed"]
    else:
        count = say[told.day_type].format(n=_Count(told.length))
        opening = "before" if told.direction == "before" else "from_moment" if by_hours else "from_day"
        yield say[opening].format(limit=count, start=told.start)
    if told.shifts:
        yield say["office_hours"].format(shifts=say["and"].join(_shift(*shift) for shift in told.shifts))
    if told.extended:
        kind = "calendar_day" if told.day_type == "agreed" else told.day_type
        yield say["extended"].format(limit=say[kind].format(n=_Count(told.extended)))
    yield from _days(told, say)
    if told.provisional:
        yield say["provisional"].format(year=told.due_at.year)
    yield say["due_at" if by_hours else "due"].format(due=told.due_at)


def _days(told: Told, say: dict[str, str]) -> Iterator[str]:
    skipped = []
    if any(step.why == "weekend" for step in told.steps):
        skipped.append(say["weekend"])
    if holidays := ", ".join(_holidays(told.steps)):
        skipped.append(say["holidays"].format(days=holidays))
    # What only moved the end of a limit in calendar days is told by the move itself.
    if skipped and told.day_type != "calendar_day":
        yield say["not_counted"].format(what=say["and"].join(skipped))
    exchanged = ", ".join(f"{step.day:%d/%m}" for step in told.steps if step.why == "exchange")
    if exchanged and told.day_type != "calendar_day":
        yield say["exchange"].format(days=exchanged)
    by_hours = told.day_type in ("working_hour", "hour")
    for first, last in told.pauses:
        form = "%H:%M %d/%m/%Y" if by_hours else "%d/%m/%Y"
        yield say["paused"].format(first=first.strftime(form), last=last.strftime(form))
    if told.moved_from:
        yield say["moved_back" if told.direction == "before" else "moved"].format(day=told.moved_from)


def _holidays(steps: Sequence[Step]) -> Iterator[str]:
    """ "30/4, 1/5", "16/2–20/2 (Tết Nguyên đán)": a name that holds the day itself is not said twice."""
    off = sorted((step.day, step.name) for step in steps if step.why == "holiday")
    for name, group in groupby(off, key=lambda pair: pair[1]):
        days = [day for day, _name in group]
        span = _short(days[0]) if len(days) == 1 else f"{_short(days[0])}–{_short(days[-1])}"
        yield (
            span
            if _short(days[0]) in name and len(days) == 1
            else f"{span} ({name.replace(' (', ', ').rstrip(')')})"
        )


def _short(day: date) -> str:
    return f"{day.day}/{day.month}"


def _shift(first: time, last: time) -> str:
    return f"{first:%H:%M}–{last:%H:%M}"
