"""The whole-city rebuild: the same sums as one acceptance at a time, as array operations over all units at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Q

from danvan.common.periods import Period
from danvan.organizations.models import UnitLink
from danvan.reporting.combining import combine
from danvan.reporting.layouts import Layout
from danvan.reporting.models import ReportForm, Round, Submission, Total
from danvan.reporting.vectors import HEADER, Presence, Vector


@dataclass(eq=False)
class Year:
    """
    One year's accepted figures: arrays of shape (rounds, units, cells). `due` and `accepted` have shape (rounds, units);
    `levels` holds the place of each unit's level in `level_names`.
    """

    rounds: list[Round]
    unit_ids: list[int]
    level_names: list[str]
    levels: np.ndarray
    due: np.ndarray
    accepted: np.ndarray
    values: np.ndarray
    given: np.ndarray


def rebuild(form: ReportForm, layout: Layout, *, years: set[int] | None) -> int:
    """Replace the totals of a form with sums made anew; returns the number of rows. Call it in a transaction."""
    rounds: dict[int, list[Round]] = {}
    for round_ in Round.objects.filter(form=form).order_by("starts_on"):
        if years is None or round_.period.year in years:
            rounds.setdefault(round_.period.year, []).append(round_)
    links = _Links()
    fresh: list[Total] = []
    for year_rounds in rounds.values():
        year = _read(layout, year_rounds)
        fresh += [row for scope, places in _scopes(year.rounds) for row in _totals(form, layout, year, scope, places, links)]
    stale = Total.objects.filter(form=form)
    if years is not None:
        wanted = Q(pk__in=[])
        for number in years:
            wanted |= Q(period_name__startswith=str(number))
        stale = stale.filter(wanted)
    stale.delete()
    Total.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


def _scopes(rounds: list[Round]) -> Iterator[tuple[Period, list[int]]]:
    """Each period that has a total, with the places of its rounds in time."""
    periods = [round_.period for round_ in rounds]
    scopes = set(periods) | {whole for period in periods for whole in period.wholes()}
    for scope in sorted(scopes):
        yield scope, [place for place, period in enumerate(periods) if scope == period or scope.contains(period)]


def _read(layout: Layout, rounds: list[Round]) -> Year:
    rows = list(
        Submission.unscoped.filter(round__in=rounds, excused_at__isnull=True)
        .order_by()
        .values_list("round_id", "unit_id", "level", "accepted__cells")
    )
    unit_ids = sorted({row[1] for row in rows})
    level_names = sorted({row[2] for row in rows})
    unit_at = {unit_id: place for place, unit_id in enumerate(unit_ids)}
    level_at = {name: place for place, name in enumerate(level_names)}
    round_at = {round_.pk: place for place, round_ in enumerate(rounds)}
    where = np.array([(round_at[row[0]], unit_at[row[1]]) for row in rows], np.intp).reshape(-1, 2)
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
    values[at[:, 0], at[:, 1]], given[at[:, 0], at[:, 1]] = unpack_all([rows[place][3] for place in packed], len(layout))
    return Year(rounds, unit_ids, level_names, levels, due, accepted, values, given)


def unpack_all(packed: list[bytes], size: int) -> tuple[np.ndarray, np.ndarray]:
    """Values (0 where not given) and given-masks of many vectors, shape (vectors, size)."""
    lengths = {len(data) for data in packed}
    if lengths == {HEADER + 9 * size}:
        block = np.frombuffer(b"".join(bytes(data) for data in packed), np.uint8).reshape(len(packed), -1)
        given = block[:, HEADER : HEADER + size] == Presence.VALUE
        values = np.ascontiguousarray(block[:, HEADER + size :]).view("<i8")
        return values * given, given
    values, given = np.zeros((len(packed), size), np.int64), np.zeros((len(packed), size), bool)
    for row, data in enumerate(packed):
        vector = Vector.unpack(data).resized(size)
        given[row], values[row] = vector.given, vector.values * vector.given
    return values, given


class _Links:
    """Pairs (unit, ancestor, depth > 0) of the tree on a day, read once for all days."""

    def __init__(self) -> None:
        rows = UnitLink.objects.order_by().values_list("descendant_id", "ancestor_id", "depth", "starts_on", "ends_on")
        self._rows = list(rows)
        self._days: dict[date, list[tuple[int, int, int]]] = {}

    def on(self, day: date) -> list[tuple[int, int, int]]:
        if day not in self._days:
            self._days[day] = [
                (descendant, ancestor, depth)
                for descendant, ancestor, depth, starts_on, ends_on in self._rows
                if starts_on <= day and (ends_on is None or day < ends_on)
            ]
        return self._days[day]


def _totals(
    form: ReportForm, layout: Layout, year: Year, scope: Period, places: list[int], links: _Links
) -> Iterator[Total]:
    """The rows of one period."""
    due = year.due[places]
    sums = np.zeros((len(year.unit_ids), len(layout)), np.int64)
    counts = np.zeros_like(sums)
    complete = np.zeros(len(year.unit_ids), np.int64)
    levels = np.zeros(len(year.unit_ids), np.intp)
    pairs: list[tuple[int, int, bool]] = []
    # Units due in the same rounds are treated together; a unit is judged by the rounds it was due in.
    patterns = {pattern.tobytes(): pattern for pattern in due.T if pattern.any()}
    for pattern in patterns.values():
        units = np.flatnonzero((due == pattern[:, None]).all(axis=0))
        chosen = [place for place, wanted in zip(places, pattern, strict=True) if wanted]
        grid = np.ix_(chosen, units)
        sums[units], counts[units] = combine(layout, year.values[grid], year.given[grid])
        complete[units] = year.accepted[grid].all(axis=0)
        levels[units] = year.levels[chosen[-1], units]
        pairs += _pairs(year, units, links.on(year.rounds[chosen[-1]].counts_to))
    if pairs:
        yield from _grouped(form, layout, year, scope, pairs, sums, counts, complete, levels)


def _pairs(year: Year, units: np.ndarray, links: list[tuple[int, int, int]]) -> list[tuple[int, int, bool]]:
    """(place of unit, ancestor's id, is it the unit itself) on one day."""
    at = {year.unit_ids[place]: int(place) for place in units}
    return [(at[unit], ancestor, depth == 0) for unit, ancestor, depth in links if unit in at]


def _grouped(form, layout, year, scope, pairs, sums, counts, complete, levels) -> Iterator[Total]:
    # A unit with nobody below keeps no row: its total is its own accepted version.
    superiors = {ancestor for _place, ancestor, itself in pairs if not itself}
    kept = [pair for pair in pairs if pair[1] in superiors]
    if not kept:
        return
    places = np.array([pair[0] for pair in kept], np.intp)
    keys = np.array([pair[1] for pair in kept], np.int64) * len(year.level_names) + levels[places]
    order = np.argsort(keys, kind="stable")
    places, keys = places[order], keys[order]
    itself = np.array([pair[2] for pair in kept], bool)[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    rising = layout.adds_up[None, :] | itself[:, None]
    all_sums = np.add.reduceat(sums[places] * rising, starts, axis=0).astype("<i8")
    all_counts = np.add.reduceat(counts[places] * rising, starts, axis=0).astype("<i8")
    units = np.add.reduceat(complete[places], starts)
    sizes = np.diff(np.r_[starts, len(keys)])
    for row, start in enumerate(starts):
        ancestor, level = divmod(int(keys[start]), len(year.level_names))
        yield Total(
            form=form,
            period_name=str(scope),
            unit_id=ancestor,
            level=year.level_names[level],
            sums=all_sums[row].tobytes(),
            counts=all_counts[row].tobytes(),
            units=int(units[row]),
            expected=int(sizes[row]),
        )
