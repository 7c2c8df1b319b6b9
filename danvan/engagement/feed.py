"""Dialogues as a calendar people subscribe to (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from danvan.engagement.models import DialogueConference
from danvan.engagement.queries.dialogues import Line

LASTS = timedelta(hours=3)
STATES = {DialogueConference.State.CANCELLED: "CANCELLED", DialogueConference.State.POSTPONED: "TENTATIVE"}


def text(lines: Iterable[Line], *, address: str) -> str:
    """The whole feed. `address` is the page of a dialogue with ``{reference}`` in it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Danvan//engagement//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Dialogues with residents"))
    for line in lines:
        calendar.add_component(_event(line, address))
    return calendar.to_ical().decode()


def _event(line: Line, address: str) -> Event:
    row = line.dialogue
    event = Event()
    starts = timezone.localtime(row.scheduled_at)
    event.add("uid", f"{row.reference}@danvan")
    event.add("dtstamp", (row.announced_at or row.created_at).astimezone(timezone.get_fixed_timezone(0)))
    event.add("sequence", row.version)
    event.add("dtstart", starts)
    event.add("dtend", starts + LASTS)
    event.add("summary", f"{line.unit}: {row.title}")
    event.add("location", row.place)
    event.add("status", STATES.get(DialogueConference.State(row.state), "CONFIRMED"))
    said = [row.content, row.how_to_attend, row.dropped_reason]
    event.add("description", "\n\n".join(part for part in said if part))
    event.add("url", address.format(reference=row.reference))
    return event
