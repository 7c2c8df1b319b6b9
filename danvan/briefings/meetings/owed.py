"""What was promised or recommended and is not done: overdue commitments by origin, recommendations without an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from danvan.commitments import lateness
from danvan.commitments.models import Commitment, Origin
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import last_names, scope_descendants
from danvan.oversight.queries import ledger

# Lines that a meeting can read; the numbers beside them count all.
MOST_LINES, MOST_UNITS = 30, 40


def overdue(unit: OrgUnit, on: date) -> dict[str, Any]:
    """Counts by origin, the units that owe most, and the oldest lines. Three queries."""
    rows = list(
        _of_branch(unit, on)
        .filter(lateness.late(on))
        .select_related("unit", "asked_by")
        .order_by("due_on", "pk")
    )
    names = last_names({row.unit_id for row in rows}, on) if rows else {}
    by_origin: dict[str, list[Commitment]] = {}
    by_unit: dict[int, list[Commitment]] = {}
    for row in rows:
        by_origin.setdefault(row.origin, []).append(row)
        by_unit.setdefault(row.unit_id, []).append(row)
    units = sorted(by_unit.items(), key=lambda pair: (-len(pair[1]), pair[1][0].due_on, pair[0]))
    return {
        "count": len(rows),
        "origins": [
            {"origin": origin, "label": str(Origin(origin).label), "count": len(some), "oldest": some[0].due_on.isoformat()}
            for origin, some in sorted(by_origin.items(), key=lambda pair: -len(pair[1]))
        ],
        "units": [
            {
                "code": some[0].unit.code, "name": names[pk].name, "count": len(some), "oldest": some[0].due_on.isoformat(),
                "references": [one.reference for one in some[:5]],
            }
            for pk, some in units[:MOST_UNITS]
        ],
        "lines": [_line(row, names[row.unit_id].name, on) for row in rows[:MOST_LINES]],
    }  # fmt: skip


def unanswered(unit: OrgUnit, on: date) -> dict[str, Any]:
    """Recommendations of supervision and inspection that nobody has answered: all counted, those due first told."""
    some = ledger.of_branch(unit, on)
    rows = ledger.rows(some[:MOST_LINES], on)
    return {
        "count": some.count(),
        "late": some.filter(due_on__lt=on).count(),
        "lines": [
            {
                "reference": row.line.reference, "text": row.line.text[:300], "name": row.line.unit,
                # A body outside the tree is reached through whoever asked it.
                "unit": row.asked or row.recommendation.unit.code, "asked_by": row.line.asked_by, "origin": row.line.origin,
                "due_on": row.line.due_on.isoformat(), "days": row.line.late_days, "href": row.line.href,
            }
            for row in rows
        ],
    }  # fmt: skip


def _of_branch(unit: OrgUnit, on: date):
    return Commitment.unscoped.filter(
        unit_id__in=scope_descendants([unit.pk], on)
    ) | Commitment.unscoped.filter(unit=unit)


def _line(row: Commitment, name: str, on: date) -> dict[str, Any]:
    return {
        "pk": row.pk, "reference": row.reference, "text": row.text[:300], "unit": row.unit.code, "name": name,
        "origin": row.origin, "due_on": row.due_on.isoformat(), "days": lateness.late_days(row, on),
        "href": reverse("commitments:story", args=[row.pk]),
    }  # fmt: skip
