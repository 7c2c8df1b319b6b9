"""Hanoi's units over time, from the seed files into the tables."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from danvan.audit import services as audit
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit, OrgUnitVersion, UnitSuccession
from danvan.organizations.services import rebuild_links

FOLDER = Path(__file__).parent
ROOT = "HN"

Row = dict[str, str]


@dataclass(frozen=True)
class Loaded:
    """How many rows of each table a load added; all zero when everything was there."""

    units: int
    versions: int
    successions: int

    def __bool__(self) -> bool:
        return bool(self.units or self.versions or self.successions)


@transaction.atomic
def load_hanoi(*, at: datetime, by: Actor | None = None, until: date | None = None) -> Loaded:
    """
    Add Hanoi's units, versions and successions that are missing, rebuild the links, make one audit entry.

    Safe to repeat: a version or succession that exists stays as it is, also when somebody has corrected it.
    `until` leaves out what starts after that day. For the command line and the demo city, which act before
    anybody holds a post; therefore no permission is asked, and `by` may be None.
    """
    versions = _read("hanoi-units.csv", "starts_on", until)
    successions = _read("hanoi-successions.csv", "on", until)
    units, added = _add_units(row["code"] for row in versions)
    loaded = Loaded(added, _add_versions(versions, units), _add_successions(successions, units))
    if not loaded:
        return loaded
    rebuild_links()
    audit.record(
        "organizations.seed_loaded",
        actor=by.user_id if by else None,
        at=at,
        target=("unit", ROOT),
        unit=ROOT,
        after={
            "units": loaded.units,
            "versions": loaded.versions,
            "successions": loaded.successions,
            "until": until.isoformat() if until else "",
        },
    )
    return loaded


def _read(name: str, day_column: str, until: date | None) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if until is None or row[day_column] <= until.isoformat()]


def _add_units(codes: Iterable[str]) -> tuple[dict[str, int], int]:
    """Ids of all units by code, and how many are new."""
    known = dict(OrgUnit.objects.values_list("code", "pk"))
    missing = [code for code in dict.fromkeys(codes) if code not in known]
    OrgUnit.objects.bulk_create([OrgUnit(code=code) for code in missing], batch_size=500)
    return dict(OrgUnit.objects.values_list("code", "pk")), len(missing)


def _add_versions(rows: list[Row], units: dict[str, int]) -> int:
    known = set(OrgUnitVersion.objects.order_by().values_list("unit_id", "starts_on"))
    missing = [version for version in (_version(row, units) for row in rows) if _when(version) not in known]
    OrgUnitVersion.objects.bulk_create(missing, batch_size=200)
    return len(missing)


def _when(version: OrgUnitVersion) -> tuple[int, date]:
    return version.unit_id, version.starts_on


def _version(row: Row, units: dict[str, int]) -> OrgUnitVersion:
    return OrgUnitVersion(
        unit_id=units[row["code"]],
        starts_on=date.fromisoformat(row["starts_on"]),
        closed=bool(row["closed"]),
        name=row["name"],
        level=row["level"],
        parent_id=units[row["parent"]] if row["parent"] else None,
        territory_code=row["territory_code"],
        latitude=Decimal(row["latitude"]) if row["latitude"] else None,
        longitude=Decimal(row["longitude"]) if row["longitude"] else None,
        position=int(row["position"]),
        legal_basis=row["legal_basis"],
    )


def _add_successions(rows: list[Row], units: dict[str, int]) -> int:
    known = set(UnitSuccession.objects.values_list("old_id", "new_id", "on"))
    missing = [
        UnitSuccession(
            old_id=units[row["old"]],
            new_id=units[row["new"]],
            on=date.fromisoformat(row["on"]),
            share=row["share"],
            kind=row["kind"],
            legal_basis=row["legal_basis"],
        )
        for row in rows
        if (units[row["old"]], units[row["new"]], date.fromisoformat(row["on"])) not in known
    ]
    UnitSuccession.objects.bulk_create(missing, batch_size=200)
    return len(missing)
