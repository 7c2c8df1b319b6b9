"""
How a limit is counted: every day on the way, counted or not, and why.

The law (Civil Code 2015): a limit in days begins on the day after its event (art. 147); it ends at the end of its last
day, and when that is a day off, at the end of the next working day (art. 148). A limit in hours begins at the moment of
its event (art. 147). Nothing here knows the database or the web.

Two readings of our own, where the law has no words: a limit *before* an event that would end on a day off is moved back
to the working day before, because later would cut the notice short; an extension is counted on from the limit itself,
as if the limit had been longer from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any, Literal, Protocol

from danvan.reference import wording
from danvan.reference.calendar import ONE_DAY, Calendar
from danvan.reference.hours import Hours, Stretch, length, without

DayType = Literal["working_day", "calendar_day", "working_hour", "hour"]
Direction = Literal["after", "before"]
END_OF_DAY = time(23, 59, 59)
MINUTE = timedelta(minutes=1)
# Nothing is counted longer than this; a calendar without working days must not turn into an endless walk.
FARTHEST = timedelta(days=366 * 30)


class Rule(Protocol):
    """What reckoning needs of a rule: how long, in what, and on which side of its event."""

    @property
    def length(self) -> int: ...

    @property
    def day_type(self) -> str: ...

    @property
    def direction(self) -> str: ...


@dataclass(frozen=True)
class Limit:
    """A rule without a table: `length` in units of `day_type`, after or before the event."""

    length: int
    day_type: str = "working_day"
    direction: str = "after"


@dataclass(frozen=True)
class Step:
    """
    One day of a reckoning.

    `why` is one of counted, exchange (a Saturday worked for another day, counted), weekend, holiday, paused, moved (the
    working day to which the end was moved), agreed. `name` names the holiday; `minutes` is what an hour clock took.
    """

    day: date
    counts: bool
    why: str
    name: str = ""
    minutes: int = 0


@dataclass(frozen=True)
class Span:
    """Days in a row of which the same is to be said, both ends included."""

    first: date
    last: date
    counts: bool
    why: str
    name: str = ""
    minutes: int = 0

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Reckoning:
    """
    How a limit was counted and where it ends.

    `due_at` is the last second in time. `moved_from` is the day off on which it would have ended. `provisional` says
    that the calendar does not know the days off of the year it ends in.
    """

    start: datetime
    due_at: datetime
    length: int
    day_type: str
    direction: str = "after"
    extended: int = 0
    pauses: tuple[Stretch, ...] = ()
    steps: tuple[Step, ...] = ()
    moved_from: date | None = None
    provisional: bool = False
    edition: int = 0
    shifts: tuple[tuple[time, time], ...] = field(default=())

    @property
    def due_on(self) -> date:
        return self.due_at.date()

    def words(self, language: str = "vi") -> str:
        """
        The reckoning in one official sentence: "10 ngày làm việc kể từ ngày 28/04/2026; không tính thứ Bảy, Chủ nhật
        và ngày nghỉ lễ 30/4, 1/5; hết hạn 14/05/2026".
        """
        return wording.sentence(self, language)

    def spans(self) -> list[Span]:
        """The steps with equal neighbours taken together."""
        found = []
        for (counts, why, name), group in groupby(self.steps, key=lambda s: (s.counts, s.why, s.name)):
            days = list(group)
            first, last = min(days[0].day, days[-1].day), max(days[0].day, days[-1].day)
            found.append(Span(first, last, counts, why, name, sum(step.minutes for step in days)))
        return found

    def as_json(self) -> dict[str, Any]:
        """Plain values to be stored with a clock, without the edition; `Reckoning.of_json` reads them back."""
        return {
            "start": self.start.isoformat(),
            "due_at": self.due_at.isoformat(),
            "length": self.length,
            "day_type": self.day_type,
            "direction": self.direction,
            "extended": self.extended,
            "pauses": [[first.isoformat(), last.isoformat()] for first, last in self.pauses],
            "moved_from": self.moved_from.isoformat() if self.moved_from else None,
            "provisional": self.provisional,
            "shifts": [[f"{first:%H:%M}", f"{last:%H:%M}"] for first, last in self.shifts],
            "steps": [_span_as_list(span) for span in self._stored_spans()],
        }

    @cached_property
    def stored(self) -> dict[str, Any]:
        """`as_json`, made once: a thousand clocks may share one reckoning. Not to be changed."""
        return self.as_json()

    def _stored_spans(self) -> list[Span]:
        # Minutes differ from day to day, so spans of an hour clock are stored one by one.
        if self.day_type != "working_hour":
            return self.spans()
        return [Span(s.day, s.day, s.counts, s.why, s.name, s.minutes) for s in self.steps]

    @classmethod
    def of_json(cls, data: dict[str, Any], edition: int = 0) -> Reckoning:
        direction = data["direction"]
        return cls(
            start=datetime.fromisoformat(data["start"]),
            due_at=datetime.fromisoformat(data["due_at"]),
            length=data["length"],
            day_type=data["day_type"],
            direction=direction,
            extended=data["extended"],
            pauses=tuple((datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in data["pauses"]),
            steps=tuple(_steps_of(data["steps"], backwards=direction == "before")),
            moved_from=date.fromisoformat(data["moved_from"]) if data["moved_from"] else None,
            provisional=data["provisional"],
            edition=edition,
            shifts=tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in data["shifts"]),
        )


def due(
    start: datetime,
    rule: Rule,
    calendar: Calendar,
    *,
    hours: Hours | None = None,
    extended: int = 0,
    pauses: Sequence[Stretch] = (),
) -> Reckoning:
    """
    Where a limit ends that began (or, before an event, ends) at `start`, a moment in the time zone of the offices.

    `extended` is added to the length, in the same units. During `pauses` (from, to; both moments) the clock stands: of a
    limit in days the days after the first up to and with the last are not counted, of one in hours the time between.

    :raises ValueError: when the length is below 1, the start has no time zone, or hours are counted back from an event
    """
    if rule.length + extended < 1:
        raise ValueError("a limit has at least one day or hour")
    if start.tzinfo is None:
        raise ValueError("the start needs a time zone")
    told = Reckoning(
        start=start,
        due_at=start,
        length=rule.length,
        day_type=rule.day_type,
        direction=rule.direction,
        extended=extended,
        pauses=tuple(sorted(pauses)),
        edition=calendar.edition,
    )
    if rule.day_type in ("working_hour", "hour") and rule.direction == "before":
        raise ValueError("hours are not counted back from an event")
    if rule.day_type == "working_hour":
        ended = _in_working_hours(told, calendar, hours or Hours())
    elif rule.day_type == "hour":
        ended = _in_hours(told)
    elif rule.direction == "before":
        ended = _before(told, calendar)
    else:
        ended = _in_days(told, calendar)
    return replace(ended, provisional=rule.day_type != "hour" and not calendar.knows(ended.due_on))


def agreed(start: datetime, on: date, calendar: Calendar, *, extended: int = 0) -> Reckoning:
    """A day that a document names is due at its end, whatever day it is; `extended` adds calendar days."""
    last = on + timedelta(days=extended)
    return Reckoning(
        start=start,
        due_at=datetime.combine(last, END_OF_DAY, start.tzinfo),
        length=0,
        day_type="agreed",
        extended=extended,
        steps=(Step(last, True, "agreed"),),
        edition=calendar.edition,
    )


def _in_days(told: Reckoning, calendar: Calendar) -> Reckoning:
    left, steps, day = told.length + told.extended, [], told.start.date()
    nominal: date | None = None
    while True:
        day += ONE_DAY
        _refuse_too_far(day, told)
        step = _look(day, told, calendar, count_days_off=nominal is None)
        if nominal is None and step.counts:
            left -= 1
            nominal = day if left == 0 else None
        elif nominal is not None and step.counts:
            step = replace(step, counts=False, why="moved")
        steps.append(step)
        if nominal is not None and (step.why == "moved" or (nominal == day and calendar.is_working(day))):
            break
    return replace(
        told,
        due_at=datetime.combine(day, END_OF_DAY, told.start.tzinfo),
        steps=tuple(steps),
        moved_from=nominal if nominal != day else None,
    )


def _before(told: Reckoning, calendar: Calendar) -> Reckoning:
    left, steps, day = told.length + told.extended, [], told.start.date()
    while left:
        day -= ONE_DAY
        _refuse_too_far(day, told)
        step = _look(day, told, calendar, count_days_off=True)
        left -= step.counts
        steps.append(step)
    nominal = day
    while not calendar.is_working(day):
        day -= ONE_DAY
        step = _look(day, told, calendar, count_days_off=False)
        steps.append(replace(step, counts=False, why="moved") if step.counts else step)
    return replace(
        told,
        due_at=datetime.combine(day, END_OF_DAY, told.start.tzinfo),
        steps=tuple(steps),
        moved_from=nominal if nominal != day else None,
    )


def _in_working_hours(told: Reckoning, calendar: Calendar, hours: Hours) -> Reckoning:
    left, steps, day = timedelta(hours=told.length + told.extended), [], told.start.date()
    due_at = told.start
    while left:
        _refuse_too_far(day, told)
        if not calendar.is_working(day):
            steps.append(_look(day, told, calendar, count_days_off=False))
        else:
            whole = hours.stretches(day, told.start)
            ahead = without(whole, ((datetime.min.replace(tzinfo=told.start.tzinfo), told.start),))
            open_ = without(ahead, told.pauses)
            taken = min(left, length(open_))
            if taken:
                due_at = _after(open_, taken)
            why = "paused" if ahead and not open_ else "exchange" if day in calendar.worked else "counted"
            steps.append(Step(day, bool(taken), why, minutes=taken // MINUTE))
            left -= taken
        day += ONE_DAY
    return replace(told, due_at=due_at, steps=tuple(steps), shifts=hours.on(told.start.date()))


def _in_hours(told: Reckoning) -> Reckoning:
    due_at = told.start + timedelta(hours=told.length + told.extended)
    for first, last in told.pauses:
        if first < due_at and last > told.start:
            due_at += last - max(first, told.start)
    return replace(
        told, due_at=due_at, steps=tuple(Step(day, True, "counted") for day in _days_of(told, due_at))
    )


def _days_of(told: Reckoning, due_at: datetime) -> Iterator[date]:
    day = told.start.date()
    while day <= due_at.date():
        yield day
        day += ONE_DAY


def _look(day: date, told: Reckoning, calendar: Calendar, *, count_days_off: bool) -> Step:
    """What `day` is on its own: counted or not. Calendar days count days off, as long as the limit runs."""
    if any(first.date() < day <= last.date() for first, last in told.pauses):
        return Step(day, False, "paused")
    if calendar.is_working(day):
        return Step(day, True, "exchange" if day in calendar.worked else "counted")
    if told.day_type == "calendar_day" and count_days_off:
        return Step(day, True, "counted")
    name = calendar.off.get(day, "")
    return Step(day, False, "holiday" if name else "weekend", name)


def _after(stretches: list[Stretch], taken: timedelta) -> datetime:
    """The moment at which so much of the stretches has passed."""
    for first, last in stretches:
        if taken <= last - first:
            return first + taken
        taken -= last - first
    raise ValueError("the stretches are shorter than that")


def _refuse_too_far(day: date, told: Reckoning) -> None:
    if abs(day - told.start.date()) > FARTHEST:
        raise ValueError("the calendar has no working days left for this limit")


def _span_as_list(span: Span) -> list[Any]:
    return [span.first.isoformat(), span.days, int(span.counts), span.why, span.name, span.minutes]


def _steps_of(rows: list[list[Any]], *, backwards: bool) -> Iterator[Step]:
    for first, count, counts, why, name, minutes in rows:
        days = [date.fromisoformat(first) + timedelta(days=n) for n in range(count)]
        for day in reversed(days) if backwards else days:
            yield Step(day, bool(counts), why, name, minutes)
