"""Reads about the calendar, the rules of time and the clocks."""

from danvan.reference.queries.calendar import calendar, day_on, day_rows, days_in, years
from danvan.reference.queries.clocks import (
    Standing,
    clock_of,
    clocks_of,
    due_between,
    events_of,
    moved_by,
    overdue,
    standing,
)
from danvan.reference.queries.places import hours_of, remote_on, remote_units
from danvan.reference.queries.rules import NoSuchRule, chosen, current_rules, rule_for, versions_of
from danvan.reference.queries.topics import (
    sensitive_topics,
    topic_choices,
    topic_known,
    topic_names,
    topics_on,
)

__all__ = [
    "NoSuchRule",
    "Standing",
    "calendar",
    "chosen",
    "clock_of",
    "clocks_of",
    "current_rules",
    "day_on",
    "day_rows",
    "days_in",
    "due_between",
    "events_of",
    "hours_of",
    "moved_by",
    "overdue",
    "remote_on",
    "remote_units",
    "rule_for",
    "sensitive_topics",
    "standing",
    "topic_choices",
    "topic_known",
    "topic_names",
    "topics_on",
    "versions_of",
    "years",
]
