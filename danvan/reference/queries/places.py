"""How units work and where they lie, by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from danvan.organizations.models import OrgUnit, UnitLink
from danvan.reference.hours import Hours, Shift
from danvan.reference.models import RemoteArea, WorkingHours


def hours_of(unit_ids: Iterable[int], on: date) -> dict[int, Hours]:
    """
    The working hours of units, all versions, each by what it or the nearest unit above it (in the tree of `on`) has set.

    One query when nobody has set any, two otherwise.
    """
    rows: dict[int, list[tuple[date, tuple[Shift, ...]]]] = {}
    for row in WorkingHours.objects.order_by("starts_on"):
        rows.setdefault(row.unit_id, []).append((row.starts_on, shifts(row)))
    if not rows:
        return {unit_id: Hours() for unit_id in unit_ids}
    links = UnitLink.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=on),
        ancestor_id__in=rows,
        descendant_id__in=unit_ids,
        starts_on__lte=on,
    )
    paths: dict[int, list[int]] = {}
    for ancestor, descendant in links.order_by("depth").values_list("ancestor_id", "descendant_id"):
        paths.setdefault(descendant, []).append(ancestor)
    return {unit_id: _merged([rows[a] for a in paths.get(unit_id, [])]) for unit_id in unit_ids}


def shifts(row: WorkingHours) -> tuple[Shift, ...]:
    morning = (row.morning_from, row.morning_to)
    if row.afternoon_from is None or row.afternoon_to is None:
        return (morning,)
    return (morning, (row.afternoon_from, row.afternoon_to))


def remote_on(unit_id: int, day: date) -> bool:
    """Whether the unit lay in a remote area on a day; before its first entry here, as the unit itself says."""
    return bool(remote_units([unit_id], day))


def remote_units(unit_ids: Iterable[int], day: date) -> set[int]:
    """Which of some units lay in a remote area on a day; two queries."""
    asked = set(unit_ids)
    rows = RemoteArea.objects.filter(unit_id__in=asked, starts_on__lte=day).order_by("starts_on")
    known = dict(rows.values_list("unit_id", "remote"))
    flagged = OrgUnit.objects.filter(pk__in=asked - set(known), remote_area=True)
    return {unit_id for unit_id, remote in known.items() if remote} | set(
        flagged.values_list("pk", flat=True)
    )


def _merged(near_to_far: list[list[tuple[date, tuple[Shift, ...]]]]) -> Hours:
    """From each day on, the version of the nearest unit that has one by then."""
    changes = sorted({starts_on for versions in near_to_far for starts_on, _shifts in versions})
    merged = []
    for day in changes:
        holds = next(v for v in near_to_far if v[0][0] <= day)
        merged.append((day, [these for starts_on, these in holds if starts_on <= day][-1]))
    return Hours(tuple(merged))


def units_with_something() -> set[int]:
    """Ids of units with hours or an area of their own."""
    own = set(WorkingHours.objects.values_list("unit_id", flat=True))
    return own | set(RemoteArea.objects.values_list("unit_id", flat=True))
