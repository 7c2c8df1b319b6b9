"""The shapes in which figures leave this context: plain numbers with their completeness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from danvan.common.periods import Period
from danvan.organizations.queries import UnitName
from danvan.reporting.catalogue import Spec

Number = int | Decimal


class ReportFigure(NamedTuple):
    """
    One indicator of a report. `levels` holds the levels that collect it and exist below the unit; None = not reported.

    `units_reported` of `units_expected` units gave a complete figure for the whole period.
    """

    indicator: Spec
    levels: Mapping[str, Number | None]
    all: Number | None
    units_reported: int
    units_expected: int

    @property
    def complete(self) -> bool:
        return self.units_reported == self.units_expected


@dataclass(frozen=True)
class Report:
    """A unit's figures for a period, own and below, as they stand now."""

    unit: UnitName
    period: Period
    form_id: int
    day: date
    expected: Mapping[str, int]
    complete: Mapping[str, int]
    figures: tuple[ReportFigure, ...]
    missing: tuple[UnitName, ...] = ()
    late: tuple[UnitName, ...] = ()
    illustrative: bool = False

    @cached_property
    def by_code(self) -> dict[str, ReportFigure]:
        return {figure.indicator.code: figure for figure in self.figures}

    @property
    def units_expected(self) -> int:
        return sum(self.expected.values())

    @property
    def units_complete(self) -> int:
        return sum(self.complete.values())

    def as_json(self) -> dict[str, Any]:
        """Plain numbers: whole ones as they are, ratios with two decimals."""
        return {
            "unit": self.unit.code,
            "period": str(self.period),
            "figures": [
                {
                    "indicator": figure.indicator.code,
                    "levels": {level: plain(value) for level, value in figure.levels.items()},
                    "all": plain(figure.all),
                    "units_reported": figure.units_reported,
                    "units_expected": figure.units_expected,
                }
                for figure in self.figures
            ],
        }


def plain(value: Number | None) -> int | float | None:
    """For JSON: a ratio of 97.40 as 97.4, a count as itself."""
    return float(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Node:
    """A step of lineage: a total, a unit, a unit's figure in one round, or a record. Leaves add up to the top."""

    kind: str
    label: str
    unit: str
    value: Number | None
    source: str | None = None
    children: tuple[Node, ...] = field(default=())
    period: str = ""
    reference: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "label": self.label,
            "unit": self.unit,
            "value": plain(self.value),
            "source": self.source,
            "children": [child.as_json() for child in self.children],
        }

    def leaves(self) -> list[Node]:
        return [leaf for child in self.children for leaf in child.leaves()] if self.children else [self]
