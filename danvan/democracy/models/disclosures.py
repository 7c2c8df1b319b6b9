"""The rules a commune practises democracy by, and what it must publish."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from danvan.democracy.models.base import Entry
from danvan.files.models import StoredFile
from danvan.organizations.models import OrgUnit
from danvan.organizations.scope import UnitScoped


class DemocracyRegulation(Entry):
    """Rules in force from `valid_from` to `valid_to`, both included; without an end until others replace them."""

    record_type = "disclosure"
    told_by = ("title", "symbol", "issuer")

    title = models.CharField(_("title"), max_length=300)
    symbol = models.CharField(_("number and symbol"), max_length=60)
    issuer = models.CharField(_("issued by"), max_length=200)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force to"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("democracy regulation")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="regulation_ends_after_start",
            ),
            models.UniqueConstraint(fields=["unit", "symbol"], name="regulation_entered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}"


class DisclosurePlan(UnitScoped):
    """A year's list opened at once; it can be taken back as long as nothing of it was touched."""

    record_type = "disclosure"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("yearly disclosure plan")
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="disclosure_planned_once")]


class DisclosureItem(Entry):
    """
    One thing to publish. `planned_on` is when the yearly plan expects it; with the day of the decision it is due
    (`due_on`), and stays so until `published_on`.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        DUE = "due", _("to be published")
        PUBLISHED = "published", _("published")
        DROPPED = "dropped", _("does not apply")

    record_type = "disclosure"
    told_by = ("title", "decision")

    item = models.CharField(_("matter of the law's list"), max_length=40)
    title = models.CharField(_("what is published"), max_length=300)
    decision = models.CharField(_("decision or document"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    planned_on = models.DateField(_("expected by"))
    decided_on = models.DateField(_("decision of"), null=True, blank=True)
    due_on = models.DateField(_("to be published by"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    # When it was entered as published: it can be taken back the same day.
    entered_at = models.DateTimeField(null=True, blank=True)
    # Codes of danvan.democracy.lists.WAYS.
    ways = models.JSONField(_("where it is published"), default=list, blank=True)
    proof_url = models.URLField(_("address of the publication"), max_length=300, blank=True)
    proof_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_reason = models.CharField(_("why it does not apply"), max_length=300, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    plan = models.ForeignKey(DisclosurePlan, models.PROTECT, null=True, blank=True, related_name="items")

    class Meta(Entry.Meta):
        verbose_name = _("disclosure")
        ordering = ["-planned_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned", decided_on__isnull=True, due_on__isnull=True, published_on__isnull=True)
                | Q(state="due", decided_on__isnull=False, due_on__isnull=False, published_on__isnull=True)
                | Q(state="published", decided_on__isnull=False, due_on__isnull=False, published_on__isnull=False)
                | Q(state="dropped", published_on__isnull=True),
                name="disclosure_days_fit_its_state",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(published_on__gte=F("decided_on")),
                name="disclosure_after_its_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(dropped_reason=""), name="disclosure_dropped_with_a_reason"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit", "due_on"], name="disclosure_by_unit")]

    def __str__(self) -> str:
        return self.title

    @property
    def on_time(self) -> bool | None:
        """None while it is not published."""
        if self.published_on is None or self.due_on is None:
            return None
        return self.published_on <= self.due_on
