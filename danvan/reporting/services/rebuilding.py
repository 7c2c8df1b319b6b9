"""The whole-city rebuild: the same sums as one acceptance at a time, as array operations over all units at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Q, QuerySet

from danvan.common.periods import Period
from danvan.common.rows import plain_rows
from danvan.organizations.models import UnitLink
from danvan.reporting.combining import combine
from danvan.reporting.layouts import Layout
from danvan.reporting.models import ReportForm, Round, Submission, Total
from danvan.reporting.vectors import HEADER, Presence, Vector

Key = tuple[str, int, str]  # period, superior, level
# Later than any day.
_NEVER = date.max.toordinal() + 1
Row = tuple[bytes, bytes, int, int]  # sums, counts, complete units, expected units


@dataclass(eq=False)
class Year:
    """
    One year's accepted figures: arrays of shape (rounds, units, cells). `due` and `accepted` have shape (rounds, units);
    `levels` holds the place of each unit's level in `level_names`.
    """

    rounds: list[Round]
    unit_ids: np.ndarray
    level_names: list[str]
    levels: np.ndarray
    due: np.ndarray
    accepted: np.ndarray
    values: np.ndarray
    given: np.ndarray


def rebuild(form: ReportForm, layout: Layout, *, years: set[int] | None) -> int:
    """Make the totals of a form anew; returns how many rows were wrong or missing. Call it in a transaction."""
    rounds: dict[int, list[Round]] = {}
    for round_ in Round.objects.filter(form=form).order_by("starts_on"):
        if years is None or round_.period.year in years:
            rounds.setdefault(round_.period.year, []).append(round_)
    links = _Links()
    fresh: dict[Key, Row] = {}
    for year_rounds in rounds.values():
        year = _read(layout, year_rounds)
        for scope, places in _scopes(year.rounds):
            fresh.update(_totals(layout, year, scope, places, links))
    stored = Total.objects.filter(form=form)
    if years is not None:
        wanted = Q(pk__in=[])
        for number in years:
            wanted |= Q(period_name__startswith=str(number))
        stored = stored.filter(wanted)
    return _reconcile(form, stored, fresh)


def _reconcile(form: ReportForm, stored: QuerySet[Total], fresh: dict[Key, Row]) -> int:
    """
    Make the stored rows those in `fresh`, touching only what differs; returns how many were written or removed.

    Plain statements, prepared once: building rows one by one as models costs more than adding them up.
    """
    columns = ("pk", "period_name", "unit_id", "level", "sums", "counts", "units", "expected")
    gone: list[int] = []
    changed: list[tuple[Any, ...]] = []
    for pk, period, unit, level, sums, counts, units, expected in plain_rows(
        stored.order_by().values_list(*columns)
    ):
        row = fresh.pop((period, unit, level), None)
        if row is None:
            gone.append(pk)
        elif row != (bytes(sums), bytes(counts), units, expected):
            changed.append((*row, pk))
    table = connection.ops.quote_name(Total._meta.db_table)
    with connection.cursor() as cursor:
        if changed:
            cursor.executemany(
                f"UPDATE {table} SET sums = %s, counts = %s, units = %s, expected = %s WHERE id = %s",  # noqa: S608
                changed,
            )
        if fresh:
            cursor.executemany(
                f"INSERT INTO {table} (form_id, period_name, unit_id, level, sums, counts, units, expected) "  # noqa: S608
                "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                [(form.pk, *key, *row) for key, row in fresh.items()],
            )
    Total.objects.filter(pk__in=gone).delete()
    return len(gone) + len(changed) + len(fresh)


def _scopes(rounds: list[Round]) -> Iterator[tuple[Period, list[int]]]:
    """Each period that has a total, with the places of its rounds in time."""
    periods = [round_.period for round_ in rounds]
    scopes = set(periods) | {whole for period in periods for whole in period.wholes()}
    for scope in sorted(scopes):
        yield (
            scope,
            [place for place, period in enumerate(periods) if scope == period or scope.contains(period)],
        )


def _read(layout: Layout, rounds: list[Round]) -> Year:
    rows = plain_rows(
        Submission.unscoped.filter(round__in=rounds, excused_at__isnull=True)
        .order_by()
        .values_list("round_id", "unit_id", "level", "accepted__cells")
    )
    unit_ids = sorted({row[1] for row in rows})
    level_names = sorted({row[2] for row in rows})
    unit_at = {unit_id: place for place, unit_id in enumerate(unit_ids)}
    level_at = {name: place for place, name in enumerate(level_names)}
    round_at = {round_.pk: place for place, round_ in enumerate(rounds)}
    flat = (place for row in rows for place in (round_at[row[0]], unit_at[row[1]]))
    where = np.fromiter(flat, np.intp, 2 * len(rows)).reshape(-1, 2)
    shape = (len(rounds), len(unit_ids))
    due, accepted = np.zeros(shape, bool), np.zeros(shape, bool)
    due[where[:, 0], where[:, 1]] = True
    levels = np.zeros(shape, np.intp)
    levels[where[:, 0], where[:, 1]] = [level_at[row[2]] for row in rows]
    packed = [place for place, row in enumerate(rows) if row[3] is not None]
    at = where[packed]
    accepted[at[:, 0], at[:, 1]] = True
    values = np.zeros((*shape, len(layout)), np.int64)
    given = np.zeros((*shape, len(layout)), bool)
    values[at[:, 0], at[:, 1]], given[at[:, 0], at[:, 1]] = unpack_all(
        [rows[place][3] for place in packed], len(layout)
    )
    return Year(rounds, np.array(unit_ids, np.int64), level_names, levels, due, accepted, values, given)


def unpack_all(packed: list[bytes | memoryview], size: int) -> tuple[np.ndarray, np.ndarray]:
    """Values (0 where not given) and given-masks of many vectors, shape (vectors, size)."""
    lengths = {len(data) for data in packed}
    if lengths == {HEADER + 9 * size}:
        block = np.frombuffer(b"".join(packed), np.uint8).reshape(len(packed), -1)
        given = block[:, HEADER : HEADER + size] == Presence.VALUE
        values = np.ascontiguousarray(block[:, HEADER + size :]).view("<i8")
        return values * given, given
    values, given = np.zeros((len(packed), size), np.int64), np.zeros((len(packed), size), bool)
    for row, data in enumerate(packed):
        vector = Vector.unpack(data).resized(size)
        given[row], values[row] = vector.given, vector.values * vector.given
    return values, given


class _Links:
    """Who stands above whom on a day, read once for all days."""

    def __init__(self) -> None:
        rows = UnitLink.objects.order_by().values_list(
            "descendant_id", "ancestor_id", "depth", "starts_on", "ends_on"
        )
        numbers = (
            number
            for unit, ancestor, depth, starts_on, ends_on in rows
            for number in (
                unit,
                ancestor,
                depth,
                starts_on.toordinal(),
                ends_on.toordinal() if ends_on else _NEVER,
            )
        )
        # Columns unit, ancestor, depth, first day, first day after.
        self._rows = np.fromiter(numbers, np.int64).reshape(-1, 5)
        self._found: dict[tuple[int, bytes], np.ndarray] = {}

    def pairs(self, unit_ids: np.ndarray, places: np.ndarray, day: date) -> np.ndarray:
        """
        (place of unit, ancestor's id, depth) on a day, int64, for superiors only: a unit with nobody below keeps no row,
        because its total is its own accepted version. `unit_ids` ascend, `places` choose among them.
        """
        on = day.toordinal()
        key = (on, unit_ids[places].tobytes())
        if key not in self._found:
            now = self._rows[(self._rows[:, 3] <= on) & (on < self._rows[:, 4])]
            now = now[np.isin(now[:, 0], unit_ids[places])]
            superiors = np.unique(now[now[:, 2] > 0, 1])
            now = now[np.isin(now[:, 1], superiors)]
            self._found[key] = np.column_stack([np.searchsorted(unit_ids, now[:, 0]), now[:, 1:3]])
        return self._found[key]


def _totals(
    layout: Layout, year: Year, scope: Period, places: list[int], links: _Links
) -> Iterator[tuple[Key, Row]]:
    """The rows of one period."""
    due = year.due[places]
    if due.all():
        # As nearly always: every unit was due in every round. Slices of the arrays do, nothing is copied.
        rows = slice(places[0], places[-1] + 1)
        sums, counts = combine(layout, year.values[rows], year.given[rows])
        complete = year.accepted[rows].all(axis=0).astype(np.int64)
        levels = year.levels[places[-1]]
        pairs = links.pairs(year.unit_ids, np.arange(len(year.unit_ids)), year.rounds[places[-1]].counts_to)
    else:
        patterns = list({pattern.tobytes(): pattern for pattern in due.T if pattern.any()}.values())
        sums, counts, complete, levels, pairs = _by_pattern(layout, year, places, patterns, links)
    if len(pairs):
        yield from _grouped(layout, year, scope, pairs, sums, counts, complete, levels)


def _by_pattern(layout: Layout, year: Year, places: list[int], patterns: list[np.ndarray], links: _Links):
    """Units due in the same rounds are treated together; a unit is judged by the rounds it was due in."""
    due = year.due[places]
    sums = np.zeros((len(year.unit_ids), len(layout)), np.int64)
    counts = np.zeros_like(sums)
    complete = np.zeros(len(year.unit_ids), np.int64)
    levels = np.zeros(len(year.unit_ids), np.intp)
    pairs = [np.zeros((0, 3), np.int64)]
    for pattern in patterns:
        units = np.flatnonzero((due == pattern[:, None]).all(axis=0))
        chosen = [place for place, wanted in zip(places, pattern, strict=True) if wanted]
        grid = np.ix_(np.array(chosen), units)
        sums[units], counts[units] = combine(layout, year.values[grid], year.given[grid])
        complete[units] = year.accepted[grid].all(axis=0)
        levels[units] = year.levels[chosen[-1], units]
        pairs.append(links.pairs(year.unit_ids, units, year.rounds[chosen[-1]].counts_to))
    return sums, counts, complete, levels, np.concatenate(pairs)


def _grouped(layout, year, scope, pairs, sums, counts, complete, levels) -> Iterator[tuple[Key, Row]]:
    """Sums over the units below each superior; `pairs` has columns place of unit, ancestor's id, depth."""
    places, depths = pairs[:, 0], pairs[:, 2]
    keys = pairs[:, 1] * len(year.level_names) + levels[places]
    order = np.argsort(keys, kind="stable")
    places, keys, depths = places[order], keys[order], depths[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    rising_sums, rising_counts = sums[places], counts[places]
    if not layout.adds_up.all():
        # What may not be added over units stays at home.
        above = np.ix_(depths > 0, ~layout.adds_up)
        rising_sums[above] = 0
        rising_counts[above] = 0
    all_sums = np.add.reduceat(rising_sums, starts, axis=0).astype("<i8", copy=False)
    all_counts = np.add.reduceat(rising_counts, starts, axis=0).astype("<i8", copy=False)
    units = np.add.reduceat(complete[places], starts)
    sizes = np.diff(np.r_[starts, len(keys)])
    period_name = str(scope)
    for row, key in enumerate(keys[starts].tolist()):
        ancestor, level = divmod(key, len(year.level_names))
        numbers = (all_sums[row].tobytes(), all_counts[row].tobytes(), int(units[row]), int(sizes[row]))
        yield (period_name, ancestor, year.level_names[level]), numbers
