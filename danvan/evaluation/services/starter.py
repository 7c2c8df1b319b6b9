"""The starter sets that come with the house: one for districts, one for communes, 100 points each."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from importlib import resources

from django.db import transaction

from danvan.evaluation import rules
from danvan.evaluation.models import CriteriaGroup, CriteriaSet, Criterion, RankingBand
from danvan.organizations.holding import log
from danvan.organizations.models import OrgUnit

NAMES = {
    "district": "Bộ tiêu chí đánh giá công tác dân vận cấp huyện",
    "commune": "Bộ tiêu chí đánh giá công tác dân vận cấp xã",
}
# A usage of such sets, not a rule of law: each city decides its own by issuing another set.
BANDS = (("Xuất sắc", 90), ("Tốt", 75), ("Hoàn thành", 50), ("Chưa hoàn thành", 0))


def rows(level: str) -> list[dict[str, str]]:
    text = resources.files("danvan.evaluation").joinpath("seed/criteria.csv").read_text("utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if row["level"] == level]


@transaction.atomic
def starter_set(*, unit: OrgUnit, level: str, starts_on: date, at: datetime) -> CriteriaSet:
    """The starter set for a level, in use: for building the demo city. Others draft one, fill it and issue it."""
    made = CriteriaSet.unscoped.create(
        unit=unit, name=NAMES[level], level=level, starts_on=starts_on, created_at=at, issued_at=at,
        state=CriteriaSet.State.ISSUED,
    )  # fmt: skip
    RankingBand.objects.bulk_create(
        RankingBand(criteria=made, name=name, at_least=Decimal(limit)) for name, limit in BANDS
    )
    fill(made)
    log(made, "criteria_issued", by=None, at=at, after={"level": level, "from": str(starts_on)})
    return made


def fill(made: CriteriaSet) -> None:
    """Write the starter lines for the set's level, if there are any, into a set that has none."""
    groups: dict[str, CriteriaGroup] = {}
    for position, row in enumerate(rows(made.level), start=1):
        if row["group"] not in groups:
            groups[row["group"]] = CriteriaGroup.objects.create(
                criteria=made, position=len(groups) + 1, title=row["group"]
            )
        _line(groups[row["group"]], position, row)


def _line(group: CriteriaGroup, position: int, row: dict[str, str]) -> Criterion:
    return Criterion.objects.create(
        group=group, position=position, title=row["title"], points=Decimal(row["points"]), kind=row["kind"],
        guidance=row["guidance"], needs_file=row["needs_file"] == "yes", reading=row["reading"], scope=row["scope"],
        indicator=row["indicator"], divisor=row["divisor"], rule=row["rule"],
        target=Decimal(row["target"]) if row["target"] else None, steps=rules.read_steps(row["steps"]),
    )  # fmt: skip
