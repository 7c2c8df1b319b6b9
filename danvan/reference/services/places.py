"""Setting how a unit works and whether it is remote, from a day on."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.reference.models import RemoteArea, WorkingHours
from danvan.reference.refusals import ShiftsOverlap
from danvan.reference.services.editions import lock, new_edition
from danvan.reference.services.recomputing import recompute_clocks


@transaction.atomic
def set_hours(
    *,
    unit: OrgUnit,
    starts_on: date,
    morning_from: time,
    morning_to: time,
    afternoon_from: time | None,
    afternoon_to: time | None,
    source: str,
    by: Actor,
    at: datetime,
) -> WorkingHours:
    """
    Set the shifts of a unit (and of those below without their own) from a day on; once more on the same day replaces them.
    Open clocks in working hours are reckoned again.

    :raises NotAllowed, OutOfSight: if `by` may not change the calendar of this unit
    :raises ShiftsOverlap: when a shift ends before it begins, or the afternoon begins before the morning ends
    """
    permissions.require(by, "manage", "calendar", unit.pk)
    _check_shifts(morning_from, morning_to, afternoon_from, afternoon_to)
    lock()
    shifts = {
        "morning_from": morning_from,
        "morning_to": morning_to,
        "afternoon_from": afternoon_from,
        "afternoon_to": afternoon_to,
    }
    row, _new = WorkingHours.objects.update_or_create(
        unit=unit, starts_on=starts_on, defaults=shifts | {"source": source}
    )
    new_edition(at)
    recompute_clocks(at=at, by=by)
    after = {name: f"{value:%H:%M}" if value else "" for name, value in shifts.items()}
    _record("reference.hours_set", unit, starts_on, after | {"source": source}, by=by, at=at)
    return row


@transaction.atomic
def set_remote(
    *, unit: OrgUnit, starts_on: date, remote: bool, source: str, by: Actor, at: datetime
) -> RemoteArea:
    """
    Say that a unit is, or is no longer, remote from a day on. Clocks that started before keep the length they got.

    :raises NotAllowed, OutOfSight: if `by` may not change the calendar of this unit
    """
    permissions.require(by, "manage", "calendar", unit.pk)
    lock()
    row, _new = RemoteArea.objects.update_or_create(
        unit=unit, starts_on=starts_on, defaults={"remote": remote, "source": source}
    )
    _record("reference.remote_set", unit, starts_on, {"remote": remote, "source": source}, by=by, at=at)
    return row


def _check_shifts(
    morning_from: time, morning_to: time, afternoon_from: time | None, afternoon_to: time | None
) -> None:
    both = (afternoon_from is None) == (afternoon_to is None)
    ordered = morning_from < morning_to and (
        afternoon_from is None or afternoon_to is None or morning_to <= afternoon_from < afternoon_to
    )
    if not (both and ordered):
        raise ShiftsOverlap(
            _(
                "The hours do not follow each other: morning from–to, then afternoon from–to. Check the four times."
            )
        )


def _record(action: str, unit: OrgUnit, starts_on: date, after: dict, *, by: Actor, at: datetime) -> None:
    audit.record(
        action,
        actor=by.user_id,
        at=at,
        target=("working_hours", f"{unit.code} {starts_on.isoformat()}"),
        unit=unit.code,
        after=after,
    )
