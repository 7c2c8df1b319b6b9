"""When a unit works, by day: the shifts of a working day, from the day a version starts until the next one does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

# From, to (not included).
Shift = tuple[time, time]
# A moment, and the moment it ends (not included).
Stretch = tuple[datetime, datetime]

OFFICE: tuple[Shift, ...] = ((time(8), time(11, 30)), (time(13, 30), time(17)))


@dataclass(frozen=True)
class Hours:
    """
    Shifts by the day they hold from, as ((day, shifts), …). Before the first version the usual office hours hold.

    A unit without hours of its own works as the unit above it: versions of a path are merged by `danvan.reference.queries`.
    """

    versions: tuple[tuple[date, tuple[Shift, ...]], ...] = ()

    def on(self, day: date) -> tuple[Shift, ...]:
        """The shifts of `day`, were it a working day."""
        found = OFFICE
        for starts_on, shifts in self.versions:
            if starts_on > day:
                break
            found = shifts
        return found

    def stretches(self, day: date, like: datetime) -> list[Stretch]:
        """The shifts of `day` as moments in the time zone of `like`."""
        zone = like.tzinfo
        return [
            (datetime.combine(day, first, zone), datetime.combine(day, last, zone))
            for first, last in self.on(day)
        ]


def without(stretches: list[Stretch], taken: tuple[Stretch, ...]) -> list[Stretch]:
    """What is left of some stretches when others are taken out."""
    for out_from, out_to in taken:
        left: list[Stretch] = []
        for first, last in stretches:
            left += [(first, min(last, out_from)), (max(first, out_to), last)]
        stretches = [(first, last) for first, last in left if first < last]
    return sorted(stretches)


def length(stretches: list[Stretch]) -> timedelta:
    return sum((last - first for first, last in stretches), timedelta())
