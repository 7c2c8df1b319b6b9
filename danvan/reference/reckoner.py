"""Reckoning by the house's calendar and hours, for one clock or a hundred thousand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from danvan.reference import queries, reckoning
from danvan.reference.calendar import Calendar
from danvan.reference.hours import Hours, Stretch
from danvan.reference.models import Clock, DeadlineRule
from danvan.reference.reckoning import Reckoning


class Reckoner:
    """
    Knows a calendar and the hours of some units, and remembers what it has reckoned: of a hundred thousand clocks only a
    few thousand differ in rule, first day and pauses.
    """

    def __init__(self, calendar: Calendar, hours: dict[int, Hours]):
        self.calendar = calendar
        self.hours = hours
        self._known: dict[object, Reckoning] = {}
        self._remote: dict[tuple[int, date], bool] = {}

    @classmethod
    def today(cls, unit_ids: Iterable[int], calendar: Calendar | None = None) -> Reckoner:
        """By the calendar in force now (or one to try) and the hours of these units."""
        found = calendar or queries.calendar()
        return cls(found, queries.hours_of(unit_ids, timezone.localdate()))

    def is_remote(self, unit_id: int, day: date) -> bool:
        """Whether a unit lay in a remote area on a day; asked once."""
        if (unit_id, day) not in self._remote:
            self._remote[unit_id, day] = queries.remote_on(unit_id, day)
        return self._remote[unit_id, day]

    def reckon(
        self,
        rule: DeadlineRule,
        start: datetime,
        unit_id: int,
        *,
        remote: bool = False,
        agreed_on: date | None = None,
        extended: int = 0,
        pauses: tuple[Stretch, ...] = (),
    ) -> Reckoning:
        """The last moment of a limit under a rule. `start` may be in any time zone; it is counted in the offices'."""
        start = timezone.localtime(start)
        hours = self.hours.get(unit_id) or Hours()
        by_day = not rule.by_hours
        if by_day:
            start = start.replace(hour=0, minute=0, second=0, microsecond=0)
        key = (rule.pk, remote, start, agreed_on, extended, pauses, None if by_day else hours)
        if key not in self._known:
            if agreed_on is not None:
                made = reckoning.agreed(start, agreed_on, self.calendar, extended=extended)
            else:
                made = reckoning.due(
                    start,
                    rule.limit(remote=remote),
                    self.calendar,
                    hours=hours,
                    extended=extended,
                    pauses=pauses,
                )
            self._known[key] = made
        return self._known[key]

    def of_clock(self, clock: Clock, rule: DeadlineRule) -> Reckoning:
        """What a stored clock would be counted as now, under `rule`."""
        return self.reckon(
            rule,
            clock.started_at,
            clock.unit_id,
            remote=clock.remote,
            agreed_on=clock.agreed_on,
            extended=clock.extended,
            pauses=clock.finished_pauses(),
        )
