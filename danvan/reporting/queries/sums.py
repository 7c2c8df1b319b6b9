"""Stored totals as numbers by level: the few rows from which every report, page and export is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from danvan.common.periods import Period
from danvan.reporting import combining
from danvan.reporting.catalogue import Spec
from danvan.reporting.figures import Number, ReportFigure
from danvan.reporting.formulas import Ratio, Slice
from danvan.reporting.layouts import Layout
from danvan.reporting.models import ReportForm, Submission, Total
from danvan.reporting.vectors import Vector, unpack_numbers

LEVEL_ORDER = {"nation": 0, "city": 1, "district": 2, "commune": 3, "agency": 4, "village": 5}


@dataclass(frozen=True, eq=False)
class Sums:
    """One unit's totals at one level: int64 arrays in the order of the form, and units complete of units expected."""

    sums: np.ndarray
    counts: np.ndarray
    units: int
    expected: int


ByLevel = Mapping[str, Sums]


def stored(form: ReportForm, layout: Layout, period_names: Collection[str], unit_ids: Collection[int]) -> dict[tuple[str, int], dict[str, Sums]]:
    """Totals by (period, unit) and level, for units that have somebody below them. One query."""
    rows = Total.objects.filter(form=form, period_name__in=period_names, unit_id__in=unit_ids).order_by().values_list(
        "period_name", "unit_id", "level", "sums", "counts", "units", "expected"
    )
    found: dict[tuple[str, int], dict[str, Sums]] = defaultdict(dict)
    for name, unit_id, level, sums, counts, units, expected in rows:
        size = len(layout)
        found[name, unit_id][level] = Sums(unpack_numbers(sums, size), unpack_numbers(counts, size), units, expected)
    return dict(found)


def of_leaves(form: ReportForm, layout: Layout, periods: Collection[Period], unit_ids: Collection[int]) -> dict[tuple[str, int], dict[str, Sums]]:
    """The same for units with nobody below them: their own accepted versions over the period. One query."""
    if not unit_ids or not periods:
        return {}
    rows = (
        Submission.unscoped.filter(
            round__form=form,
            unit_id__in=unit_ids,
            excused_at__isnull=True,
            round__starts_on__gte=min(period.starts_on for period in periods),
            round__ends_on__lte=max(period.ends_on for period in periods),
        )
        .order_by("round__starts_on")
        .values_list("unit_id", "level", "round__period_name", "accepted__cells")
    )
    answers: dict[tuple[str, int], list[tuple[str, Vector | None]]] = defaultdict(list)
    for unit_id, level, name, cells in rows:
        own = Period.parse(name)
        vector = Vector.unpack(cells) if cells is not None else None
        for period in periods:
            if period.contains(own):
                answers[str(period), unit_id].append((level, vector))
    found: dict[tuple[str, int], dict[str, Sums]] = {}
    for key, slots in answers.items():
        part = combining.contribution(layout, [vector for _level, vector in slots])
        found[key] = {slots[-1][0]: Sums(part.sums, part.counts, part.units, 1)}
    return found


def of_units(form: ReportForm, layout: Layout, periods: Collection[Period], unit_ids: Collection[int]) -> dict[tuple[str, int], dict[str, Sums]]:
    """Totals of any units, superiors and leaves alike. Two queries at most."""
    found = stored(form, layout, [str(period) for period in periods], unit_ids)
    kept = {unit_id for _name, unit_id in found}
    return found | of_leaves(form, layout, periods, [unit_id for unit_id in unit_ids if unit_id not in kept])


def figures(layout: Layout, by_level: ByLevel) -> tuple[ReportFigure, ...]:
    """Every indicator of the catalogue, in its order, from one unit's totals."""
    levels = sorted(by_level, key=lambda level: LEVEL_ORDER.get(level, 9))
    reader = _Reader(layout, {level: by_level[level] for level in levels})
    return tuple(reader.figure(spec) for spec in layout.catalogue.values())


class _Reader:
    """Numbers of one unit, as plain Python: arrays are turned into lists once."""

    def __init__(self, layout: Layout, by_level: ByLevel):
        self._layout, self._levels = layout, by_level
        self._sums = {level: part.sums.tolist() for level, part in by_level.items()}
        self._counts = {level: part.counts.tolist() for level, part in by_level.items()}

    def figure(self, spec: Spec) -> ReportFigure:
        if isinstance(spec.formula, Slice):
            base = self._layout.catalogue[spec.formula.code]
            return self._stored(spec, base, [level for level in self._levels if level in spec.formula.levels])
        if isinstance(spec.formula, Ratio):
            return self._ratio(spec, spec.formula)
        return self._stored(spec, spec, [level for level in self._levels if level in spec.levels])

    def _stored(self, spec: Spec, base: Spec, levels: Iterable[str]) -> ReportFigure:
        levels = list(levels)
        values = {level: self._value(base, level) for level in levels}
        reported, expected = self._completeness(base, levels)
        if base.over_units == "none":
            # The same topic stands in many units: each says its own, nobody may add them.
            return ReportFigure(spec, values, None, reported, expected)
        known = [value for value in values.values() if value is not None]
        return ReportFigure(spec, values, sum(known) if known else None, reported, expected)

    def _ratio(self, spec: Spec, formula: Ratio) -> ReportFigure:
        levels = [level for level in self._levels if level in spec.levels]
        values: dict[str, Number | None] = {
            level: formula.of(lambda code, level=level: self._value(self._layout.catalogue[code], level))  # type: ignore[misc]
            for level in levels
        }
        whole = formula.of(lambda code: self.figure(self._layout.catalogue[code]).all)  # type: ignore[arg-type, return-value]
        parts = [self._completeness(self._layout.catalogue[code], levels) for code in formula.codes]
        return ReportFigure(spec, values, whole, min(part[0] for part in parts), max(part[1] for part in parts))

    def _value(self, spec: Spec, level: str) -> int | None:
        index = self._layout.index.get(spec.code)
        if index is None or level not in spec.levels or level not in self._sums:
            return None
        value, reported = self._sums[level][index], self._counts[level][index]
        return value if reported or value else None

    def _completeness(self, spec: Spec, levels: Iterable[str]) -> tuple[int, int]:
        index = self._layout.index.get(spec.code)
        asked = [level for level in levels if level in spec.levels]
        reported = sum(self._counts[level][index] for level in asked) if index is not None else 0
        return reported, sum(self._levels[level].expected for level in asked)
