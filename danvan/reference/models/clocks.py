"""
Clocks: that something is owed by a moment, whoever owes it.

A clock belongs to a record of another context by two words, `kind` (what is owed: ``petitions.answer``) and `owner` (the
record's id or code), so that nothing here knows the contexts above. That it is late is always computed, never stored.
"""

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from danvan.organizations.models import OrgUnit
from danvan.organizations.scope import UnitScoped
from danvan.reference.models.rules import DeadlineRule
from danvan.reference.reckoning import Reckoning, Stretch

OPEN = Q(state__in=["running", "paused"])


class ClockQuerySet(models.QuerySet):
    def open(self):
        return self.filter(OPEN)

    def late(self, at: datetime):
        """Still owed after the last second; a pause does not undo what was late before it began."""
        at = at.replace(microsecond=0)
        return self.open().filter(Q(paused_at=None, due_at__lt=at) | Q(paused_at__gt=F("due_at")))


class Clock(UnitScoped):
    """
    One obligation in time. `due_at` is the last second in time; `reckoning` is how it was counted, `edition` by which
    calendar. A stopped clock fell away; a done one was met at `ended_at`, in time or late.
    """

    record_type = "clock"

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("fallen away")
        DONE = "done", _("done")

    kind = models.CharField(_("what is owed"), max_length=60)
    owner = models.CharField(_("record"), max_length=64)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("unit in charge"), related_name="+")
    rule = models.ForeignKey(DeadlineRule, models.PROTECT, verbose_name=_("rule"), related_name="clocks")
    case_on = models.DateField(_("day the case began"))
    remote = models.BooleanField(_("remote area"), default=False)
    started_at = models.DateTimeField(_("started"))
    agreed_on = models.DateField(_("day named in the document"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RUNNING)
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # [[from, to], …] as ISO moments, finished pauses only.
    pauses = models.JSONField(default=list, blank=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    extended = models.PositiveSmallIntegerField(default=0)
    reckoning = models.JSONField()
    edition = models.BigIntegerField()

    unscoped: ClassVar = models.Manager.from_queryset(ClockQuerySet)()

    class Meta(UnitScoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "owner"], condition=OPEN, name="clock_runs_once_for_a_record"
            ),
            models.CheckConstraint(condition=~Q(kind="") & ~Q(owner=""), name="clock_names_its_record"),
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused"], ended_at=None)
                | Q(state__in=["stopped", "done"], ended_at__isnull=False),
                name="clock_ends_when_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(state="paused", paused_at__isnull=False)
                | (~Q(state="paused") & Q(paused_at=None)),
                name="clock_paused_since_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "owner"], name="clock_of_record"),
            models.Index(fields=["due_at"], condition=OPEN, name="clock_open_by_due"),
            models.Index(fields=["unit", "due_at"], condition=OPEN, name="clock_open_by_unit"),
            models.Index(fields=["edition"], condition=OPEN, name="clock_open_by_edition"),
        ]

    def __str__(self):
        return f"{self.kind} {self.owner}"

    @property
    def due_on(self) -> date:
        return timezone.localtime(self.due_at).date()

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.PAUSED)

    @property
    def told(self) -> Reckoning:
        """How the due moment was counted, as it was stored."""
        return Reckoning.of_json(self.reckoning, self.edition)

    def words(self, language: str = "vi") -> str:
        """The reckoning in one sentence."""
        return self.told.words(language)

    def is_late(self, at: datetime) -> bool:
        """Whether it took longer than allowed, until `at`, its pause or its end; never when it fell away."""
        if self.state == self.State.STOPPED:
            return False
        until = self.ended_at or self.paused_at or at
        return until.replace(microsecond=0) > self.due_at

    def finished_pauses(self) -> tuple[Stretch, ...]:
        read = datetime.fromisoformat
        return tuple((timezone.localtime(read(a)), timezone.localtime(read(b))) for a, b in self.pauses)


class ClockEvent(models.Model):
    """One thing that happened to a clock, with its due moment before and after. Never changed."""

    class What(models.TextChoices):
        STARTED = "started", _("started")
        EXTENDED = "extended", _("extended")
        PAUSED = "paused", _("paused")
        RESUMED = "resumed", _("resumed")
        RECKONED = "reckoned", _("reckoned again")
        RULE = "rule", _("follows another rule")
        MOVED = "moved", _("passed to another unit")
        ENDED = "ended", _("ended")

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="events")
    what = models.CharField(max_length=8, choices=What)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField()
    length = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    edition = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="extended") | (Q(length__isnull=False, length__gte=1) & ~Q(reason="")),
                name="clock_extended_with_length_and_reason",
            )
        ]
