"""By when each step of a session is due: the rules of time in force, counted from the session's own days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from danvan.oversight import lives
from danvan.oversight.models import OversightSession
from danvan.reference import queries as reference
from danvan.reference.models import DeadlineRule
from danvan.reference.reckoning import due

State = OversightSession.State
ANSWER_RULES = {"supervision": "supervision.answer", "inspection": "inspection.remedy"}
PLAN_RULES = {"supervision": "supervision.plan", "inspection": "inspection.plan"}
# The plan of a year is agreed in the last quarter of the year before (NQLT 403/2017, art. 3).
PLAN_FROM_MONTH = 10


@dataclass(frozen=True)
class Duty:
    """A step that a rule gives a day. `done_on` is when it was taken, None while it is still to come."""

    step: lives.Step
    rule: DeadlineRule
    due_on: date
    done_on: date | None

    def late(self, on: date) -> bool:
        return (self.done_on or on) > self.due_on


def reckoned(code: str, anchor: date) -> tuple[DeadlineRule, date] | None:
    """The rule in force on a day and the day it gives from there; None where no such rule was in force."""
    try:
        rule = reference.rule_for(code, case_on=anchor)
    except reference.NoSuchRule:
        return None
    start = timezone.make_aware(datetime.combine(anchor, time(9)))
    return rule, due(start, rule, reference.calendar()).due_on


def answer_due(kind: str, sent_on: date) -> date:
    found = reckoned(ANSWER_RULES[kind], sent_on)
    return found[1] if found else sent_on


def anchor_day(session: OversightSession, anchor: str) -> date | None:
    days = {
        lives.DAY: session.scheduled_on,
        lives.SUBMIT: session.submit_on,
        State.WORKING: session.held_on,
        State.DOCUMENT_SENT: session.concluded_on,
    }
    return days.get(anchor)


def of(session: OversightSession, done: dict[str, date]) -> Iterator[Duty]:
    """The steps of a session that have a day, in order. `done` maps states to the day they were reached."""
    for step in lives.steps(session.kind, session.form):
        anchor = anchor_day(session, step.anchor) if step.rule else None
        found = reckoned(step.rule, anchor) if anchor else None
        if found is not None:
            yield Duty(step, found[0], found[1], done.get(step.to))


def next_due(session: OversightSession) -> date | None:
    """
    The first day by which some step still to come is due: by its rule, or for the event itself the day it is planned for.
    Once recommendations are out, the first day one of them is to be answered.
    """
    if session.is_over:
        return None
    if session.state in (State.SENT, State.REMEDYING):
        left = session.recommendations.filter(sent_on__isnull=False, answered_on__isnull=True)
        return left.order_by("due_on").values_list("due_on", flat=True).first()
    days = []
    for step in lives.steps(session.kind, session.form)[
        lives.place(session.kind, session.form, session.state) :
    ]:
        if step.day == "held_on":
            days.append(session.scheduled_on)
        anchor = anchor_day(session, step.anchor) if step.rule else None
        found = reckoned(step.rule, anchor) if anchor else None
        if found is not None:
            days.append(found[1])
    return min(days, default=None)
