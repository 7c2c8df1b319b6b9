"""
Clocks of the past, many at once: for taking over history. They leave the rows that single steps leave.

Nobody's right is asked and nothing is recorded here: both belong to the caller's act. What is not timed by any rule on its
first day has no clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from danvan.organizations.models import OrgUnit
from danvan.reference.models import Clock, ClockEvent, DeadlineRule, RemoteArea
from danvan.reference.queries import calendar as calendar_of
from danvan.reference.queries import hours_of
from danvan.reference.queries.rules import chosen
from danvan.reference.reckoner import Reckoner
from danvan.reference.refusals import NotReckonable

AT_ONCE = 1000
What = ClockEvent.What


class Winder:
    """
    Reckons clocks of some units without a query for each: rules, hours, calendar and remote areas are read once.

    `unit_ids` are all the units a clock may run in. `save` writes what was begun, moved and ended.
    """

    def __init__(self, unit_ids: Sequence[int]) -> None:
        self._units = list(unit_ids)
        self._reckoner = Reckoner(calendar_of(), hours_of(self._units, timezone.localdate()))
        self._rules: dict[str, list[DeadlineRule]] = {}
        self._remote: dict[int, list[tuple[date, bool]]] = {}
        for rule in DeadlineRule.objects.order_by("-valid_from"):
            self._rules.setdefault(rule.code, []).append(rule)
        flagged = OrgUnit.objects.filter(pk__in=self._units, remote_area=True).values_list("pk", flat=True)
        self._flagged = set(flagged)
        for row in RemoteArea.objects.filter(unit_id__in=self._units).order_by("starts_on"):
            self._remote.setdefault(row.unit_id, []).append((row.starts_on, row.remote))
        self._made: list[Clock] = []
        self._events: list[ClockEvent] = []

    def start(
        self, *, kind: str, owner: str, unit_id: int, rule_code: str, started_at: datetime, at: datetime
    ) -> Clock | None:
        """As `start_clock`; None where no version of the rule was in force. :raises NotReckonable: for no limit"""
        day = timezone.localtime(started_at).date()
        rule = self.rule(rule_code, day)
        if rule is None:
            return None
        if rule.kind != DeadlineRule.Kind.LIMIT:
            raise NotReckonable(f"{rule_code} is no limit")
        remote = self._is_remote(unit_id, day)
        told = self._reckoner.reckon(rule, started_at, unit_id, remote=remote)
        clock = Clock(
            kind=kind, owner=owner, unit_id=unit_id, rule=rule, case_on=day, remote=remote, started_at=started_at,
            due_at=told.due_at, reckoning=told.as_json(), edition=told.edition,
        )  # fmt: skip
        self._made.append(clock)
        self._tell(clock, What.STARTED, at)
        return clock

    def move(self, clock: Clock, unit_id: int, at: datetime, reason: str) -> datetime:
        """As `move_clock`; gives the due moment there was before."""
        before, clock.unit_id = clock.due_at, unit_id
        if clock.rule.by_hours:
            told = self._reckoner.of_clock(clock, clock.rule)
            clock.due_at, clock.reckoning, clock.edition = told.due_at, told.as_json(), told.edition
        self._tell(clock, What.MOVED, at, before=before, reason=reason)
        return before

    def end(self, clock: Clock, at: datetime, *, done: bool) -> None:
        """As `stop_clock`."""
        clock.state = Clock.State.DONE if done else Clock.State.STOPPED
        clock.ended_at = at
        self._tell(clock, What.ENDED, at, before=clock.due_at)

    @transaction.atomic
    def save(self) -> list[Clock]:
        """Write everything; clocks have their ids afterwards."""
        made = Clock.unscoped.bulk_create(self._made, batch_size=AT_ONCE)
        ClockEvent.objects.bulk_create(self._events, batch_size=AT_ONCE)
        self._made, self._events = [], []
        return made

    def rule(self, code: str, day: date) -> DeadlineRule | None:
        """The version of a rule for a case that began on a day, if there was one."""
        versions = [rule for rule in self._rules.get(code, []) if rule.valid_from <= day]
        return chosen(versions, case_on=day, step_on=day)

    def _is_remote(self, unit_id: int, day: date) -> bool:
        """As `remote_on`."""
        known = [remote for starts_on, remote in self._remote.get(unit_id, []) if starts_on <= day]
        return known[-1] if known else unit_id in self._flagged

    def _tell(
        self, clock: Clock, what: str, at: datetime, *, before: datetime | None = None, reason: str = ""
    ) -> None:
        self._events.append(
            ClockEvent(
                clock=clock, what=what, at=at, due_before=before, due_after=clock.due_at, reason=reason,
                edition=clock.edition,
            )
        )  # fmt: skip
