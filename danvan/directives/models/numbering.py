"""The books from which documents get their numbers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.directives.terms import PARTY, STATE


class Format(models.TextChoices):
    PARTY = PARTY, _("Party format")
    STATE = STATE, _("state format")


class NumberBook(models.Model):
    """The numbers one body gives out: one row per unit, type of document, format, and year or term."""

    unit = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+")
    document_type = models.CharField(max_length=6, default="BC")
    format = models.CharField(max_length=6, choices=Format)
    name = models.CharField(_("year or term"), max_length=12)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "document_type", "format", "name"], name="number_book_kept_once"
            )
        ]
