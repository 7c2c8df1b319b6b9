"""How often a head must receive citizens: minima of the law by post, from the day each rule holds (workflows, section 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from danvan.organizations.models import Level
from danvan.petitions.models.reception import Head

POST_DAYS = 5  # working days before the day (Law on Citizen Reception, art. 24)


@dataclass(frozen=True)
class Duty:
    head: str
    count: int
    per: str
    since: date
    source: str


DUTIES = (
    Duty(Head.PROVINCE_CHAIR, 1, "month", date(2014, 7, 1), "Luật Tiếp công dân, điều 12"),
    Duty(Head.COMMUNE_CHAIR, 1, "week", date(2014, 7, 1), "Luật Tiếp công dân, điều 15"),
    Duty(Head.HEAD_AGENCY, 1, "month", date(2014, 7, 1), "Luật Tiếp công dân, điều 18"),
    Duty(Head.PROVINCE_SECRETARY, 1, "month", date(2025, 11, 23), "KL 215-KL/TW"),
    Duty(Head.COMMUNE_SECRETARY, 2, "month", date(2025, 11, 23), "KL 215-KL/TW"),
    Duty(Head.PUBLIC_SERVICE, 1, "month", date(2026, 7, 1), "NĐ 154/2026/NĐ-CP, điều 10"),
)
BY_LEVEL = {
    Level.CITY: (Head.PROVINCE_CHAIR, Head.PROVINCE_SECRETARY),
    Level.DISTRICT: (Head.HEAD_AGENCY,),
    Level.COMMUNE: (Head.COMMUNE_CHAIR, Head.COMMUNE_SECRETARY),
    Level.AGENCY: (Head.HEAD_AGENCY,),
}


def duties_of(level: str, month: date) -> list[Duty]:
    """The duties of a unit of this level in the month of a day; a rule counts from the first whole month it holds."""
    first = month.replace(day=1)
    heads = BY_LEVEL.get(Level(level), ())
    return [duty for duty in DUTIES if duty.head in heads and duty.since <= first]


def required(duty: Duty, month: date) -> int:
    """Days owed in the month; of a weekly duty as many as Mondays, so that no week is counted in two months."""
    if duty.per == "month":
        return duty.count
    day, mondays = month.replace(day=1), 0
    while day.month == month.month:
        mondays += day.weekday() == 0
        day += timedelta(days=1)
    return duty.count * mondays


def months(starts_on: date, ends_on: date) -> list[date]:
    """First days of the months from one day to another."""
    found, day = [], starts_on.replace(day=1)
    while day <= ends_on:
        found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found
