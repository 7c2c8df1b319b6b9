"""Stored totals as numbers by level: the few rows from which every report, page and export is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
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


def stored(
    form: ReportForm, layout: Layout, period_names: Collection[str], unit_ids: Collection[int]
) -> dict[tuple[str, int], dict[str, Sums]]:
    """Totals by (period, unit) and level, for units that have somebody below them. One query."""
    rows = (
        Total.objects.filter(form=form, period_name__in=period_names, unit_id__in=unit_ids)
        .order_by()
        .values_list("period_name", "unit_id", "level", "sums", "counts", "units", "expected")
    )
    found: dict[tuple[str, int], dict[str, Sums]] = defaultdict(dict)
    for name, unit_id, level, sums, counts, units, expected in rows:
        size = len(layout)
        found[name, unit_id][level] = Sums(
            unpack_numbers(sums, size), unpack_numbers(counts, size), units, expected
        )
    return dict(found)


def of_leaves(
    form: ReportForm, layout: Layout, periods: Collection[Period], unit_ids: Collection[int]
) -> dict[tuple[str, int], dict[str, Sums]]:
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


def of_units(
    form: ReportForm, layout: Layout, periods: Collection[Period], unit_ids: Collection[int]
) -> dict[tuple[str, int], dict[str, Sums]]:
    """Totals of any units, superiors and leaves alike. Two queries at most."""
    found = stored(form, layout, [str(period) for period in periods], unit_ids)
    kept = {unit_id for _name, unit_id in found}
    return found | of_leaves(form, layout, periods, [unit_id for unit_id in unit_ids if unit_id not in kept])


def figures(layout: Layout, by_level: ByLevel) -> tuple[ReportFigure, ...]:
    """Every indicator of the catalogue, in its order, from one unit's totals."""
    levels = tuple(sorted(by_level, key=lambda level: LEVEL_ORDER.get(level, 9)))
    numbers = _Numbers(
        {level: by_level[level].sums.tolist() for level in levels},
        {level: by_level[level].counts.tolist() for level in levels},
        {level: by_level[level].expected for level in levels},
    )
    return tuple(read(numbers) for read in _readers(layout, levels))


@dataclass(frozen=True)
class _Numbers:
    """One unit's totals as plain numbers, by level."""

    sums: Mapping[str, list[int]]
    counts: Mapping[str, list[int]]
    expected: Mapping[str, int]


Reader = Callable[[_Numbers], ReportFigure]


def _readers(layout: Layout, levels: tuple[str, ...]) -> list[Reader]:
    """How each indicator is read, worked out once per form and set of levels."""
    if levels not in layout.readers:
        layout.readers[levels] = [_reader(layout, spec, levels) for spec in layout.catalogue.values()]
    return layout.readers[levels]


def _reader(layout: Layout, spec: Spec, levels: tuple[str, ...]) -> Reader:
    if isinstance(spec.formula, Ratio):
        return _RatioReader(
            layout, spec, spec.formula, tuple(level for level in levels if level in spec.levels)
        )
    base, wanted = spec, spec.levels
    if isinstance(spec.formula, Slice):
        base, wanted = layout.catalogue[spec.formula.code], spec.formula.levels
    asked = tuple(level for level in levels if level in wanted and level in base.levels)
    shown = tuple(level for level in levels if level in wanted)
    return _StoredReader(spec, base.over_units == "none", layout.index.get(base.code), shown, asked)


@dataclass(frozen=True)
class _StoredReader:
    spec: Spec
    stays_at_home: bool
    index: int | None
    shown: tuple[str, ...]
    asked: tuple[str, ...]

    def __call__(self, numbers: _Numbers) -> ReportFigure:
        index = self.index
        values: dict[str, Number | None] = dict.fromkeys(self.shown)
        whole, known, reported, expected = 0, False, 0, 0
        for level in self.asked:
            expected += numbers.expected[level]
            if index is None:
                continue
            value, count = numbers.sums[level][index], numbers.counts[level][index]
            if value or count:
                values[level] = value
                whole += value
                reported += count
                known = True
        # The same topic stands in many units: each says its own, nobody may add them.
        return ReportFigure(
            self.spec, values, whole if known and not self.stays_at_home else None, reported, expected
        )


@dataclass(frozen=True)
class _RatioReader:
    """Recomputed from summed parts, never averaged."""

    layout: Layout
    spec: Spec
    formula: Ratio
    levels: tuple[str, ...]

    def __call__(self, numbers: _Numbers) -> ReportFigure:
        parts = {
            code: _part(self.layout, code, tuple(numbers.expected))(numbers) for code in self.formula.codes
        }
        values: dict[str, Number | None] = {
            level: self.formula.of(lambda code, level=level: parts[code].levels.get(level))  # type: ignore[misc]
            for level in self.levels
        }
        whole = self.formula.of(lambda code: parts[code].all)  # type: ignore[arg-type, return-value]
        reported = min(part.units_reported for part in parts.values())
        return ReportFigure(
            self.spec, values, whole, reported, max(part.units_expected for part in parts.values())
        )


def _part(layout: Layout, code: str, levels: tuple[str, ...]) -> Reader:
    key = (*levels, code)
    if key not in layout.readers:
        layout.readers[key] = [_reader(layout, layout.catalogue[code], levels)]
    return layout.readers[key][0]
