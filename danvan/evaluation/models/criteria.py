"""Criteria sets: what units of a level are judged by from a day on. A set in use never changes; a change is a new set."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.scope import UnitScoped


class CriteriaSet(UnitScoped):
    """Groups of criteria with points and the bands of the ranking, made by `unit` for units of one level below it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("in use")

    record_type = "evaluation"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("issued by"), related_name="+")
    name = models.CharField(_("name"), max_length=200)
    level = models.CharField(_("for units of the level"), max_length=10, choices=Level)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    starts_on = models.DateField(_("valid from"))
    ends_on = models.DateField(_("valid until"), null=True, blank=True)
    appeal_days = models.PositiveSmallIntegerField(_("working days for an appeal"), default=7)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    issued_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("criteria set")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="criteria_set_ends_after_it_starts",
                violation_error_message=_("The last day comes before the first one."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(issued_at__isnull=False),
                name="criteria_set_issued_at_a_moment",
            ),
            models.UniqueConstraint(
                fields=["unit", "level", "starts_on"],
                condition=Q(state="issued"),
                name="criteria_set_one_for_a_level_and_day",
                violation_error_message=_("A set for this level starts on that day already."),
            ),
            models.CheckConstraint(
                condition=Q(appeal_days__gte=1), name="criteria_set_leaves_time_for_an_appeal"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RankingBand(models.Model):
    """A name for scores from `at_least` points on."""

    criteria = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="bands")
    name = models.CharField(_("band"), max_length=60)
    at_least = models.DecimalField(_("from points"), max_digits=6, decimal_places=2)

    class Meta:
        ordering = ["-at_least"]
        constraints = [
            models.UniqueConstraint(fields=["criteria", "at_least"], name="ranking_band_starts_once"),
            models.CheckConstraint(condition=Q(at_least__gte=0), name="ranking_band_from_zero_up"),
        ]

    def __str__(self) -> str:
        return self.name


class CriteriaGroup(models.Model):
    """A part of a set under one heading; its points are those of its criteria."""

    criteria = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("heading"), max_length=200)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["criteria", "title"], name="criteria_group_named_once")
        ]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """
    One line with its maximum points: measured by a closed set of rules over indicators (`danvan.evaluation.rules`), or
    judged by the unit and then by the level above.
    """

    class Kind(models.TextChoices):
        MEASURED = "measured", _("measured from figures")
        JUDGED = "judged", _("judged")

    class Reading(models.TextChoices):
        VALUE = "value", _("the figure itself")
        RATIO = "ratio", _("share of a second figure, in percent")
        PER_UNIT = "per_unit", _("average per reporting unit")

    class Rule(models.TextChoices):
        REACHED = "reached", _("all points from the target on, none below")
        PROPORTIONAL = "proportional", _("in proportion to the target")
        STEPS = "steps", _("by steps: the higher the better")
        STEPS_DOWN = "steps_down", _("by steps: the lower the better")

    class Scope(models.TextChoices):
        OWN = "own", _("the unit's own")
        BRANCH = "branch", _("the unit and all below it")

    group = models.ForeignKey(CriteriaGroup, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("criterion"), max_length=300)
    points = models.DecimalField(_("maximum points"), max_digits=5, decimal_places=2)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    guidance = models.TextField(_("guidance"), max_length=1000, blank=True)
    needs_file = models.BooleanField(_("a file is needed as evidence"), default=False)
    reading = models.CharField(_("what is read"), max_length=8, choices=Reading, blank=True)
    scope = models.CharField(_("whose figures"), max_length=6, choices=Scope, blank=True)
    indicator = models.CharField(_("figure"), max_length=80, blank=True)
    divisor = models.CharField(_("second figure"), max_length=80, blank=True)
    rule = models.CharField(_("scoring rule"), max_length=12, choices=Rule, blank=True)
    target = models.DecimalField(_("target"), max_digits=12, decimal_places=2, null=True, blank=True)
    # [[from this value, percent of the points], ...], rising for STEPS; up to this value for STEPS_DOWN.
    steps = models.JSONField(_("steps"), default=list, blank=True)

    class Meta:
        verbose_name = _("criterion")
        ordering = ["group__position", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="criterion_is_worth_something"),
            models.CheckConstraint(
                condition=Q(kind="judged", indicator="")
                | (Q(kind="measured") & ~Q(indicator="") & ~Q(rule="") & ~Q(reading="") & ~Q(scope="")),
                name="criterion_measured_names_figure_and_rule",
            ),
            models.CheckConstraint(
                condition=~Q(reading="ratio") | ~Q(divisor=""), name="criterion_ratio_has_two_figures"
            ),
            models.CheckConstraint(
                condition=~Q(rule__in=["reached", "proportional"]) | Q(target__gt=0),
                name="criterion_target_is_above_zero",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_measured(self) -> bool:
        return self.kind == self.Kind.MEASURED
