"""
Units for pages that everybody may open: names, places in the tree and points on the map. Plain values, nothing of people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from danvan.organizations import queries
from danvan.organizations.models import OrgUnitVersion


@dataclass(frozen=True)
class Place:
    """A unit in force on a day. `latitude` and `longitude` are degrees (WGS 84) of its middle; None where nobody knows."""

    id: int
    code: str
    name: str
    level: str
    parent: str
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True)
class Places:
    """Every unit of a day in tree order."""

    day: date
    by_code: dict[str, Place] = field(default_factory=dict)

    def below(self, code: str) -> list[Place]:
        return [place for place in self.by_code.values() if place.parent == code]

    def get(self, code: str) -> Place | None:
        return self.by_code.get(code.strip().upper())

    @property
    def top(self) -> Place | None:
        return next((place for place in self.by_code.values() if not place.parent), None)


@dataclass(frozen=True)
class FoundUnit:
    """`as_name` is the name that was found: a former one for a unit that was merged or renamed."""

    code: str
    name: str
    level: str
    as_name: str
    in_force: bool


def places(on: date) -> Places:
    """The units in force on a day with their points. Two queries."""
    tree = queries.tree_on(on)
    rows = OrgUnitVersion.objects.on(on).values_list("unit_id", "latitude", "longitude")
    points = {pk: (latitude, longitude) for pk, latitude, longitude in rows}
    codes = {unit.id: unit.code for unit in tree.units.values()}
    found = {}
    for _depth, unit in tree.walk():
        latitude, longitude = points.get(unit.id, (None, None))
        above = codes.get(unit.parent_id, "") if unit.parent_id else ""
        found[unit.code] = Place(unit.id, unit.code, unit.name, unit.level, above, latitude, longitude)
    return Places(on, found)


def search_units(words: str, on: date, most: int = 20) -> list[FoundUnit]:
    """Units by name, former name or code, with or without marks; those in force first. One query."""
    return [
        FoundUnit(hit.code, hit.name, hit.level, hit.as_name, hit.in_force)
        for hit in queries.search(words, on, most)
    ]
