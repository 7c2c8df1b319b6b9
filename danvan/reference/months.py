"""A year as twelve small months, for the page of the calendar."""

from __future__ import annotations

import calendar as weeks
from dataclasses import dataclass
from datetime import date

from danvan.reference.calendar import Calendar


@dataclass(frozen=True)
class Cell:
    """One day: `kind` is work, weekend, off or worked, `name` what it is called in the list."""

    day: date
    kind: str
    name: str


@dataclass(frozen=True)
class Month:
    """`rows` are weeks from Monday to Sunday; None stands for the days of the neighbouring months."""

    first: date
    rows: tuple[tuple[Cell | None, ...], ...]
    working_days: int


def months_of(year: int, known: Calendar) -> list[Month]:
    found = []
    for number in range(1, 13):
        grid = weeks.Calendar().monthdatescalendar(year, number)
        rows = tuple(
            tuple(_cell(day, known) if day.month == number else None for day in week) for week in grid
        )
        working = sum(cell is not None and cell.kind in ("work", "worked") for row in rows for cell in row)
        found.append(Month(date(year, number, 1), rows, working))
    return found


def _cell(day: date, known: Calendar) -> Cell:
    if day in known.worked:
        return Cell(day, "worked", known.worked[day])
    if day in known.off:
        return Cell(day, "off", known.off[day])
    return Cell(day, "work" if known.is_working(day) else "weekend", "")
