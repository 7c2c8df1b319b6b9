"""
Working days: Monday to Friday without days off, and Saturdays worked in exchange.

The day something starts is not counted; a limit in calendar days that ends on a day off runs to the end of
the next working day (Civil Code 2015, art. 147 and 148). Known limit: a year after the last one in the list
counts as if it had weekends only, and a reckoning that reaches there says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ONE_DAY = timedelta(days=1)
SATURDAY = 5

Unit = Literal["working", "calendar"]
# day, kind ("off" or "worked"), name
Row = tuple[date, str, str]


@dataclass(frozen=True)
class Calendar:
    """The days that are not what their weekday says, with their names, in one edition of the list."""

    off: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))
    worked: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))
    edition: int = 0

    @classmethod
    def of(cls, rows: Iterable[Row], edition: int = 0) -> Calendar:
        rows = list(rows)
        return cls(
            off=MappingProxyType({day: name for day, kind, name in rows if kind == "off"}),
            worked=MappingProxyType({day: name for day, kind, name in rows if kind == "worked"}),
            edition=edition,
        )

    def is_working(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def knows(self, day: date) -> bool:
        """Whether days off of that year are in the list."""
        return bool(self.off) and day.year <= max(self.off).year


@dataclass(frozen=True)
class Skip:
    """Days off in a row, both ends included, with the names of the holidays among them."""

    first: date
    last: date
    name: str

    def words(self) -> str:
        return f"{self.name} {_span(self.first, self.last)}"


@dataclass(frozen=True)
class Reckoning:
    """How a limit was counted. `moved_from` is the day off on which it would have ended in calendar days."""

    start: date
    length: int
    unit: Unit
    due: date
    skipped: tuple[Skip, ...] = ()
    exchanged: tuple[date, ...] = ()
    moved_from: date | None = None
    provisional: bool = False
    edition: int = 0

    def words(self) -> str:
        """ "nhận 12/02/2026, 7 ngày làm việc, trừ Tết Nguyên đán 14–22/02 → hết ngày 02/03/2026"."""
        return _("%(steps)s → end of %(due)s") % {
            "steps": ", ".join(self.steps()),
            "due": f"{self.due:%d/%m/%Y}",
        }

    def steps(self) -> list[str]:
        """The reckoning in words, one step each, without the result."""
        steps = [_("received %(day)s") % {"day": f"{self.start:%d/%m/%Y}"}, self._length()]
        steps += [_("%(holiday)s skipped") % {"holiday": skip.words()} for skip in self.skipped]
        steps += [_("%(day)s worked in exchange") % {"day": f"{day:%d/%m}"} for day in self.exchanged]
        if self.moved_from:
            steps.append(_("%(day)s is a day off") % {"day": f"{self.moved_from:%d/%m}"})
        if self.provisional:
            steps.append(_("days off of %(year)s are not in the calendar yet") % {"year": self.due.year})
        return steps

    def _length(self) -> str:
        if self.unit == "working":
            text = ngettext("%(count)s working day", "%(count)s working days", self.length)
        else:
            text = ngettext("%(count)s day", "%(count)s days", self.length)
        return text % {"count": self.length}


def add_working_days(start: date, n: int, calendar: Calendar) -> date:
    """The `n`-th working day after `start`; before it when `n` is negative, `start` when `n` is 0."""
    step, day, left = (ONE_DAY if n > 0 else -ONE_DAY), start, abs(n)
    while left:
        day += step
        left -= calendar.is_working(day)
    return day


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """How many working days lie after `first` up to and with `last`; negative when `last` comes first."""
    if last < first:
        return -sum(calendar.is_working(day) for day in _days(last, first - ONE_DAY))
    return sum(calendar.is_working(day) for day in _days(first + ONE_DAY, last))


def next_working_day(day: date, calendar: Calendar) -> date:
    """`day` itself when work is done on it, otherwise the first working day after it."""
    while not calendar.is_working(day):
        day += ONE_DAY
    return day


def reckon(start: date, length: int, calendar: Calendar, unit: Unit = "working") -> Reckoning:
    """
    The last day of a limit of `length` days that began on `start`, with the way it was counted.

    :raises ValueError: when `length` is below 1
    """
    if length < 1:
        raise ValueError("a limit has at least one day")
    limit = add_working_days(start, length, calendar) if unit == "working" else start + timedelta(days=length)
    due = next_working_day(limit, calendar)
    # Of a limit in calendar days only the days off at its very end change anything.
    counted = (start + ONE_DAY) if unit == "working" else limit
    return Reckoning(
        start=start,
        length=length,
        unit=unit,
        due=due,
        skipped=tuple(_skips(counted, due, calendar)),
        exchanged=tuple(day for day in _days(counted, due) if day in calendar.worked),
        moved_from=limit if due != limit else None,
        provisional=not calendar.knows(due),
        edition=calendar.edition,
    )


def digest(rows: Iterable[Row]) -> str:
    """A fingerprint of a list of days, independent of its order."""
    text = "\n".join(f"{day.isoformat()}\t{kind}\t{name}" for day, kind, name in sorted(rows))
    return hashlib.sha256(text.encode()).hexdigest()


def _skips(first: date, last: date, calendar: Calendar) -> Iterable[Skip]:
    """Days off in a row between two days, as far as a holiday is among them: plain weekends need no word."""
    run: list[date] = []
    for day in [*_days(first, last), None]:
        if day is not None and not calendar.is_working(day):
            run.append(day)
            continue
        names = list(dict.fromkeys(calendar.off[off] for off in run if off in calendar.off))
        if names:
            yield Skip(run[0], run[-1], ", ".join(names))
        run = []


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _span(first: date, last: date) -> str:
    if first == last:
        return f"{first:%d/%m}"
    return f"{first:%d}–{last:%d/%m}" if first.month == last.month else f"{first:%d/%m}–{last:%d/%m}"
