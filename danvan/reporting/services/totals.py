"""
Totals, kept right in the transaction that accepts a figure, and rebuilt whole when asked.

A change travels along the path from the unit to the root: for the round's own period and for each half-year, nine
months and year around it, one row per superior. Nothing below reads a figure twice: a superior's row is its own
contribution and those of all units under it, by the level of the unit that owns the figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection, transaction

from danvan.common.periods import Period
from danvan.organizations.models import UnitLink
from danvan.reporting import combining
from danvan.reporting.combining import Contribution
from danvan.reporting.layouts import Layout
from danvan.reporting.models import ReportForm, Round, Submission, Total
from danvan.reporting.queries import forms
from danvan.reporting.services import rebuilding
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


@transaction.atomic
def apply(round_: Round, changes: Sequence[Change]) -> None:
    """
    Bring every superior's totals up to date with newly accepted versions of one round. Call it after the submissions
    are written, in the same transaction.
    """
    scopes = around(round_.period)
    units = [change.submission.unit_id for change in changes]
    due, version = _due_rounds(round_, units)
    layout = forms.layout(round_.form, version)
    paths = _paths(units)
    deltas: dict[tuple[str, int, str], Contribution] = {}
    for change in changes:
        unit_id, level = change.submission.unit_id, change.submission.level
        for scope in scopes:
            slots = [slot for slot in due[unit_id] if scope.contains(slot.period) or scope == slot.period]
            before = [change.before if slot.round_id == round_.pk else slot.vector for slot in slots]
            after = [change.after if slot.round_id == round_.pk else slot.vector for slot in slots]
            delta = combining.contribution(layout, after) - combining.contribution(layout, before)
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
    rows = Total.objects.filter(
        form=form,
        period_name__in={period for period, _unit, _level in deltas},
        unit_id__in={unit for _period, unit, _level in deltas},
        level__in={level for _period, _unit, level in deltas},
    )
    # Always locked in the same order, so that two acceptances wait for each other instead of for ever.
    changed: list[tuple[bytes, bytes, int, int]] = []
    for row in rows.select_for_update().order_by("pk"):
        delta = deltas.get((row.period_name, row.unit_id, row.level))
        if delta is None:
            continue
        sums, counts = _added(row.sums, delta.sums), _added(row.counts, delta.counts)
        changed.append((sums, counts, row.units + delta.units, row.pk))
    table = connection.ops.quote_name(Total._meta.db_table)
    with connection.cursor() as cursor:
        # One prepared statement: bulk_update would spell a CASE over every row for every column.
        cursor.executemany(f"UPDATE {table} SET sums = %s, counts = %s, units = %s WHERE id = %s", changed)  # noqa: S608


def _added(stored: bytes | memoryview, change: np.ndarray) -> bytes:
    """A stored row plus a change; whichever a newer form made longer keeps its length."""
    size = max(len(bytes(stored)) // 8, len(change))
    return pack_numbers(unpack_numbers(stored, size) + np.pad(change, (0, size - len(change))))


@dataclass(frozen=True)
class Slot:
    """A round in which a unit is due, with what is accepted there now."""

    round_id: int
    period: Period
    counts_to: date
    vector: Vector | None


def _due_rounds(round_: Round, unit_ids: Iterable[int]) -> tuple[dict[int, list[Slot]], int]:
    """The rounds of the same year in which each unit is due, in order of time, and their newest form version."""
    year = round_.period.year
    rows = (
        Submission.unscoped.filter(
            unit_id__in=list(unit_ids),
            round__form_id=round_.form_id,
            round__starts_on__gte=date(year, 1, 1),
            round__ends_on__lte=date(year, 12, 31),
            excused_at__isnull=True,
        )
        .order_by("round__starts_on")
        .values_list(
            "unit_id",
            "round_id",
            "round__period_name",
            "round__counts_to",
            "accepted__cells",
            "round__form_version__number",
        )
    )
    slots: dict[int, list[Slot]] = {unit_id: [] for unit_id in unit_ids}
    newest = 1
    for unit_id, round_id, name, counts_to, cells, version in rows:
        newest = max(newest, version)
        vector = Vector.unpack(cells) if cells is not None else None
        slots[unit_id].append(Slot(round_id, Period.parse(name), counts_to, vector))
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


def _paths(unit_ids: Iterable[int]) -> _Paths:
    links: dict[int, list[tuple[int, date, date | None]]] = {}
    rows = UnitLink.objects.filter(descendant_id__in=list(unit_ids)).values_list(
        "descendant_id", "ancestor_id", "starts_on", "ends_on"
    )
    for unit_id, ancestor, starts_on, ends_on in rows:
        links.setdefault(unit_id, []).append((ancestor, starts_on, ends_on))
    return _Paths(links)


@transaction.atomic
def rebuild(form: ReportForm, *, years: Iterable[int] | None = None) -> int:
    """
    Make all totals of a form (of some years) anew from accepted figures. Returns how many rows had to change.

    Needed after a round opens or the tree changes; otherwise it only proves that nothing had to.
    """
    return rebuilding.rebuild(form, forms.layout(form), years=set(years) if years is not None else None)
