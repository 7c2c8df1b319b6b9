"""
A briefing meeting, what lay before it, and the tasks it gave.

A package is what was known when it was made: its text never changes, and its hash proves it. Whoever makes another makes
the next number; the one last made before the meeting is what was shown there.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.common.periods import Period
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.scope import UnitScoped


class BriefingMeeting(UnitScoped):
    """A briefing or review conference that `unit` holds; `level` is the unit's on the day it was planned."""

    class Kind(models.TextChoices):
        BRIEFING = "briefing", _("briefing conference")
        INTERIM_REVIEW = "interim_review", _("interim review")
        FINAL_REVIEW = "final_review", _("final review")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("meeting", "planned")
        PACKAGE_MADE = "package_made", pgettext_lazy("meeting", "package made")
        HELD = "held", pgettext_lazy("meeting", "held")
        MINUTES = "minutes", pgettext_lazy("meeting", "minutes written")
        CLOSED = "closed", pgettext_lazy("meeting", "closed")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")

    record_type = "meeting"
    TO_COME = (State.PLANNED, State.PACKAGE_MADE)
    TOOK_PLACE = (State.HELD, State.MINUTES, State.CLOSED)

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("unit"), related_name="+")
    level = models.CharField(_("level"), max_length=10, choices=Level)
    kind = models.CharField(_("kind of meeting"), max_length=14, choices=Kind, default=Kind.BRIEFING)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PLANNED)
    period_name = models.CharField(_("period"), max_length=10)
    title = models.CharField(_("title"), max_length=200)
    planned_at = models.DateTimeField(_("planned for"))
    held_on = models.DateField(_("held on"), null=True)
    place = models.CharField(_("venue"), max_length=300, blank=True)
    chair = models.CharField(_("chair"), max_length=160)
    attended = models.PositiveIntegerField(_("attended"), null=True)
    minutes = models.TextField(_("what was said"), max_length=6000, blank=True)
    conclusion = models.TextField(_("what the chair concluded"), max_length=4000, blank=True)
    dropped_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    # Title, chair and venue without marks, for the search.
    words = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        abstract = False
        verbose_name = _("briefing meeting")
        indexes = [
            models.Index(fields=["unit", "held_on"], name="meeting_of_unit"),
            models.Index(fields=["unit", "period_name"], name="meeting_of_period"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("held", "minutes", "closed"), held_on__isnull=False)
                | Q(state__in=("planned", "package_made", "cancelled"), held_on__isnull=True),
                name="meeting_held_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("minutes", "closed")) | ~Q(conclusion=""),
                name="meeting_minutes_conclude_something",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(dropped_reason=""), name="meeting_cancelled_with_reason"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def period(self) -> Period:
        return Period.parse(self.period_name)

    @property
    def day(self) -> date:
        """The day it was held, or is planned for."""
        return self.held_on or timezone.localtime(self.planned_at).date()

    @property
    def to_come(self) -> bool:
        return self.state in self.TO_COME

    @property
    def took_place(self) -> bool:
        return self.state in self.TOOK_PLACE


class AgendaItem(models.Model):
    """One point of the agenda; `presenter` is a body or a post, never a person."""

    meeting = models.ForeignKey(BriefingMeeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("what is on the agenda"), max_length=300)
    presenter = models.CharField(_("presented by"), max_length=160, blank=True)
    lasts = models.PositiveSmallIntegerField(_("minutes"), null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_item_one_per_place"),
        ]


class MeetingPackage(models.Model):
    """What was known of a period when the package was made: one text, its hash, and who made it when."""

    meeting = models.ForeignKey(BriefingMeeting, models.PROTECT, related_name="packages")
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField()
    seal = models.CharField(_("content hash"), max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="meeting_package_numbered_once"),
        ]

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise RuntimeError("a package is what was known then; it never changes")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RuntimeError("a package is what was known then; it never goes")

    @property
    def content(self) -> dict[str, Any]:
        return json.loads(self.text)


class MeetingTask(models.Model):
    """A task drafted from a package or by hand; once given it names its commitment, and only that says how it stands."""

    class Source(models.TextChoices):
        OVERDUE = "overdue", _("overdue commitment")
        MISSING = "missing", _("missing report")
        RECOMMENDATION = "recommendation", _("unanswered recommendation")
        TOPIC = "topic", _("hot topic")
        OWN = "own", _("entered by hand")

    meeting = models.ForeignKey(BriefingMeeting, models.PROTECT, related_name="tasks")
    source = models.CharField(_("proposed because of"), max_length=14, choices=Source)
    # Names what it was proposed from, so that the next package does not propose it twice.
    source_ref = models.CharField(max_length=120, blank=True)
    text = models.CharField(_("task"), max_length=1000)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("unit in charge"), related_name="+")
    due_on = models.DateField(_("day it is due"))
    chosen = models.BooleanField(_("to be given"), default=False)
    commitment = models.ForeignKey("commitments.Commitment", models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "source_ref"],
                condition=~Q(source_ref=""),
                name="meeting_task_proposed_once",
            ),
            models.UniqueConstraint(fields=["commitment"], name="meeting_task_of_one_commitment"),
            models.CheckConstraint(condition=~Q(text=""), name="meeting_task_says_something"),
        ]

    @property
    def ref(self) -> str:
        return f"briefings.MeetingTask:{self.pk}"
