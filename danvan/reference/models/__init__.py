"""What is true for everybody by date: the calendar, the rules of time, and the clocks that run by them."""

from danvan.reference.models.calendar import CalendarDay, CalendarEdition, RemoteArea, WorkingHours
from danvan.reference.models.clocks import Clock, ClockEvent
from danvan.reference.models.rules import DeadlineRule
from danvan.reference.models.topics import Topic

__all__ = [
    "CalendarDay",
    "CalendarEdition",
    "Clock",
    "ClockEvent",
    "DeadlineRule",
    "RemoteArea",
    "Topic",
    "WorkingHours",
]
