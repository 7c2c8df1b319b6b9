"""A figure found in prose, as a proposal. Its place in the file is kept, never the words around it: they may name people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.ingest.models.imports import Import, ImportFile


class StagedFigure(models.Model):
    """`start` and `end` are places in the text of the file; `whole_at` the `position` of what it is a part of."""

    class Decision(models.TextChoices):
        OPEN = "open", _("to be decided")
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("not taken")

    whole = models.ForeignKey(Import, models.CASCADE, related_name="figures")
    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="figures")
    position = models.PositiveIntegerField()
    value = models.DecimalField(max_digits=24, decimal_places=4)
    raw = models.CharField(max_length=60)
    word = models.CharField(_("counting unit"), max_length=60, blank=True)
    what = models.CharField(_("what is counted"), max_length=120, blank=True)
    level = models.CharField(_("level"), max_length=10, blank=True)
    period_name = models.CharField(_("period"), max_length=12, blank=True)
    role = models.CharField(max_length=8)
    approx = models.CharField(max_length=6, blank=True)
    percent = models.BooleanField(default=False)
    ratio_of = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    whole_at = models.PositiveIntegerField(null=True)
    page = models.PositiveIntegerField(default=1)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    flags = models.JSONField(default=list)
    guess = models.CharField(max_length=80, blank=True)
    confidence = models.DecimalField(max_digits=3, decimal_places=2, default=0)
    decision = models.CharField(max_length=9, choices=Decision, default=Decision.OPEN)
    code = models.CharField(_("indicator"), max_length=80, blank=True)

    class Meta:
        ordering = ["file", "position"]
        constraints = [
            models.UniqueConstraint(fields=["file", "position"], name="staged_figure_once"),
            models.CheckConstraint(
                condition=~Q(decision="confirmed") | ~Q(code=""), name="staged_figure_confirmed_as_something"
            ),
        ]
