"""The day something is due, and when its lateness goes up: the one place that asks `danvan.reference`."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from danvan.commitments.models import Commitment
from danvan.commitments.refusals import BadDay
from danvan.organizations.models import OrgUnit
from danvan.reference import queries, services
from danvan.reference.calendar import Calendar, add_working_days
from danvan.reference.models import Clock

KIND = "commitments.due"
ESCALATION = "commitment.escalate"
# As the rule says where it is not loaded: a proposal of the project.
ESCALATED_AFTER = 5


def start(*, commitment_id: int, unit: OrgUnit, rule_code: str, at: datetime) -> Clock:
    """
    A clock for what is due by a rule, from the moment it is given.

    :raises NoSuchRule, NotReckonable: as `reference` says
    """
    return services.start_clock(
        kind=KIND, owner=commitment_id, unit=unit, rule_code=rule_code, started_at=at, by=None, at=at
    )


def end(commitment: Commitment, *, at: datetime, done: bool, reason: str = "") -> None:
    """Stop the clock, if one runs: it was done, or another day was set and the rule counts no more."""
    clock = commitment.clock
    if clock is not None and clock.is_open:
        commitment.clock = services.stop_clock(clock=clock, by=None, at=at, done=done, reason=reason)


def require_day(due_on: date | None, rule_code: str, given_on: date) -> None:
    """:raises BadDay: for a day before it is given, or neither a day nor a rule"""
    if due_on is None and not rule_code:
        raise BadDay(_("A promise needs a day. Say by when it will be done."))
    if due_on is not None and due_on < given_on:
        raise BadDay(
            _("%(due)s is before the day it is given, %(given)s. Choose a later day.")
            % {"due": f"{due_on:%d/%m/%Y}", "given": f"{given_on:%d/%m/%Y}"}
        )


def escalation_days(on: date) -> int:
    """Working days after which the level above hears of what is late."""
    try:
        return queries.rule_for(ESCALATION, case_on=on).length or ESCALATED_AFTER
    except queries.NoSuchRule:
        return ESCALATED_AFTER


def goes_up_on(since: date, days: int, calendar: Calendar) -> date:
    """The first day on which it is raised: after so many working days have gone by."""
    return add_working_days(since, days, calendar)
