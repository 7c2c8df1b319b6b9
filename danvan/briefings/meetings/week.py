"""What "This week" says about briefing meetings, and where a task given there leads back to."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.briefings.meetings.models import BriefingMeeting, MeetingTask
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names
from danvan.ui.week import Line, More

SHOWN, SOON = 3, timedelta(days=14)
State = BriefingMeeting.State


def owed(request: HttpRequest) -> More | None:
    """The next step of the meetings of the own units. Two queries, one where there is none."""
    actor = request.actor  # type: ignore[attr-defined]
    if not policy.holds(actor, "edit", BriefingMeeting.record_type):
        return None
    rows = BriefingMeeting.unscoped.filter(
        unit_id__in=actor.unit_ids("consolidator"),
        state__in=(*BriefingMeeting.TO_COME, State.HELD, State.MINUTES),
    ).order_by("planned_at", "pk")
    found = [row for row in rows[:20] if row.took_place or row.day <= actor.on + SOON]
    if not found:
        return None
    names = last_names({row.unit_id for row in found}, actor.on)
    lines = tuple(_line(row, names[row.unit_id].name, actor.on) for row in found)
    return More(lines[:SHOWN], len(lines), reverse("briefings:meetings"))


def _line(row: BriefingMeeting, unit: str, on: date) -> Line:
    verb = {
        State.PLANNED: _("Make the package"),
        State.PACKAGE_MADE: _("Look at the package"),
        State.HELD: _("Write the minutes"),
        State.MINUTES: _("Close"),
    }[State(row.state)]
    if row.to_come and row.day < on:
        verb = _("Record that it was held")
    day = timezone.localdate(row.planned_at)
    return Line(
        row.title,
        unit,
        verb,
        reverse("briefings:meeting", args=[row.pk]),
        str(row.get_state_display()),
        "neutral",
        day,
    )


def page_of(origin_ref: str) -> str:
    """The meeting a commitment was given in; empty for what came from elsewhere."""
    kind, _sep, number = origin_ref.partition(":")
    if kind != "briefings.MeetingTask" or not number.isdecimal():
        return ""
    meeting_id = MeetingTask.objects.filter(pk=int(number)).values_list("meeting_id", flat=True).first()
    return reverse("briefings:meeting", args=[meeting_id]) if meeting_id else ""
