"""
Working days: Monday to Friday without days off, and Saturdays worked in exchange.

Nothing here knows the database. Known limit: a year after the last one in the list counts as if it had weekends only;
a reckoning that reaches there says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

ONE_DAY = timedelta(days=1)
SATURDAY = 5

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
        return -sum(calendar.is_working(day) for day in days(last, first - ONE_DAY))
    return sum(calendar.is_working(day) for day in days(first + ONE_DAY, last))


def next_working_day(day: date, calendar: Calendar) -> date:
    """`day` itself when work is done on it, otherwise the first working day after it."""
    while not calendar.is_working(day):
        day += ONE_DAY
    return day


def days(first: date, last: date) -> Iterable[date]:
    """Every day from `first` to `last`, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def digest(rows: Iterable[Row]) -> str:
    """A fingerprint of a list of days, independent of its order."""
    text = "\n".join(f"{day.isoformat()}\t{kind}\t{name}" for day, kind, name in sorted(rows))
    return hashlib.sha256(text.encode()).hexdigest()
