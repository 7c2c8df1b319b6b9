"""Approved figures of a city that never was, of any size, without a database."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

from danvan.portal.opendata import preparing
from danvan.portal.opendata.register import TABLES
from danvan.reporting.public import OWN, Approved, PublicPlace

DELICATE = "petition.received.denunciation"


def places(districts: int = 2, communes: int = 3) -> tuple[PublicPlace, ...]:
    found = [PublicPlace("HN", "Thành phố", "city", ""), PublicPlace("HN*", "Thành phố", "city", "HN")]
    for number in range(1, districts + 1):
        district = f"HN-{number:02d}"
        found.append(PublicPlace(district, f"Quận {number}", "district", "HN", frozenset({district})))
        found.append(
            PublicPlace(district + OWN, f"Quận {number}", "district", district, frozenset({district}))
        )
        for inner in range(1, communes + 1):
            code = f"{district}-{inner:02d}"
            found.append(
                PublicPlace(code, f"Phường {inner}", "commune", district, frozenset({district, code}))
            )
    return tuple(found)


def approved(
    period: str = "2019-Q1", seed: int = 1, *, districts: int = 2, communes: int = 3, most: int = 30
) -> Approved:
    """Random figures that add up over places and topics; a year is the sum of the four quarters of the same seed."""
    tree = places(districts, communes)
    parts = [f"{period}-Q{n}" for n in range(1, 5)] if len(period) == 4 else [period]
    values: dict[tuple[str, str], int | None] = {}
    parents = {place.code: place.parent for place in tree}
    leaves = [place for place in parents if place not in parents.values()]
    for quarter in parts:
        chance = random.Random(f"{seed} {quarter}")
        for place in leaves:
            for code, value in _row(chance, most).items():
                one = place
                while one:
                    values[one, code] = (values.get((one, code)) or 0) + value
                    one = parents[one]
    return Approved(period, date(2019, 3, 26), tree, values)


def _row(chance: random.Random, most: int) -> dict[str, int]:
    row: dict[str, int] = {}
    for table in TABLES:
        if table.total is None or len(table.total.plus) > 1:
            for topic in table.topics:
                row[topic.plus[0]] = _count(chance, most)
            continue
        rest = [topic for topic in table.topics if topic.minus]
        plain = [topic for topic in table.topics if not topic.minus]
        for topic in plain:
            row[topic.plus[0]] = _count(chance, most)
        row[table.total.plus[0]] = sum(row[one.plus[0]] for one in plain) + (
            _count(chance, most) if rest else 0
        )
    return row


def _count(chance: random.Random, most: int) -> int:
    return chance.choice([0, chance.randint(1, 4), chance.randint(0, most), chance.randint(5, most)])


real = preparing.prepare


@cache
def _worked_out(period: str) -> preparing.Prepared:
    return real(approved(period), [], [], lambda *_said: None)


def prepared(period: str = "2019-Q1") -> preparing.Prepared:
    """A small city's quarter with nothing told before, worked out once for all tests."""
    return deepcopy(_worked_out(period))


def once_each(
    current: Approved, _quarters: Any, _earlier: Any, step: Callable[..., None]
) -> preparing.Prepared:
    """In the place of `preparing.prepare` where a test is about something else."""
    step(1, 2, "")
    return prepared(current.period)
