"""
What law and the city's rules demand of dialogues, by date and level, and how their limits are reckoned.

Read from `seed/duties.csv`, a reviewed table: a row with levels and `per_year` is a duty, a row without is a legal basis
only. A limit in calendar days that ends on a day off runs to the end of the next working day (Civil Code art. 148).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

from django.utils.translation import get_language

from danvan.reference import queries as calendars
from danvan.reference.calendar import add_working_days, next_working_day

# Where no rule says when the result is to be public: the customary limit of a Party conclusion notice.
CUSTOMARY_WORKING_DAYS = 10
# Where neither rule nor notice names a day for an answer (proposal of the platform).
ANSWER_DAYS = 30


@dataclass(frozen=True)
class Duty:
    """One row in force from `valid_from` to `valid_to` (included)."""

    code: str
    levels: frozenset[str]
    valid_from: date
    valid_to: date | None
    per_year: int
    announce_days: int | None
    publish_days: int | None
    name_vi: str
    name_en: str
    checked: str

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_vi

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@cache
def table() -> tuple[Duty, ...]:
    text = resources.files("danvan.engagement").joinpath("seed/duties.csv").read_text("utf-8")
    return tuple(_read(row) for row in csv.DictReader(text.splitlines()))


def _read(row: dict[str, str]) -> Duty:
    def number(name: str) -> int | None:
        return int(row[name]) if row[name] else None

    return Duty(
        row["code"],
        frozenset(filter(None, row["levels"].split("|"))),
        date.fromisoformat(row["valid_from"]),
        date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        number("per_year") or 0,
        number("announce_days"),
        number("publish_days"),
        row["name_vi"],
        row["name_en"],
        row["checked"],
    )


def bases(on: date, *, keep: Iterable[str] = ()) -> list[Duty]:
    """What a dialogue on that day may be based on; `keep` names codes chosen earlier that stay choosable."""
    found: dict[str, Duty] = {}
    for duty in table():
        if duty.in_force(on) or (duty.code in keep and duty.code not in found):
            found[duty.code] = duty
    return list(found.values())


def basis_names(codes: Iterable[str]) -> list[str]:
    named = {duty.code: duty.name for duty in table()}
    return [named.get(code, code) for code in codes]


def owed(level: str, on: date) -> list[Duty]:
    """Duties to hold a dialogue that bind a unit of this level on that day."""
    return [duty for duty in table() if duty.per_year and level in duty.levels and duty.in_force(on)]


def levels_bound(on: date) -> frozenset[str]:
    return frozenset(
        level for duty in table() if duty.per_year and duty.in_force(on) for level in duty.levels
    )


def announce_by(level: str, held_on: date) -> date | None:
    """The last day for announcing a dialogue held on a day; None where no rule sets one."""
    days = [duty.announce_days for duty in owed(level, held_on) if duty.announce_days]
    return held_on - timedelta(days=max(days)) if days else None


def result_due(level: str, held_on: date) -> date:
    """The last day for publishing the result."""
    days = [duty.publish_days for duty in owed(level, held_on) if duty.publish_days]
    calendar = calendars.calendar()
    if days:
        return next_working_day(held_on + timedelta(days=min(days)), calendar)
    return add_working_days(held_on, CUSTOMARY_WORKING_DAYS, calendar)


def answer_due(held_on: date) -> date:
    """When an opinion not settled on the spot is to be answered, where nobody named a day."""
    return next_working_day(held_on + timedelta(days=ANSWER_DAYS), calendars.calendar())
