"""What was promised or recommended and is not done: overdue commitments by origin, recommendations without an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from danvan.commitments import lateness
from danvan.commitments.models import OWING, Commitment, Origin
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import last_names, scope_descendants

RECOMMENDED = (Origin.SUPERVISION, Origin.INSPECTION)
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
    """
    Recommendations after supervision and inspection that nobody has answered: all of them counted, the oldest told.

    The one place of this context that asks for them.
    """
    rows: Iterable[Commitment] = _of_branch(unit, on).filter(origin__in=RECOMMENDED, state__in=OWING)
    rows = list(rows.select_related("unit", "asked_by").order_by("due_on", "pk"))  # type: ignore[attr-defined]
    names = last_names({pk for row in rows for pk in (row.unit_id, row.asked_by_id)}, on) if rows else {}
    ages = Counter("late" if row.due_on < on else "in_time" for row in rows)
    return {
        "count": len(rows),
        "late": ages["late"],
        "lines": [
            {**_line(row, names[row.unit_id].name, on), "asked_by": names[row.asked_by_id].name}
            for row in rows[:MOST_LINES]
        ],
    }


def _of_branch(unit: OrgUnit, on: date):
    return Commitment.unscoped.filter(
        unit_id__in=scope_descendants([unit.pk], on)
    ) | Commitment.unscoped.filter(unit=unit)


def _line(row: Commitment, name: str, on: date) -> dict[str, Any]:
    return {
        "pk": row.pk, "reference": row.reference, "text": row.text[:300], "unit": row.unit.code, "name": name,
        "origin": row.origin, "due_on": row.due_on.isoformat(), "days": lateness.late_days(row, on),
    }  # fmt: skip
