"""Figures of printed reports from before the platform: level by level, as printed, with the place they stand at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.ingest.models.imports import Import, ImportFile
from danvan.organizations.models import OrgUnit
from danvan.organizations.scope import UnitScoped


class HistoryFigure(UnitScoped):
    """
    One figure of an imported report: total ("all") or one level of it. A total may stand without its parts, and parts
    without their total; nothing is added up that was not printed.
    """

    record_type = "import"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    period_name = models.CharField(_("period"), max_length=12)
    code = models.CharField(_("indicator"), max_length=80)
    level = models.CharField(_("level"), max_length=10)
    value = models.DecimalField(max_digits=24, decimal_places=4)
    whole = models.ForeignKey(Import, models.PROTECT, related_name="history")
    file = models.ForeignKey(ImportFile, models.PROTECT, related_name="+")
    page = models.PositiveIntegerField(default=1)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    # What a later confirmation put in its place; the old one stays.
    replaced_at = models.DateTimeField(null=True)

    class Meta(UnitScoped.Meta):
        ordering = ["period_name", "code", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period_name", "code", "level"],
                condition=Q(replaced_at__isnull=True),
                name="history_figure_one_in_force",
            )
        ]
