"""
The four statements under every acceptance, spelt out.

Each acceptance runs them once, whatever it accepts, and composing them through the ORM took longer than running them
(docs/reference/benchmarks.md, c). Only the number of placeholders varies; every value is a parameter. Both engines
understand them; what SQLite does not know, locking single rows, it does not need: it has one writer at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection


class DueRow(NamedTuple):
    """One round in which a unit is due; `cells` is what is accepted there, packed, None where nothing is."""

    unit_id: int
    round_id: int
    period_name: str
    counts_to: date
    cells: bytes | memoryview | None
    form_version: int


class LinkRow(NamedTuple):
    """`ancestor_id` stands above `unit_id`, or is it, from `starts_on` to `ends_on` (not included; None: still)."""

    unit_id: int
    ancestor_id: int
    starts_on: date
    ends_on: date | None


class TotalRow(NamedTuple):
    """A stored total, locked; `sums` and `counts` packed."""

    id: int
    period_name: str
    unit_id: int
    level: str
    sums: bytes | memoryview
    counts: bytes | memoryview
    units: int


def due_in_year(form_id: int, year: int, unit_ids: Collection[int]) -> Iterator[DueRow]:
    """The rounds of a form within a year in which the units are due and not excused, in order of time."""
    sql = (
        "SELECT s.unit_id, s.round_id, r.period_name, r.counts_to, a.cells, v.number "  # noqa: S608
        "FROM reporting_submission s JOIN reporting_round r ON r.id = s.round_id "
        "JOIN reporting_formversion v ON v.id = r.form_version_id "
        "LEFT JOIN reporting_submissionversion a ON a.id = s.accepted_id "
        f"WHERE s.unit_id IN ({_marks(unit_ids)}) AND s.excused_at IS NULL "
        "AND r.form_id = %s AND r.starts_on >= %s AND r.ends_on <= %s ORDER BY r.starts_on"
    )
    return map(DueRow._make, _rows(sql, [*unit_ids, form_id, date(year, 1, 1), date(year, 12, 31)]))


def links_upwards(unit_ids: Collection[int]) -> Iterator[LinkRow]:
    """Every superior the units ever had, themselves included."""
    sql = (
        "SELECT descendant_id, ancestor_id, starts_on, ends_on FROM organizations_unitlink "  # noqa: S608
        f"WHERE descendant_id IN ({_marks(unit_ids)})"
    )
    return map(LinkRow._make, _rows(sql, list(unit_ids)))


def locked_totals(
    form_id: int, period_names: Collection[str], unit_ids: Collection[int], levels: Collection[str]
) -> Iterator[TotalRow]:
    """Totals held until the transaction ends, always in the same order: two acceptances wait for each other once."""
    sql = (
        "SELECT id, period_name, unit_id, level, sums, counts, units FROM reporting_total WHERE form_id = %s "  # noqa: S608
        f"AND period_name IN ({_marks(period_names)}) AND unit_id IN ({_marks(unit_ids)}) "
        f"AND level IN ({_marks(levels)}) ORDER BY id"
    )
    if connection.features.has_select_for_update:
        sql += " FOR UPDATE"
    return map(TotalRow._make, _rows(sql, [form_id, *period_names, *unit_ids, *levels]))


def write_totals(changed: Sequence[tuple[bytes, bytes, int, int]]) -> None:
    """Store totals anew: (sums, counts, units, id) of each row, with one prepared statement."""
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE reporting_total SET sums = %s, counts = %s, units = %s WHERE id = %s", changed
        )


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))
