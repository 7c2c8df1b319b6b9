"""
One session (cuộc) of supervision, criticism, inspection or survey.

The four share one table, because they share one life: planned, told to the body concerned, held, concluded, followed up.
Each kind has a class of its own, with its own rights; `danvan.oversight.lives` says which states it passes.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.organizations.actors import Actor
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.permissions import units_open
from danvan.organizations.scope import UnitScoped
from danvan.oversight.kinds import FORMS, Form, Kind


class OversightSession(UnitScoped):
    """
    One session, counted once: by the unit that leads it (`unit`), whoever takes part. `level` is that unit's level on the
    day it is planned for. `due_on` is the day by which the next step is due; that it is late is computed, never stored.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("oversight", "planned")
        REQUESTED = "requested", pgettext_lazy("oversight", "requested")
        APPROVED = "approved", pgettext_lazy("oversight", "approved")
        DECIDED = "decided", pgettext_lazy("oversight", "decided")
        TEAM_FORMED = "team_formed", _("team formed")
        NOTIFIED = "notified", _("body notified")
        REPORT_RECEIVED = "report_received", _("report received")
        SELF_REPORT = "self_report_received", _("self-report received")
        DRAFT_RECEIVED = "draft_received", _("draft received")
        WORKING = "working_session", _("working session held")
        HELD = "held", pgettext_lazy("oversight", "held")
        COLLECTED = "opinions_collected", _("opinions collected")
        VISITED = "visited", _("visited")
        REPORTED = "reported", pgettext_lazy("oversight", "team has reported")
        CONCLUDED = "concluded", pgettext_lazy("oversight", "concluded")
        CONCLUSION = "conclusion_issued", _("conclusion issued")
        DOCUMENT_SENT = "criticism_document_sent", _("criticism document sent")
        SENT = "recommendation_sent", _("recommendations sent")
        NOTE = "note_written", _("note written")
        REMEDYING = "remedying", _("being remedied")
        ANSWERED = "answered", pgettext_lazy("oversight", "answered")
        USED = "used_in_advice", _("used in advice")
        CLOSED = "closed", pgettext_lazy("oversight", "closed")
        CANCELLED = "cancelled", pgettext_lazy("oversight", "cancelled")

    OVER = (State.CLOSED, State.USED, State.CANCELLED)
    kind_is: ClassVar[str] = ""

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("lead"), related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    form = models.CharField(_("form of work"), max_length=12, choices=Form, blank=True)
    title = models.CharField(_("subject of the session"), max_length=300)
    content = models.TextField(_("contents and scope"), max_length=4000, blank=True)
    topic = models.CharField(_("topic"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=24, choices=State, default=State.PLANNED)
    # Empty quarter: taken up outside the year's plan.
    plan_year = models.PositiveSmallIntegerField(_("year of the plan"))
    plan_quarter = models.PositiveSmallIntegerField(_("quarter of the plan"), null=True, blank=True)
    scheduled_on = models.DateField(_("day it is planned for"))
    held_on = models.DateField(_("held on"), null=True)
    concluded_on = models.DateField(_("day of the conclusion"), null=True)
    # Of a criticism: when the draft goes to the body that issues it.
    submit_on = models.DateField(_("draft goes to the issuing body on"), null=True, blank=True)
    team_people = models.PositiveSmallIntegerField(_("people in the team"), null=True, blank=True)
    team_bodies = models.PositiveSmallIntegerField(_("bodies in the team"), null=True, blank=True)
    led_by = models.CharField(_("led by (office)"), max_length=200, blank=True)
    number = models.CharField(_("number of the document"), max_length=60, blank=True)
    signer = models.CharField(_("signed by (office)"), max_length=200, blank=True)
    findings = models.TextField(_("what was found"), max_length=6000, blank=True)
    conclusion = models.TextField(_("conclusion"), max_length=6000, blank=True)
    dropped_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    # Whether the bodies it is about have been told: from then on they see it.
    told = models.BooleanField(default=False)
    due_on = models.DateField(_("next step due"), null=True)
    words = models.CharField(max_length=700, blank=True, editable=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        abstract = False
        verbose_name = _("oversight session")
        ordering = ["-scheduled_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="supervision", form__in=FORMS["supervision"])
                | Q(kind="criticism", form__in=FORMS["criticism"])
                | Q(kind__in=["inspection", "survey"], form=""),
                name="oversight_form_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["concluded", "conclusion_issued", "criticism_document_sent"])
                | Q(concluded_on__isnull=False),
                name="oversight_concluded_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(dropped_reason=""),
                name="oversight_cancelled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(plan_quarter__isnull=True) | Q(plan_quarter__range=(1, 4)),
                name="oversight_planned_for_a_quarter",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="oversight_has_a_subject"),
        ]
        indexes = [
            models.Index(fields=["kind", "unit", "concluded_on"], name="oversight_counted"),
            models.Index(fields=["kind", "scheduled_on"], name="oversight_by_day"),
            models.Index(fields=["unit", "due_on"], name="oversight_due"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return self.held_on or self.scheduled_on

    @property
    def in_plan(self) -> bool:
        return self.plan_quarter is not None

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER

    def is_late(self, on: date) -> bool:
        return not self.is_over and self.due_on is not None and self.due_on < on

    @property
    def ref(self) -> str:
        """What proofs of figures call it."""
        return f"oversight.{of_kind(self.kind).__name__}:{self.pk}"

    @classmethod
    def scoped(cls, actor: Actor, action: str) -> models.QuerySet:
        """
        Sessions the table opens by the unit that leads them. For seeing also those one's own unit takes part in, and those
        about one's own unit once it has been told of them.
        """
        if not cls.kind_is:
            opened = Q(pk__in=[])
            for kind in Kind.values:
                opened |= Q(kind=kind) & _open(actor, action, of_kind(kind).record_type)
            return cls.unscoped.filter(opened)
        return cls.unscoped.filter(_open(actor, action, cls.record_type))


def _open(actor: Actor, action: str, record_type: str) -> Q:
    opened = units_open(actor, action, record_type)
    if action != "see":
        return opened
    reached = units_open(actor, "see", record_type)
    told = Q(session__told=True)
    hosts = CoHost.objects.filter(reached).values("session_id")
    targets = Target.objects.filter(reached & told).values("session_id")
    return opened | Q(pk__in=hosts) | Q(pk__in=targets)


class _OfKind(models.Manager):
    """Only the sessions of one kind."""

    def get_queryset(self) -> models.QuerySet:
        model: Any = self.model
        return super().get_queryset().filter(kind=model.kind_is)


class SupervisionSession(OversightSession):
    """Social supervision by the Front and the organisations. Counted with its conclusion, in the period of that."""

    record_type = "supervision"
    kind_is = Kind.SUPERVISION
    unscoped: ClassVar[Any] = _OfKind()

    class Meta(UnitScoped.Meta):
        abstract = False
        proxy = True
        verbose_name = _("supervision")


class SocialCriticism(OversightSession):
    """Reasoned opinion on a draft before it is issued. Concluded when its document is sent."""

    record_type = "criticism"
    kind_is = Kind.CRITICISM
    unscoped: ClassVar[Any] = _OfKind()

    class Meta(UnitScoped.Meta):
        abstract = False
        proxy = True
        verbose_name = _("social criticism")


class Inspection(OversightSession):
    """A higher unit checks how lower ones carry out a document. Counted with its conclusion."""

    record_type = "inspection"
    kind_is = Kind.INSPECTION
    unscoped: ClassVar[Any] = _OfKind()

    class Meta(UnitScoped.Meta):
        abstract = False
        proxy = True
        verbose_name = _("inspection")


class FieldSurvey(OversightSession):
    """A visit to learn the situation. It finds no fault; counted on the day of the visit."""

    record_type = "survey"
    kind_is = Kind.SURVEY
    unscoped: ClassVar[Any] = _OfKind()

    class Meta(UnitScoped.Meta):
        abstract = False
        proxy = True
        verbose_name = _("field survey")


_CLASSES: dict[str, type[OversightSession]] = {
    model.kind_is: model for model in (SupervisionSession, SocialCriticism, Inspection, FieldSurvey)
}


def of_kind(kind: str) -> type[OversightSession]:
    return _CLASSES[kind]


class Target(models.Model):
    """A body the session is about: a unit of the tree, or another body by its name. Never a person."""

    session = models.ForeignKey(OversightSession, models.CASCADE, related_name="targets")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+")
    body = models.CharField(_("body"), max_length=200, blank=True)
    # The name without marks, so that the same body is found however it is written.
    words = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, body="") | Q(unit__isnull=True) & ~Q(body=""),
                name="oversight_target_is_named",
            ),
            models.UniqueConstraint(
                fields=["session", "unit"],
                condition=Q(unit__isnull=False),
                name="oversight_target_named_once",
            ),
        ]
        indexes = [models.Index(fields=["words"], name="oversight_target_words")]


class CoHost(models.Model):
    """Who takes part in a joint session. It sees the session as joint and does not count it."""

    session = models.ForeignKey(OversightSession, models.CASCADE, related_name="hosts")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+")
    body = models.CharField(_("body"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, body="") | Q(unit__isnull=True) & ~Q(body=""),
                name="oversight_host_is_named",
            ),
            models.UniqueConstraint(
                fields=["session", "unit"],
                condition=Q(unit__isnull=False),
                name="oversight_host_named_once",
            ),
        ]


class SessionEvent(models.Model):
    """One step in a session's life: what, on which day, entered when and by whom. `data` lets the last one be taken back."""

    session = models.ForeignKey(OversightSession, models.CASCADE, related_name="events")
    what = models.CharField(max_length=24)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]
