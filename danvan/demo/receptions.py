"""The receptions behind the figures of the units that keep petitions here: days of the heads and sessions, as counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta

import numpy as np

from danvan.demo import cases
from danvan.demo.city import City
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, names_on
from danvan.petitions.models.reception import Head
from danvan.petitions.services.bulk_reception import PastDay, PastReception, take_over
from danvan.reporting.models import Round

# The two whose officers type their figures in the demo's stories begin with the days to come.
TYPED = ("HN-00001", "HN-00004")
HEADS = {"city": Head.PROVINCE_CHAIR, "district": Head.HEAD_AGENCY, "commune": Head.COMMUNE_CHAIR}
REGULAR = 6
AHEAD = timedelta(days=24)


def hold(city: City, round_: Round, quarter: int, values: cases.Numbers, today: date) -> None:
    """Write the receptions of a round's interval; in the last round also what is posted for the weeks to come."""
    units = cases.keeps(names_on(round_.counts_to))
    who = city.users["thanhpho"].pk
    found: list[PastReception] = []
    for name in units:
        if name.code not in TYPED:
            found += _of_unit(city.rng, name, values[name.id], quarter, round_, who)
        if round_.period.starts_on <= today <= round_.period.ends_on:
            found += _since(name, round_.counts_to, today, who)
            found += _posted(name, today)
    root = OrgUnit.objects.get(code="HN")
    take_over(receptions=found, unit=root, by=None, at=cases.at(min(round_.due_on, today), 17, 0))


def _of_unit(
    rng: np.random.Generator, name: UnitName, numbers: Mapping[str, np.ndarray], quarter: int, round_: Round, who: int
) -> Iterator[PastReception]:  # fmt: skip
    def of(code: str) -> int:
        return int(numbers[f"reception.{code}"][quarter])

    days = _days(name, round_.counts_from, round_.counts_to)
    held = [day for day in days if rng.random() < 0.95] or days[:1]
    regular = [_any_day(rng, round_) for _n in range(REGULAR)]
    more, groups = of("persons") - of("visits.total"), of("groups")
    for kind, host, dates in (
        ("periodic", "head", held),
        ("regular", "duty", regular),
        ("adhoc", "deputy", regular[:1]),
    ):
        visits = of(f"visits.{kind}")
        for day, count in zip(dates, rng.multinomial(visits, [1 / len(dates)] * len(dates)), strict=True):
            persons = int(count) + (more if count else 0)
            more = 0 if count else more
            large = min(groups, persons // 5)
            groups -= large
            if not count and kind != "periodic":
                continue
            yield PastReception(
                unit_id=name.id, kind=kind, host=host, head=HEADS[name.level] if host == "head" else "", on=day,
                visits=int(count), persons=persons, groups=large, matters=int(count), recorded_by_id=who,
                planned=_planned(name, day) if host == "head" else None,
            )  # fmt: skip


def _since(name: UnitName, counted_to: date, today: date, who: int) -> Iterator[PastReception]:
    """Held after the last day of the round: they count in the next one."""
    for day in _days(name, counted_to + timedelta(days=1), today - timedelta(days=1)):
        yield PastReception(
            unit_id=name.id, planned=_planned(name, day), head=HEADS[name.level], on=day, visits=2, persons=3, matters=2,
            recorded_by_id=who,
        )  # fmt: skip


def _posted(name: UnitName, today: date) -> Iterator[PastReception]:
    for day in _days(name, today, today + AHEAD):
        yield PastReception(unit_id=name.id, planned=_planned(name, day))


def _days(name: UnitName, first: date, last: date) -> list[date]:
    """Every Monday in a commune; in a district and at the city the first Wednesday from the twentieth on."""
    all_days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    if name.level == "commune":
        return [day for day in all_days if day.weekday() == 0]
    return [day for day in all_days if day.weekday() == 2 and 20 <= day.day <= 26]


def _planned(name: UnitName, day: date) -> PastDay:
    return PastDay(
        HEADS[name.level],
        day,
        time(8),
        time(11, 30),
        f"Trụ sở tiếp công dân {name.name}",
        day - timedelta(days=14),
    )


def _any_day(rng: np.random.Generator, round_: Round) -> date:
    day = round_.counts_from + timedelta(
        days=int(rng.integers(0, (round_.counts_to - round_.counts_from).days - 2))
    )
    return day + timedelta(days=max(0, 2 * (day.weekday() > 4)))
