"""A report as `reporting.queries.report` answers it, built in memory from the published totals of Hanoi 2019."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import danvan.reporting
from danvan.briefings.bundle import Sources
from danvan.briefings.tables import UnitRow
from danvan.common.periods import Period
from danvan.reporting.catalogue import Spec

CATALOGUE = Path(danvan.reporting.__file__).parent / "seed" / "indicators.csv"

# Published at the annual review of 27 December 2019.
HANOI_2019 = {
    "dialogue.held.total": {"city": 4, "district": 145, "commune": 964},
    "dialogue.held.periodic": {"district": 47, "commune": 594},
    "dialogue.held.adhoc": {"district": 98, "commune": 370},
    "dialogue.units.held": {"district": 30, "commune": 584},
    "supervision.sessions.total": {"city": 434, "district": 2054, "commune": 6109},
    "criticism.sessions.total": {"city": 35, "district": 148, "commune": 1405},
    "model.active.total": {"city": 764, "district": 2852, "commune": 6315},
    "survey.units.surveyed": {"city": 6},
    "award.flag.collectives": {"city": 7},
    "award.certificate.collectives": {"city": 12},
    "award.collectives.total": {"city": 19},
    "award.certificate.individuals": {"city": 10},
    "award.pm_certificate.individuals": {"city": 1},
    "award.individuals.total": {"city": 11},
}
UNITS_2019 = {"city": 1, "district": 30, "commune": 584}


@dataclass(frozen=True)
class Name:
    id: int = 1
    code: str = "HN"
    name: str = "Thành phố Hà Nội"
    level: str = "city"
    parent_id: int | None = None
    position: int = 0


@dataclass(frozen=True)
class FakeFigure:
    indicator: Spec
    levels: dict
    all: int | Decimal | None
    units_reported: int
    units_expected: int


@dataclass(frozen=True)
class FakeReport:
    unit: Name
    period: Period
    day: date
    figures: list
    expected: dict = field(default_factory=lambda: dict(UNITS_2019))
    complete: dict = field(default_factory=lambda: dict(UNITS_2019))
    missing: list = field(default_factory=list)
    illustrative: bool = False
    form: object = None

    @property
    def by_code(self):
        return {figure.indicator.code: figure for figure in self.figures}


def specs() -> list[Spec]:
    with CATALOGUE.open(encoding="utf-8") as lines:
        return [
            Spec(
                row["code"], row["name_vi"], row["name_en"], row["unit"], row["group"], tuple(row["levels"].split("|")),
                row["kind"], row["agg_units"], row["agg_time"], row["formula"],
                small_cells_below=5 if row["code"] == "petition.received.denunciation" else 0,
            )
            for row in csv.DictReader(lines)
        ]  # fmt: skip


def report(values=None, period="2019", **changes) -> FakeReport:
    """The published year by default; `values` by code and level replace or add figures, None takes one out."""
    chosen = {**HANOI_2019, **(values or {})}
    figures = []
    for spec in specs():
        levels = chosen.get(spec.code)
        known = {
            level: value for level, value in (levels or {}).items() if level != "all" and value is not None
        }
        total = levels.get("all", sum(known.values()) if known else None) if levels else None
        figures.append(
            FakeFigure(spec, {level: (levels or {}).get(level) for level in spec.levels}, total, 615, 615)
        )
    parsed = Period.parse(period)
    given = {"unit": Name(), "period": parsed, "day": parsed.ends_on, "figures": figures, **changes}
    return FakeReport(**given)


def unit_rows(count=30) -> list[UnitRow]:
    """Table B's lines: each district with its branch, the last of them silent."""
    rows = [
        UnitRow("HN", "Cấp Thành phố", 1, 1, {"supervision.sessions.total": 434, "model.active.total": 764})
    ]
    for number in range(1, count):
        values = {
            "supervision.sessions.total": 270 + number,
            "dialogue.held.total": 36,
            "criticism.sessions.total": 50,
        }
        rows.append(UnitRow(f"HN.{number:02}", f"Quận {number}", 20, 20, values))
    rows.append(UnitRow(f"HN.{count:02}", f"Quận {count}", 20, 0, {}))
    return rows


def sources(values=None, period="2019", **changes) -> Sources:
    now = report(values, period, **changes)
    before = report(
        {"supervision.sessions.total": {"city": 430, "district": 2000, "commune": 6047}},
        str(now.period.year_ago()),
    )
    quarters = (
        [report(period=f"{now.period.year}-Q{n}") for n in range(1, 5)] if now.period.kind == "year" else []
    )
    return Sources(now, before, None if quarters else now, quarters, unit_rows())
