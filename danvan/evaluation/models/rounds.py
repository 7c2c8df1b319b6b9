"""A round: one criteria set opened for a period; its units are those of the tree on the day it was opened."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from danvan.common.periods import Period
from danvan.evaluation.models.criteria import CriteriaSet
from danvan.organizations.models import OrgUnit
from danvan.organizations.scope import UnitScoped


class EvaluationRound(UnitScoped):
    """Opened by `unit` for units below it. Expected units are rows from the start, so the denominator is frozen."""

    record_type = "evaluation"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("opened by"), related_name="+")
    criteria = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="rounds")
    period_name = models.CharField(_("period"), max_length=10)
    title = models.CharField(_("name"), max_length=200)
    opened_at = models.DateTimeField(_("opened at"))
    self_due_on = models.DateField(_("self-scores due on"))
    review_due_on = models.DateField(_("reviews due on"))
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("evaluation round")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "criteria", "period_name"],
                name="evaluation_round_opened_once",
                violation_error_message=_("This set is already open for this period."),
            ),
            models.CheckConstraint(
                condition=Q(review_due_on__gte=F("self_due_on")),
                name="evaluation_round_reviews_after_self_scores",
                violation_error_message=_("Reviews cannot be due before self-scores."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        return Period.parse(self.period_name)
