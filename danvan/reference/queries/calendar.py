"""Reads about the calendar."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.reference.calendar import Calendar, Row, digest
from danvan.reference.models import CalendarDay, CalendarEdition

# By number and digest, so that a change that was rolled back leaves nothing wrong behind.
_known: dict[tuple[int, str], Calendar] = {}
_KEPT = 8


def calendar() -> Calendar:
    """The calendar of today's edition; one small query when this process has read that edition before."""
    newest = CalendarEdition.objects.order_by("-number").values_list("number", "digest").first()
    if newest is None:
        return Calendar()
    if newest not in _known:
        rows = day_rows()
        read = Calendar.of(rows, edition=newest[0])
        # Somebody may have changed the list between the two queries: then it is not kept.
        if digest(rows) != newest[1]:
            return read
        while len(_known) >= _KEPT:
            _known.pop(next(iter(_known)))
        _known[newest] = read
    return _known[newest]


def day_rows() -> list[Row]:
    return list(CalendarDay.objects.order_by("day").values_list("day", "kind", "name"))


def days_in(year: int) -> QuerySet[CalendarDay]:
    return CalendarDay.objects.filter(day__year=year).order_by("day")


def years() -> list[int]:
    """Years with any day in the list, in order."""
    return [first.year for first in CalendarDay.objects.dates("day", "year")]


def day_on(day: date) -> CalendarDay:
    """
    :raises OutOfSight: when the list has no such day
    """
    found = CalendarDay.objects.filter(day=day).first()
    if found is None:
        raise OutOfSight(_("%(day)s is not in the list of days off.") % {"day": f"{day:%d/%m/%Y}"})
    return found
