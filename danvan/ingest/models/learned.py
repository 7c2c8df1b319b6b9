"""What people confirmed, so that it is known the next time; anybody who administers may look at it and take it back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Learned(models.Model):
    """
    A label of a workbook or the words of a figure in prose, folded, and the indicator people said it is; for the header of
    a column `code` is the unit whose figures stand there, "own" for the unit that sends, "none" for no figures of the
    period. Words that could name a person are never learned: only those of labels, headers and of `what`.
    """

    class Kind(models.TextChoices):
        LABEL = "label", _("label of a workbook")
        PHRASE = "phrase", _("words of a report")
        HEADER = "header", _("header of a column")

    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    said = models.CharField(_("words"), max_length=200)
    word = models.CharField(_("counting unit"), max_length=60, blank=True)
    code = models.CharField(_("indicator"), max_length=80)
    times = models.PositiveIntegerField(_("confirmed"), default=1)
    active = models.BooleanField(_("in use"), default=True)
    last_at = models.DateTimeField()
    last_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["kind", "said", "word"]
        constraints = [models.UniqueConstraint(fields=["kind", "said", "word"], name="learned_once")]
