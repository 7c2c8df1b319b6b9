"""Stored totals as numbers by level: the few rows from which every report, page and export is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np
from django.db import connection

from danvan.common.periods import Period
from danvan.reporting import combining
from danvan.reporting.catalogue import Spec
from danvan.reporting.figures import Number, ReportFigure
from danvan.reporting.formulas import Ratio, Slice
from danvan.reporting.layouts import Layout
from danvan.reporting.models import ReportForm, Submission
from danvan.reporting.vectors import Vector, unpack_numbers

# Read reports of one form that a process remembers, some 60 kB each.
KEPT = 128
LEVEL_ORDER = {"nation": 0, "city": 1, "district": 2, "commune": 3, "agency": 4, "village": 5}


@dataclass(frozen=True, eq=False)
class Sums:
    """One unit's totals at one level: int64 arrays in the order of the form, and units complete of units expected."""

    sums: np.ndarray
    counts: np.ndarray
    units: int
    expected: int

    @property
    def key(self) -> tuple[bytes, bytes, int]:
        """All that figures are read from."""
        return self.sums.tobytes(), self.counts.tobytes(), self.expected


ByLevel = Mapping[str, Sums]


def stored(
    form: ReportForm, layout: Layout, period_names: Collection[str], unit_ids: Collection[int]
) -> dict[tuple[str, int], dict[str, Sums]]:
    """Totals by (period, unit) and level, for units that have somebody below them. One query."""
    found: dict[tuple[str, int], dict[str, Sums]] = defaultdict(dict)
    if not period_names or not unit_ids:
        return {}
    # Spelt out: this is the one read under every report, and composing it through the ORM took twice as long as running
    # it (bench/, a). Only the number of placeholders varies.
    sql = (
        "SELECT period_name, unit_id, level, sums, counts, units, expected FROM reporting_total WHERE form_id = %s "  # noqa: S608
        f"AND period_name IN ({_marks(period_names)}) AND unit_id IN ({_marks(unit_ids)})"
    )
    size = len(layout)
    with connection.cursor() as cursor:
        cursor.execute(sql, [form.pk, *period_names, *unit_ids])
        for name, unit_id, level, sums, counts, units, expected in cursor.fetchall():
            found[name, unit_id][level] = Sums(
                unpack_numbers(sums, size), unpack_numbers(counts, size), units, expected
            )
    return dict(found)


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


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
        # The period before a year is also the same period of the year before: named twice, counted once.
        for period in set(periods):
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
    key = (levels, *(by_level[level].key for level in levels))
    found = layout.read.get(key)
    if found is None:
        numbers = _Numbers(layout, levels, by_level)
        found = tuple(read(numbers) for read in _readers(layout, levels))
        # The same totals are asked for again and again; the oldest make room.
        while len(layout.read) >= KEPT:
            layout.read.pop(next(iter(layout.read)), None)
        layout.read[key] = found
    return found


def figure(layout: Layout, by_level: ByLevel, code: str) -> ReportFigure:
    """One indicator of the catalogue: for readers of many units, who need no other. Raises UnknownIndicator."""
    spec = layout.catalogue[code]
    levels = tuple(sorted(by_level, key=lambda level: LEVEL_ORDER.get(level, 9)))
    key = ("one", code, *levels)
    if key not in layout.readers:
        layout.readers[key] = [_reader(layout, spec, levels)]
    return layout.readers[key][0](_Numbers(layout, levels, by_level))


class _Numbers:
    """One unit's totals as plain numbers: worked out for all cells at once, then only looked up."""

    def __init__(self, layout: Layout, levels: tuple[str, ...], by_level: ByLevel):
        parts = [by_level[level] for level in levels]
        asked = _asked(layout, levels)
        sums = np.array([part.sums for part in parts]) * asked
        counts = np.array([part.counts for part in parts]) * asked
        known = (sums != 0) | (counts != 0)
        self.expected = dict(zip(levels, [part.expected for part in parts], strict=True))
        self.by_cell = list(zip(*sums.tolist(), strict=True))
        self.known = list(zip(*known.tolist(), strict=True))
        self.all_known = known.all(axis=0).tolist()
        self.any_known = known.any(axis=0).tolist()
        self.all = sums.sum(axis=0).tolist()
        self.counts = counts.tolist()
        self.reported = counts.sum(axis=0).tolist()
        self.due = (np.array([[part.expected] for part in parts]) * asked).sum(axis=0).tolist()


def _asked(layout: Layout, levels: tuple[str, ...]) -> np.ndarray:
    """Which cells are asked at which of the levels, shape (levels, cells)."""
    key = ("asked", *levels)
    if key not in layout.readers:
        layout.readers[key] = [np.array([layout.collected(level) for level in levels])]
    return layout.readers[key][0]


Reader = Callable[[_Numbers], ReportFigure]


def _readers(layout: Layout, levels: tuple[str, ...]) -> list[Reader]:
    """How each indicator is read, worked out once per form and set of levels."""
    if levels not in layout.readers:
        layout.readers[levels] = [_reader(layout, spec, levels) for spec in layout.catalogue.values()]
    return layout.readers[levels]


def _reader(layout: Layout, spec: Spec, levels: tuple[str, ...]) -> Reader:
    if isinstance(spec.formula, Ratio):
        parts = {code: _reader(layout, layout.catalogue[code], levels) for code in spec.formula.codes}
        return _RatioReader(
            spec, spec.formula, parts, tuple(level for level in levels if level in spec.levels)
        )
    base, wanted = spec, spec.levels
    if isinstance(spec.formula, Slice):
        base, wanted = layout.catalogue[spec.formula.code], spec.formula.levels
    index = layout.index.get(base.code)
    shown = tuple((place, level) for place, level in enumerate(levels) if level in wanted)
    if index is None:
        return _NobodyAsks(spec, tuple(level for _place, level in shown))
    if len(shown) == len(levels) and base.over_units == "sum":
        return _WholeReader(spec, index, levels)
    return _PartReader(spec, base.over_units == "none", index, shown, frozenset(base.levels))


@dataclass(frozen=True)
class _NobodyAsks:
    """The form does not ask for it (any more)."""

    spec: Spec
    levels: tuple[str, ...]

    def __call__(self, numbers: _Numbers) -> ReportFigure:
        return ReportFigure(self.spec, dict.fromkeys(self.levels), None, 0, 0)


@dataclass(frozen=True, slots=True)
class _WholeReader:
    """As nearly always: asked at every level, added up over units."""

    spec: Spec
    index: int
    levels: tuple[str, ...]

    def __call__(self, numbers: _Numbers) -> ReportFigure:
        index = self.index
        values: dict[str, Number | None] = dict(zip(self.levels, numbers.by_cell[index], strict=True))
        if not numbers.all_known[index]:
            for level, known in zip(self.levels, numbers.known[index], strict=True):
                if not known:
                    values[level] = None
        whole = numbers.all[index] if numbers.any_known[index] else None
        return ReportFigure(self.spec, values, whole, numbers.reported[index], numbers.due[index])


@dataclass(frozen=True)
class _PartReader:
    """Some levels of an indicator, or one that may not be added over units."""

    spec: Spec
    stays_at_home: bool
    index: int
    shown: tuple[tuple[int, str], ...]
    asked: frozenset[str]

    def __call__(self, numbers: _Numbers) -> ReportFigure:
        index = self.index
        row, known = numbers.by_cell[index], numbers.known[index]
        values: dict[str, Number | None] = {
            level: row[place] if known[place] else None for place, level in self.shown
        }
        given = [value for value in values.values() if value is not None]
        whole = len(self.shown) == len(row)
        reported = numbers.reported[index] if whole else self._reported(numbers)
        expected = sum(numbers.expected[level] for _place, level in self.shown if level in self.asked)
        # The same topic stands in many units: each says its own, nobody may add them.
        total = sum(given) if given and not self.stays_at_home else None
        return ReportFigure(self.spec, values, total, reported, expected)

    def _reported(self, numbers: _Numbers) -> int:
        return sum(numbers.counts[place][self.index] for place, _level in self.shown)


@dataclass(frozen=True)
class _RatioReader:
    """Recomputed from summed parts, never averaged."""

    spec: Spec
    formula: Ratio
    parts: Mapping[str, Reader]
    levels: tuple[str, ...]

    def __call__(self, numbers: _Numbers) -> ReportFigure:
        parts = {code: read(numbers) for code, read in self.parts.items()}
        values: dict[str, Number | None] = {
            level: self.formula.of(lambda code, level=level: parts[code].levels.get(level))  # type: ignore[misc]
            for level in self.levels
        }
        whole = self.formula.of(lambda code: parts[code].all)
        reported = min(part.units_reported for part in parts.values())
        return ReportFigure(
            self.spec, values, whole, reported, max(part.units_expected for part in parts.values())
        )
