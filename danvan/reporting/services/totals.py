"""
Totals, kept right in the transaction that accepts a figure, and rebuilt whole when asked.

A change travels along the path from the unit to the root: for the round's own period and for each half-year, nine
months and year around it, one row per superior. Nothing below reads a figure twice: a superior's row is its own
contribution and those of all units under it, by the level of the unit that owns the figure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import transaction

from danvan.common.periods import Period
from danvan.reporting import combining
from danvan.reporting.combining import Contribution
from danvan.reporting.layouts import Layout
from danvan.reporting.models import ReportForm, Round, Submission
from danvan.reporting.queries import forms
from danvan.reporting.services import rebuilding, statements
from danvan.reporting.vectors import Vector, pack_numbers, unpack_numbers


@dataclass(frozen=True)
class Change:
    """One unit's accepted figures in one round, before and after."""

    submission: Submission
    before: Vector | None
    after: Vector | None


def around(period: Period) -> list[Period]:
    """The periods whose totals a round's figures enter: its own and those that contain it."""
    return [period, *period.wholes()]


@transaction.atomic(savepoint=False)
def apply(round_: Round, changes: Sequence[Change]) -> None:
    """
    Bring every superior's totals up to date with newly accepted versions of one round. Call it after the submissions
    are written, in the same transaction.
    """
    if not changes:
        return
    scopes = around(round_.period)
    units = [change.submission.unit_id for change in changes]
    due, version = _due_rounds(round_, units)
    layout = forms.layout(round_.form, version)
    paths = _paths(units)
    deltas: dict[tuple[str, int, str], Contribution] = {}
    for change in changes:
        unit_id, level = change.submission.unit_id, change.submission.level
        for scope in scopes:
            slots = [slot for slot in due[unit_id] if scope == slot.period or scope.contains(slot.period)]
            before = [change.before if slot.round_id == round_.pk else slot.vector for slot in slots]
            after = [change.after if slot.round_id == round_.pk else slot.vector for slot in slots]
            delta = combining.difference(layout, before, after)
            if delta.is_zero:
                continue
            for ancestor in paths.on(unit_id, slots[-1].counts_to):
                share = delta if ancestor == unit_id else _upwards(layout, delta)
                key = (str(scope), ancestor, level)
                deltas[key] = _plus(deltas[key], share) if key in deltas else share
    _write(round_.form, deltas)


def _upwards(layout: Layout, delta: Contribution) -> Contribution:
    """What reaches the units above: cells that are not added over units stay at home."""
    if layout.adds_up.all():
        return delta
    return Contribution(delta.sums * layout.adds_up, delta.counts * layout.adds_up, delta.units)


def _plus(left: Contribution, right: Contribution) -> Contribution:
    return Contribution(left.sums + right.sums, left.counts + right.counts, left.units + right.units)


def _write(form: ReportForm, deltas: dict[tuple[str, int, str], Contribution]) -> None:
    if not deltas:
        return
    periods, units, levels = (sorted(set(part)) for part in zip(*deltas, strict=True))
    changed: list[tuple[bytes, bytes, int, int]] = []
    for row in statements.locked_totals(form.pk, periods, units, levels):
        delta = deltas.get((row.period_name, row.unit_id, row.level))
        if delta is not None:
            sums, counts = _added(row.sums, delta.sums), _added(row.counts, delta.counts)
            changed.append((sums, counts, row.units + delta.units, row.id))
    statements.write_totals(changed)


def _added(stored: bytes | memoryview, change: np.ndarray) -> bytes:
    """A stored row plus a change; whichever a newer form made longer keeps its length."""
    stored = bytes(stored)
    if len(stored) == 8 * len(change):
        return (np.frombuffer(stored, "<i8") + change).tobytes()
    size = max(len(stored) // 8, len(change))
    return pack_numbers(unpack_numbers(stored, size) + np.pad(change, (0, size - len(change))))


@dataclass(frozen=True)
class Slot:
    """A round in which a unit is due, with what is accepted there now."""

    round_id: int
    period: Period
    counts_to: date
    vector: Vector | None


def _due_rounds(round_: Round, unit_ids: Collection[int]) -> tuple[dict[int, list[Slot]], int]:
    """The rounds of the same year in which each unit is due, in order of time, and their newest form version."""
    slots: dict[int, list[Slot]] = {unit_id: [] for unit_id in unit_ids}
    newest = 1
    for row in statements.due_in_year(round_.form_id, round_.period.year, unit_ids):
        newest = max(newest, row.form_version)
        vector = Vector.unpack(row.cells) if row.cells is not None else None
        slots[row.unit_id].append(Slot(row.round_id, Period.parse(row.period_name), row.counts_to, vector))
    return slots, newest


class _Paths:
    """Ancestors (the unit itself included) of some units on any day."""

    def __init__(self, links: dict[int, list[tuple[int, date, date | None]]]):
        self._links = links

    def on(self, unit_id: int, day: date) -> list[int]:
        return [
            ancestor
            for ancestor, starts_on, ends_on in self._links.get(unit_id, [])
            if starts_on <= day and (ends_on is None or day < ends_on)
        ]


def _paths(unit_ids: Collection[int]) -> _Paths:
    links: dict[int, list[tuple[int, date, date | None]]] = {}
    for row in statements.links_upwards(unit_ids):
        links.setdefault(row.unit_id, []).append((row.ancestor_id, row.starts_on, row.ends_on))
    return _Paths(links)


@transaction.atomic
def rebuild(form: ReportForm, *, years: Iterable[int] | None = None) -> int:
    """
    Make all totals of a form (of some years) anew from accepted figures. Returns how many rows had to change.

    Needed after a round opens or the tree changes; otherwise it only proves that nothing had to.
    """
    return rebuilding.rebuild(form, forms.layout(form), years=set(years) if years is not None else None)
