"""Trainings as events: classes, attendances, posts covered of posts required. No list by name."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from danvan.files.models import StoredFile
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.scope import UnitScoped


class PostKind(models.TextChoices):
    """Posts whose holders must be trained (the yearly plan names them; the target is all of them)."""

    CELL_SECRETARY = "cell_secretary", _("cell secretary")
    STAFF_IN_CHARGE = "staff_in_charge", _("staff in charge of mass mobilisation")
    UNION_HEAD = "union_head", _("head of an organisation")
    YOUTH_HEAD = "youth_head", _("head of the youth union")
    OTHER = "other", _("other post")


class TrainingClass(UnitScoped):
    """One class, held by `unit`; what it covered is told by its coverages, also for units below."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        ANNOUNCED = "announced", _("announced")
        HELD = "held", _("held")
        REPORTED = "reported", _("reported")
        CANCELLED = "cancelled", _("cancelled")

    record_type = "training"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("host"), related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    title = models.CharField(_("title"), max_length=200)
    content = models.TextField(_("content"), max_length=2000, blank=True)
    # Kinds of posts it is for; none named: whoever is sent.
    audiences = models.JSONField(_("for the posts"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    scheduled_on = models.DateField(_("first day of the class"))
    days = models.PositiveSmallIntegerField(_("days"), default=1)
    place = models.CharField(_("venue"), max_length=300, blank=True)
    announced_at = models.DateTimeField(null=True)
    held_on = models.DateField(_("held on"), null=True)
    attendance = models.PositiveIntegerField(_("attendances"), null=True)
    result = models.TextField(_("result"), max_length=2000, blank=True)
    reported_at = models.DateTimeField(null=True)
    dropped_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("training class")
        ordering = ["-scheduled_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["held", "reported"])
                | Q(held_on__isnull=False, attendance__isnull=False),
                name="training_held_on_a_day_with_a_count",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(dropped_reason=""),
                name="training_cancelled_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(days__gte=1), name="training_lasts_a_day"),
        ]
        indexes = [models.Index(fields=["unit", "held_on"], name="training_by_unit")]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"engagement.TrainingClass:{self.pk}"

    @property
    def audience_labels(self) -> list[str]:
        """The posts it is for, in words and in the order of the list."""
        return [str(kind.label) for kind in PostKind if kind.value in self.audiences]


class TrainingMaterial(models.Model):
    """A file handed out in a class: slides, a guide, an exercise. Never a list of who came."""

    training = models.ForeignKey(TrainingClass, models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["training", "file"], name="training_material_once")]

    def __str__(self) -> str:
        return self.title


class TrainingCoverage(models.Model):
    """How many posts of a kind in a unit were trained by a class for the first time in the year."""

    training = models.ForeignKey(TrainingClass, models.CASCADE, related_name="coverages")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    post_kind = models.CharField(_("posts"), max_length=16, choices=PostKind)
    covered = models.PositiveIntegerField(_("posts covered"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "unit", "post_kind"], name="training_covers_a_kind_once"
            ),
            models.CheckConstraint(condition=Q(covered__gte=1), name="training_covers_somebody"),
        ]


class TrainingRequirement(UnitScoped):
    """
    How many posts of a kind a unit must have trained in a year: those filled when it began, those newly filled since, less
    those excused (long illness, retirement, trained elsewhere). Counts of posts; why somebody is excused is not kept here.
    """

    record_type = "training"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    post_kind = models.CharField(_("posts"), max_length=16, choices=PostKind)
    required = models.PositiveIntegerField(_("posts required"))
    appointed = models.PositiveIntegerField(_("newly appointed since"), default=0)
    excused = models.PositiveIntegerField(_("excused this year"), default=0)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "post_kind"], name="training_required_once_per_year"
            ),
            models.CheckConstraint(
                condition=Q(excused__lte=F("required") + F("appointed")),
                name="training_excuses_no_more_than_required",
            ),
        ]

    @property
    def due(self) -> int:
        """Posts that must be trained this year as things stand."""
        return self.required + self.appointed - self.excused
