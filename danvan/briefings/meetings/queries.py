"""Briefing meetings for pages: the list, one meeting, its packages, its tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from danvan.briefings.meetings.models import BriefingMeeting, MeetingPackage, MeetingTask
from danvan.commitments import lateness
from danvan.commitments.models import State as Promise
from danvan.common.errors import OutOfSight
from danvan.common.vietnamese import fold
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import last_names, scope_descendants


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; a unit stands for its branch. `state` may be ``ahead`` or ``held`` for groups."""

    year: int | None = None
    state: str = ""
    kind: str = ""
    level: str = ""
    unit: OrgUnit | None = None
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.year or self.state or self.kind or self.level or self.unit or self.words)


@dataclass(frozen=True)
class Line:
    meeting: BriefingMeeting
    unit: str


@dataclass(frozen=True)
class TaskLine:
    """A task with the name of its unit; `may_take_back` while its unit has not answered."""

    task: MeetingTask
    unit: str
    late: bool

    @property
    def may_take_back(self) -> bool:
        return self.task.commitment is not None and self.task.commitment.state == Promise.GIVEN


def find(actor: Actor, meeting_id: int) -> BriefingMeeting:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    found = BriefingMeeting.scoped(actor, "see").select_related("unit").filter(pk=meeting_id).first()
    if found is None:
        raise OutOfSight(_("There is no such meeting, or it is not open to you."))
    return found


def listed(actor: Actor, filters: Filters, on: date) -> QuerySet[BriefingMeeting]:
    """Newest first, what is to come above what was held."""
    day = Coalesce(F("held_on"), TruncDate("planned_at"))
    rows = BriefingMeeting.scoped(actor, "see").annotate(on_day=day)
    groups = {"ahead": BriefingMeeting.TO_COME, "held": BriefingMeeting.TOOK_PLACE}
    if filters.state:
        rows = rows.filter(state__in=groups.get(filters.state, (filters.state,)))
    for name in ("kind", "level"):
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    if filters.year:
        rows = rows.filter(on_day__year=filters.year)
    if filters.unit is not None:
        below = scope_descendants([filters.unit.pk], on)
        rows = rows.filter(Q(unit=filters.unit) | Q(unit_id__in=below))
    for word in fold(filters.words).split():
        rows = rows.filter(words__icontains=word)
    return rows.select_related("unit").order_by("-on_day", "-pk")


def lines(rows: Iterable[BriefingMeeting], on: date) -> list[Line]:
    rows = list(rows)
    names = last_names({row.unit_id for row in rows}, on) if rows else {}
    return [Line(row, names[row.unit_id].name) for row in rows]


def years(actor: Actor, on: date) -> list[int]:
    found = BriefingMeeting.scoped(actor, "see").order_by().dates("planned_at", "year")
    return sorted({on.year, *(day.year for day in found)}, reverse=True)


def package_of(meeting: BriefingMeeting, number: int | None = None) -> MeetingPackage:
    """The package of this number, or the last one. :raises OutOfSight: when there is none"""
    rows = meeting.packages.order_by("-number")
    found = rows.first() if number is None else rows.filter(number=number).first()
    if found is None:
        raise OutOfSight(_("There is no such package."))
    return found


def tasks(meeting: BriefingMeeting, on: date, *, given: bool | None = None) -> list[TaskLine]:
    rows = meeting.tasks.select_related("unit", "commitment").order_by("pk")
    if given is not None:
        rows = rows.filter(commitment__isnull=not given)
    found = list(rows)
    names = last_names({row.unit_id for row in found}, on) if found else {}
    return [
        TaskLine(
            row, names[row.unit_id].name, row.commitment is not None and lateness.is_late(row.commitment, on)
        )
        for row in found
    ]


def open_for(unit: OrgUnit, period_name: str) -> BriefingMeeting | None:
    """The unit's meeting about a period that is still to come: the one whose day comes first."""
    rows = BriefingMeeting.unscoped.filter(
        unit=unit, period_name=period_name, state__in=BriefingMeeting.TO_COME
    )
    return rows.select_related("unit").order_by("planned_at", "pk").first()
