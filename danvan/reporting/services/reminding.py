"""Reminders that go out by themselves, before and after the due day, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.audit import services as audit
from danvan.reporting.models import Reminder, ReportForm, Submission

States = Submission.State
OWING = (States.EXPECTED, States.DRAFT, States.RETURNED)


@transaction.atomic
def remind_due(*, at: datetime) -> list[Reminder]:
    """
    Remind whoever owes a report on the days its form names before and after the unit's own due day, which an extension
    moves. A day that passed while nobody called is caught up with once, the nearest one only; nothing is sent twice.
    """
    today = timezone.localdate(at)
    made: list[Reminder] = []
    for form in ReportForm.objects.filter(is_active=True).order_by("pk"):
        if form.reminder_days:
            made += _of_form(form, today, at)
    audit.record_many(_told(made, at))
    return made


def _of_form(form: ReportForm, today: date, at: datetime) -> list[Reminder]:
    # Locked, so that of two calls at once the second finds what the first has sent.
    rows = (
        Submission.unscoped.select_for_update(of=("self",))
        .filter(round__form=form, round__locked_at=None, state__in=OWING, excused_at=None)
        .select_related("round", "unit")
        .order_by("pk")
    )
    wanted = [(row, event) for row in rows if (event := event_of(form.reminder_days, row.due_on, today))]
    sent = set(
        Reminder.objects.filter(submission__in=[row.pk for row, _event in wanted])
        .exclude(event="")
        .values_list("submission_id", "event")
    )
    # In the house's language: whoever reads it has not chosen one yet.
    with translation.override(settings.LANGUAGE_CODE):
        return Reminder.objects.bulk_create(
            [
                Reminder(submission=row, text=words(row, today), at=at, event=event)
                for row, event in wanted
                if (row.pk, event) not in sent
            ]
        )


def event_of(days: Iterable[int], due_on: date, today: date) -> str:
    """
    The reminder that is in force today, as ``2020-03-20-3``: the latest day that has come; empty before the first. Once
    the due day has passed, those before it have had their time.
    """
    passed = (today - due_on).days
    come = [day for day in days if day <= passed and (day >= 0 or passed <= 0)]
    return f"{due_on:%Y-%m-%d}{max(come):+d}" if come else ""


def words(submission: Submission, today: date) -> str:
    """What the unit reads."""
    told = {"period": submission.round.period.label(), "day": f"{submission.due_on:%d/%m/%Y}"}
    left = (submission.due_on - today).days
    if left < 0:
        return _("The report for %(period)s was due on %(day)s. Please send it, or ask for more time.") % told
    if left == 0:
        return _("The report for %(period)s is due today, %(day)s.") % told
    text = ngettext(
        "The report for %(period)s is due on %(day)s, in %(left)s day.",
        "The report for %(period)s is due on %(day)s, in %(left)s days.",
        left,
    )
    return text % {**told, "left": left}


def _told(made: Iterable[Reminder], at: datetime) -> Iterator[dict[str, object]]:
    for reminder in made:
        yield {
            "action": "reporting.reminded", "actor": None, "at": at, "reason": reminder.text,
            "target": ("submission", str(reminder.submission_id)), "unit": reminder.submission.unit.code,
        }  # fmt: skip
