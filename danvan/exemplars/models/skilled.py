"""A "Dân vận khéo" model: a way of working worth copying. An individual who runs one is counted, never named."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.common.vietnamese import fold
from danvan.files.models import StoredFile
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.scope import UnitScoped


class Field(models.TextChoices):
    """The four fields models are classed by."""

    ECONOMY = "economy", _("economy")
    CULTURE_SOCIETY = "culture_society", _("culture and society")
    DEFENCE_SECURITY = "defence_security", _("defence and security")
    POLITICAL_SYSTEM = "political_system", _("political system")


class Holder(models.TextChoices):
    COLLECTIVE = "collective", _("collective")
    INDIVIDUAL = "individual", _("individual")


class SkilledModel(UnitScoped):
    """
    Registered, active and recognised are three different things: the day it was registered, the spells in which it is
    active (`ActiveSpell`), and each recognition (`Recognition`). `state` says how far it has come.

    `kept_from` is the day from which this register speaks for it: later than `registered_on` where it was taken over.
    `verified_until` is the last day on which it counts without being verified again.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", pgettext_lazy("model", "registered")
        ACTIVE = "active", pgettext_lazy("model", "active")
        ASSESSED = "assessed", pgettext_lazy("model", "checked")
        RECOGNISED = "recognised", pgettext_lazy("model", "recognised")
        REPLICATED = "replicated", pgettext_lazy("model", "copied by others")
        LAPSED = "lapsed", pgettext_lazy("model", "lapsed: not verified again")
        STOPPED = "stopped", pgettext_lazy("model", "stopped")
        WITHDRAWN = "withdrawn", pgettext_lazy("model", "withdrawn by the level above")

    record_type = "model"
    WORKING = (State.ACTIVE, State.ASSESSED, State.RECOGNISED, State.REPLICATED)
    OVER = (State.STOPPED, State.WITHDRAWN)

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("unit"), related_name="+")
    level = models.CharField(_("level"), max_length=10, choices=Level)
    title = models.CharField(_("title"), max_length=200)
    field = models.CharField(_("field of work"), max_length=20, choices=Field)
    holder = models.CharField(_("run by"), max_length=10, choices=Holder)
    summary = models.TextField(_("what it does"), max_length=4000, blank=True)
    conditions = models.TextField(_("what it needs"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REGISTERED)
    registered_on = models.DateField(_("registered on"))
    kept_from = models.DateField()
    verified_until = models.DateField(_("verified until"), null=True)
    ended_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    # Which model it was copied from, what had to be changed for here, and what came of it.
    source = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    adapted = models.TextField(_("what was adapted"), max_length=2000, blank=True)
    copy_result = models.TextField(_("what came of the copy"), max_length=2000, blank=True)
    # The same model in the unit that was closed; it went on here.
    continues = models.OneToOneField("self", models.PROTECT, null=True, related_name="continued_by")
    words = models.CharField(max_length=4200, editable=False, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("model")
        ordering = ["-registered_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=True) | ~Q(source=F("id")), name="model_copied_from_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["stopped", "withdrawn"]) | ~Q(ended_reason=""),
                name="model_ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "assessed", "recognised", "replicated"])
                | Q(verified_until__isnull=False),
                name="model_active_until_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "registered_on"], name="model_by_unit"),
            models.Index(fields=["state", "verified_until"], name="model_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """What proofs of figures call it."""
        return f"exemplars.SkilledModel:{self.pk}"

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING

    def remember_words(self) -> None:
        """What the search looks through: without marks, in small letters."""
        self.words = fold(f"{self.title} {self.summary}")[:4200]


class ActiveSpell(models.Model):
    """From `begins_on` on the model is active, up to `ends_on` (not included; empty: still)."""

    model = models.ForeignKey(SkilledModel, models.CASCADE, related_name="spells")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["begins_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["model"], condition=Q(ends_on__isnull=True), name="model_active_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name="model_spell_runs_on"
            ),
        ]


class Recognition(models.Model):
    """A decision that recognises a model at a level. Taken back, it counts no more but stays to be read."""

    class Grade(models.TextChoices):
        COMMUNE = "commune", _("grassroots")
        DISTRICT = "district", pgettext_lazy("recognition", "district")
        CITY = "city", pgettext_lazy("recognition", "city")

    model = models.ForeignKey(SkilledModel, models.CASCADE, related_name="recognitions")
    grade = models.CharField(_("level of recognition"), max_length=10, choices=Grade)
    number = models.CharField(_("number of the decision"), max_length=60)
    on = models.DateField(_("day of the decision"))
    taken_back = models.BooleanField(default=False)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "grade"],
                condition=Q(taken_back=False),
                name="model_recognised_once_per_level",
            )
        ]


class ModelCheck(models.Model):
    """What the level above found on the spot. Findings are about the work, never about persons."""

    class Verdict(models.TextChoices):
        GOOD = "good", _("works well")
        PARTLY = "partly", _("works in part")
        POOR = "poor", _("does not work")

    model = models.ForeignKey(SkilledModel, models.CASCADE, related_name="checks")
    on = models.DateField(_("checked on"))
    verdict = models.CharField(_("verdict"), max_length=6, choices=Verdict)
    findings = models.TextField(_("findings"), max_length=2000)
    residents = models.TextField(_("what residents say"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["on", "pk"]


class Effect(models.Model):
    """One number that shows what the model changed: before and after, with its unit."""

    model = models.ForeignKey(SkilledModel, models.CASCADE, related_name="effects")
    what = models.CharField(_("what is measured"), max_length=200)
    measure = models.CharField(_("unit of measure"), max_length=40)
    before = models.DecimalField(_("before"), max_digits=14, decimal_places=2, null=True, blank=True)
    after = models.DecimalField(_("after"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["pk"]


class ModelFile(models.Model):
    """Evidence: a photo, a report, a plan."""

    model = models.ForeignKey(SkilledModel, models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class BulkStep(UnitScoped):
    """One step taken for many models at once; the last one can be taken back while nothing followed."""

    record_type = "model"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()
    undone_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        ordering = ["-pk"]


class ModelEvent(models.Model):
    """
    One dated step in a model's life. Never changed. `on` is the day it counts for; `data` keeps what a bulk step changed,
    so that it can be taken back.
    """

    model = models.ForeignKey(SkilledModel, models.CASCADE, related_name="events")
    what = models.CharField(max_length=20)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)
    bulk = models.ForeignKey(BulkStep, models.PROTECT, null=True, related_name="events")

    class Meta:
        ordering = ["on", "pk"]
