"""Who has not reported, who was late, and which values the rules find odd, in a unit's branch and a period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, descendant_ids, last_names
from danvan.reporting import queries as reporting
from danvan.reporting.models import Round, Submission
from danvan.reporting.queries import bulk
from danvan.reporting.queries.reports import rounds_in

# What a meeting can talk about; how many there are in all is told beside them.
MOST_ODD = 40


def standing(unit: OrgUnit, period: Period, on: date) -> dict[str, Any]:
    """`missing` and `late` are rows by unit; `odd` the first warnings, unexplained ones first, with their count."""
    rounds = rounds_in(reporting.default_form(), period)
    rows = list(_submissions(unit, rounds))
    names = last_names({row.unit_id for row in rows}, rounds[-1].counts_to) if rows else {}
    rows.sort(key=lambda row: _place(names[row.unit_id], names))
    odd = list(_odd(rounds, rows, names))
    odd.sort(key=lambda one: bool(one["reason"]))
    return {
        "missing": _once(_missing(unit, rows, names, on)),
        "late": _once(_late(rows, names)),
        "odd": odd[:MOST_ODD],
        "odd_count": len(odd),
    }


def _submissions(unit: OrgUnit, rounds: list[Round]) -> Iterator[Submission]:
    rows = Submission.unscoped.filter(
        round__in=rounds, excused_at__isnull=True, unit_id__in=descendant_ids(unit.pk, rounds[-1].counts_to)
    )
    return rows.select_related("unit", "latest", "accepted", "round__form", "round__form_version").iterator(
        chunk_size=500
    )


def _place(name: UnitName, names: dict[int, UnitName]) -> tuple[Any, ...]:
    above = names.get(name.parent_id) if name.parent_id is not None else None
    own = (name.position, name.code)
    return (*_place(above, names), own) if above else (own,)


def _row(row: Submission, names: dict[int, UnitName]) -> dict[str, Any]:
    name = names[row.unit_id]
    return {"code": row.unit.code, "name": name.name, "level": row.level, "period": row.round.period_name}


def _missing(
    unit: OrgUnit, rows: list[Submission], names: dict[int, UnitName], on: date
) -> Iterator[dict[str, Any]]:
    """`head` is the code of the unit's child it lies under (its own code where it is one, or the unit itself)."""
    codes = {row.unit_id: row.unit.code for row in rows}
    for row in rows:
        if row.accepted_id is None:
            days = 0 if row.first_sent_at else max(0, (on - row.due_on).days)
            head = codes.get(_head(row.unit_id, names, unit.pk), row.unit.code)
            more = {"head": head, "state": row.state, "due_on": row.due_on.isoformat(), "days": days}
            yield {**_row(row, names), **more}


def _head(unit_id: int, names: dict[int, UnitName], top: int) -> int:
    parent = names[unit_id].parent_id
    if unit_id == top or parent is None or parent == top or parent not in names:
        return unit_id
    return _head(parent, names, top)


def _late(rows: list[Submission], names: dict[int, UnitName]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row.first_sent_at is not None and not row.was_on_time:
            days = (timezone.localdate(row.first_sent_at) - row.due_on).days
            yield {**_row(row, names), "days": max(1, days), "reason": row.late_reason}


def _once(rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """A unit that was late in several rounds of a longer period is one unit: its last round stands for it."""
    return list({row["code"]: row for row in rows}.values())


def _odd(rounds: list[Round], rows: list[Submission], names: dict[int, UnitName]) -> Iterator[dict[str, Any]]:
    """Warnings of the rules about what was accepted, or waits; a reason the unit gave stands with them."""
    for round_ in rounds:
        here = [row for row in rows if row.round_id == round_.pk and (row.accepted_id or row.latest_id)]
        for row, findings in bulk.findings(round_, here):
            for finding in findings:
                if finding.severity == "warning":
                    yield {
                        **_row(row, names), "indicator": finding.code, "message": finding.message,
                        "reason": finding.reason,
                    }  # fmt: skip
