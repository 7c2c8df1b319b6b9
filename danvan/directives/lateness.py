"""Late or in time, worked out from the days an assignment names and never stored."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danvan.directives.models import DirectiveAssignment

State = DirectiveAssignment.State
ACKNOWLEDGE, PLAN, REPORT = "acknowledge", "plan", "report"
WORDS: dict[str, Promise] = {
    ACKNOWLEDGE: _("not acknowledged in time"),
    PLAN: _("no plan in time"),
    REPORT: _("no report in time"),
}


def step_due(one: DirectiveAssignment) -> tuple[str, date | None]:
    """What the unit has to do next and by when; ("", None) when it owes nothing."""
    if one.state == State.SENT:
        return ACKNOWLEDGE, one.acknowledge_by or one.plan_due_on or one.report_due_on
    if one.state in DirectiveAssignment.WORKING:
        if one.plan_on is None and one.plan_due_on is not None:
            return PLAN, one.plan_due_on
        return REPORT, one.report_due_on
    return "", None


def late_with(one: DirectiveAssignment, on: date) -> str:
    """The earliest step whose day has passed (a word of `WORDS`); empty when nothing is late."""
    if one.state == State.SENT and one.acknowledge_by and one.acknowledge_by < on:
        return ACKNOWLEDGE
    if one.is_owing and one.plan_on is None and one.plan_due_on and one.plan_due_on < on:
        return PLAN
    if one.is_owing and one.report_due_on and one.report_due_on < on:
        return REPORT
    return ""


def late(on: date) -> Q:
    """The same for a query."""
    owing = Q(state__in=DirectiveAssignment.OWING)
    return (
        Q(state=State.SENT, acknowledge_by__lt=on)
        | owing & Q(plan_on__isnull=True, plan_due_on__lt=on)
        | owing & Q(report_due_on__lt=on)
    )
