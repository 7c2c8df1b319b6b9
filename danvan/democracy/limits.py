"""
The law's limits of grassroots democracy, reckoned by the rule of the day and the house's calendar.

Where no rule was in force yet, the first one that came is used: before 1 July 2023 that is the platform's own reading of
good practice, not law, and `Limit.law` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from danvan.reference import queries as reference
from danvan.reference.calendar import Calendar, add_working_days, next_working_day
from danvan.reference.models import DeadlineRule

DISCLOSE, DISCLOSE_AGENCY = "democracy.disclose", "democracy.disclose_agency"
BALLOT, SEND, RECOGNISE = "democracy.ballot", "democracy.send_decision", "democracy.recognise"
DRAFT_OPEN, BOARD_ANSWER = "consultation.open", "supervision.inspection_board_answer"


@dataclass(frozen=True)
class Limit:
    """`length` days by `source`; `law` False: no such rule was in force on the day, it is used as good practice."""

    length: int
    working: bool
    source: str
    law: bool


class Limits:
    """Rules and calendar read once: for one step, or for thousands of records taken over."""

    def __init__(self) -> None:
        self._rules: dict[str, list[DeadlineRule]] = {}

    @cached_property
    def calendar(self) -> Calendar:
        return reference.calendar()

    def limit(self, code: str, on: date) -> Limit:
        """:raises NoSuchRule: for a rule the house does not know at all"""
        if code not in self._rules:
            self._rules[code] = reference.versions_of(code)
        versions = self._rules[code]
        found = reference.chosen(versions, case_on=on, step_on=on)
        rule = found or (versions[-1] if versions else reference.rule_for(code, case_on=on))
        return Limit(rule.length, rule.day_type == "working_day", rule.source, found is not None)

    def after(self, code: str, start: date) -> date:
        """The last day of a limit that begins with an event on `start`."""
        limit = self.limit(code, start)
        if limit.working:
            return add_working_days(start, limit.length, self.calendar)
        return next_working_day(start + timedelta(days=limit.length), self.calendar)

    def before(self, code: str, event: date) -> date:
        """The last day on which something must be done ahead of an event."""
        return event - timedelta(days=self.limit(code, event).length)

    def disclosure_due(self, level: str, decided_on: date) -> date:
        return self.after(DISCLOSE if level == "commune" else DISCLOSE_AGENCY, decided_on)

    def shortest_closing(self, opens_on: date) -> date:
        """The first day on which a commune's draft opened on `opens_on` may close."""
        return opens_on + timedelta(days=self.limit(DRAFT_OPEN, opens_on).length)
