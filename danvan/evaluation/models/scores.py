"""What a unit's score is made of: its own points, what the figures say, what the review says and why."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from danvan.evaluation.models.criteria import Criterion
from danvan.evaluation.models.rounds import EvaluationRound
from danvan.files.models import StoredFile
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.scope import UnitScoped


class UnitEvaluation(UnitScoped):
    """One unit in one round. Totals are kept beside their parts from the moment each stage is done."""

    class State(models.TextChoices):
        OPEN = "open", _("not scored yet")
        SELF_SCORED = "self_scored", _("scored by the unit")
        SUBMITTED = "submitted", _("sent for review")
        REVIEWED = "reviewed", _("reviewed by the level above")
        PUBLISHED = "published", _("told to the unit")
        APPEALED = "appealed", _("appealed against")
        DECIDED = "decided", _("appeal decided")
        FINAL = "final", _("final")

    record_type = "evaluation"
    SENT = (State.SUBMITTED, State.REVIEWED, State.PUBLISHED, State.APPEALED, State.DECIDED, State.FINAL)
    TOLD = (State.PUBLISHED, State.APPEALED, State.DECIDED, State.FINAL)

    round = models.ForeignKey(EvaluationRound, models.PROTECT, related_name="evaluations")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("unit"), related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    self_total = models.DecimalField(_("self-score"), max_digits=6, decimal_places=2, null=True)
    total = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True)
    band = models.CharField(_("band"), max_length=60, blank=True)
    # Of which figures the measured points were taken: reports accepted of those expected, the newest version, supplements.
    figures_mark = models.JSONField(default=dict)
    submitted_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    remark = models.TextField(_("remark of the score review"), max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True)
    appeal_until = models.DateField(_("appeal until"), null=True)
    appealed_at = models.DateTimeField(null=True)
    appeal_reason = models.TextField(_("reason of the appeal"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True)
    appeal_answer = models.TextField(_("answer to the appeal"), max_length=2000, blank=True)
    final_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("evaluation of a unit")
        ordering = ["-round__opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="unit_evaluated_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "self_scored"])
                | Q(submitted_at__isnull=False, self_total__isnull=False),
                name="unit_evaluation_sent_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reviewed", "published", "appealed", "decided", "final"])
                | Q(reviewed_at__isnull=False, total__isnull=False),
                name="unit_evaluation_reviewed_has_a_score",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "appealed", "decided", "final"])
                | (Q(published_at__isnull=False, appeal_until__isnull=False) & ~Q(band="")),
                name="unit_evaluation_told_with_band_and_appeal",
            ),
            models.CheckConstraint(
                condition=~Q(state="appealed") | ~Q(appeal_reason=""), name="unit_appeals_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | ~Q(appeal_answer=""), name="appeal_decided_with_an_answer"
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="evaluation_by_unit")]

    @property
    def ref(self) -> str:
        return f"evaluation.UnitEvaluation:{self.pk}"


class CriterionScore(models.Model):
    """
    One line of a unit's evaluation. `figures` are the numbers the measured points were taken from, as they stood when the
    unit sent it: ``[{"code", "name", "value", "reported", "expected"}]``; values as text, None = not reported.
    """

    evaluation = models.ForeignKey(UnitEvaluation, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True)
    outcome = models.CharField(_("how it was read"), max_length=12, blank=True)
    figures = models.JSONField(default=list)
    self_points = models.DecimalField(_("self-score"), max_digits=5, decimal_places=2, null=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name=_("evidence"), null=True, blank=True, related_name="+"
    )
    review_points = models.DecimalField(_("review"), max_digits=5, decimal_places=2, null=True)
    reason = models.CharField(_("reason of the difference"), max_length=500, blank=True)
    decided_points = models.DecimalField(_("after the appeal"), max_digits=5, decimal_places=2, null=True)

    class Meta:
        ordering = ["criterion__group__position", "criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "criterion"], name="criterion_scored_once"),
            models.CheckConstraint(
                condition=Q(review_points__isnull=True) | Q(review_points=F("self_points")) | ~Q(reason=""),
                name="criterion_review_differs_with_a_reason",
            ),
            models.CheckConstraint(
                condition=(Q(self_points__isnull=True) | Q(self_points__gte=0))
                & (Q(review_points__isnull=True) | Q(review_points__gte=0))
                & (Q(decided_points__isnull=True) | Q(decided_points__gte=0)),
                name="criterion_points_are_not_negative",
            ),
        ]

    @property
    def points(self) -> Decimal | None:
        """What counts now: after the appeal, else of the review, else the unit's own."""
        for points in (self.decided_points, self.review_points):
            if points is not None:
                return points
        return self.self_points
