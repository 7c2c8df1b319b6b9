"""
Past receptions, many at once: for an office that moves here with its register of counts, and for the demo city.

Counts only, as everywhere: who came stays in the official register. The log gets one entry per call.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import DomainError
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.petitions.errors import BadRow, Incomplete
from danvan.petitions.models import ReceptionSchedule, ReceptionSession
from danvan.petitions.services.reception import check_counts, check_day

AT_ONCE = 1000


@dataclass(frozen=True)
class PastDay:
    """A day on which a head receives, posted on `posted_on` (None: only planned)."""

    head: str
    day: date
    starts_at: time
    ends_at: time
    place: str
    posted_on: date | None = None


@dataclass(frozen=True)
class PastReception:
    """
    What was `planned`, what was counted, or both: a head's day that was held. `recorded_by_id` is a user, needed for counts.
    """

    unit_id: int
    planned: PastDay | None = None
    kind: str = ReceptionSession.Kind.PERIODIC
    host: str = ReceptionSession.Host.HEAD
    on: date | None = None
    visits: int = 0
    persons: int = 0
    groups: int = 0
    matters: int = 0
    head: str = ""
    recorded_by_id: int | None = None


@transaction.atomic
def take_over(
    *, receptions: Iterable[PastReception], unit: OrgUnit, by: Actor | None, at: datetime
) -> tuple[int, int]:
    """
    Write days and sessions; how many of each. `unit` is whose wish it is. All or none.

    `by` needs the right to enter receptions of every unit; it is None only for building the demo city.

    :raises NotAllowed, OutOfSight: by the policy table
    :raises BadRow: naming the first row that cannot have been so
    """
    given = list(receptions)
    if by is not None:
        codes = OrgUnit.objects.filter(pk__in={one.unit_id for one in given}).values_list("pk", "code")
        permissions.require_all(by, "edit", "reception", dict(codes))
    for row, one in enumerate(given, start=1):
        try:
            _check(one, at)
        except DomainError as fault:
            raise BadRow(
                _("Reception %(row)s of %(all)s: %(why)s Correct it, then take over again; nothing was written.")
                % {"row": row, "all": len(given), "why": fault.message}, row=row,
            ) from fault  # fmt: skip
    days = {place: _day(one, one.planned) for place, one in enumerate(given) if one.planned}
    ReceptionSchedule.unscoped.bulk_create(list(days.values()), batch_size=AT_ONCE)
    held = [_session(one, days.get(place), at) for place, one in enumerate(given) if one.on is not None]
    ReceptionSession.unscoped.bulk_create(held, batch_size=AT_ONCE)
    audit.record(
        "petitions.reception_taken_over", actor=by.user_id if by else None, at=at, target=("orgunit", str(unit.pk)),
        unit=unit.code, after={"days": len(days), "sessions": len(held)},
    )  # fmt: skip
    return len(days), len(held)


def _check(one: PastReception, at: datetime) -> None:
    if one.planned is not None:
        check_day(one.planned.head, one.planned.starts_at, one.planned.ends_at)
    if one.on is not None and one.recorded_by_id is None:
        raise Incomplete(_("Say who counted the reception."), field="recorded_by")
    if one.on is not None:
        check_counts(one.kind, one.host, one.head, one.on, one.visits, one.persons, one.groups, at)


def _day(one: PastReception, planned: PastDay) -> ReceptionSchedule:
    states = ReceptionSchedule.State
    state = states.HELD if one.on else states.POSTED if planned.posted_on else states.PLANNED
    return ReceptionSchedule(
        unit_id=one.unit_id, head=planned.head, day=planned.day, starts_at=planned.starts_at, ends_at=planned.ends_at,
        place=planned.place, posted_on=planned.posted_on, state=state,
        version=1 + (planned.posted_on is not None) + (one.on is not None),
    )  # fmt: skip


def _session(one: PastReception, planned: ReceptionSchedule | None, at: datetime) -> ReceptionSession:
    assert one.on is not None
    assert one.recorded_by_id is not None
    return ReceptionSession(
        unit_id=one.unit_id, schedule=planned, kind=one.kind, host=one.host, head=one.head, on=one.on,
        visit_count=one.visits, person_count=one.persons, large_group_count=one.groups, case_count=one.matters,
        recorded_by_id=one.recorded_by_id, recorded_at=at,
    )  # fmt: skip
