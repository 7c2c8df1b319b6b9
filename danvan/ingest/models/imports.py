"""An import is a trial first: nothing of it counts until a person has looked and taken it in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.organizations.models import OrgUnit
from danvan.organizations.scope import UnitScoped


class Import(UnitScoped):
    """Some files sent in at once by `unit`; `form` and `period_name` are what foreign sheets and prose are read for."""

    class Kind(models.TextChoices):
        WORKBOOK = "workbook", _("forms that came back")
        FOREIGN = "foreign", _("other workbooks")
        PROSE = "prose", _("reports in words")

    class State(models.TextChoices):
        TRIED = "tried", _("trial, nothing taken in yet")
        TAKEN = "taken", _("taken in")
        DISCARDED = "discarded", _("discarded")
        UNDONE = "undone", _("put back as it was")

    record_type = "import"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.TRIED)
    title = models.CharField(_("title"), max_length=200)
    form = models.ForeignKey("reporting.ReportForm", models.PROTECT, related_name="+", null=True)
    period_name = models.CharField(_("period"), max_length=10, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("import")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["unit", "-made_at"], name="import_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="tried", ended_at__isnull=True)
                | ~Q(state="tried") & Q(ended_at__isnull=False),
                name="import_ends_at_a_moment",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ImportFile(models.Model):
    """One file of an import. `fault` says why it could not be read; the file is kept all the same, unless it was refused."""

    whole = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", null=True)
    fault = models.CharField(max_length=500, blank=True)
    notes = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]


class StagedSheet(models.Model):
    """A sheet of a workbook read for a unit: what would change, cell by cell, and what is wrong, with its cure."""

    class State(models.TextChoices):
        READY = "ready", _("ready")
        SAME = "same", _("changes nothing")
        FAULTY = "faulty", _("has faults")
        MAPPING = "mapping", _("its mapping is to be confirmed")
        TAKEN = "taken", _("taken in")
        REFUSED = "refused", _("refused")
        UNDONE = "undone", _("put back as it was")

    whole = models.ForeignKey(Import, models.CASCADE, related_name="sheets")
    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="sheets")
    sheet = models.CharField(max_length=60)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", null=True)
    submission = models.ForeignKey("reporting.Submission", models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=8, choices=State)
    # As danvan.ingest.services.looking makes them: old and new of each cell; reason and remedy of each fault.
    changes = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    # How a foreign sheet is read: danvan.ingest.workbooks.foreign, as plain data.
    mapping = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["whole", "state"], name="staged_sheet_by_state")]
