"""
Documents that are drafted, issued, sealed and, when figures change later, corrected by numbered errata.

An issued document is never edited: its numbers, texts and files stay as they were signed. What changes afterwards is
told by comparing the seal with today's totals, and mended by an erratum.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.briefings.meetings.models import AgendaItem, BriefingMeeting, MeetingPackage, MeetingTask
from danvan.common.periods import Period
from danvan.directives.models import Format, NumberBook
from danvan.organizations.scope import UnitScoped

__all__ = [
    "AgendaItem",
    "BriefingMeeting",
    "DocumentTemplate",
    "Erratum",
    "Format",
    "IssuedFile",
    "Kind",
    "MeetingPackage",
    "MeetingTask",
    "Narrative",
    "NumberBook",
    "ReportDocument",
]


class Kind(models.TextChoices):
    QUARTERLY = "quarterly", _("briefing report")
    ANNUAL = "annual", _("annual review")


class DocumentTemplate(models.Model):
    """A Word template somebody uploaded. It is used only when its check found nothing wrong and somebody activated it."""

    kind = models.CharField(_("kind of document"), max_length=10, choices=Kind)
    format = models.CharField(_("format"), max_length=6, choices=Format)
    name = models.CharField(_("name"), max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    findings = models.JSONField(default=list)
    usable = models.BooleanField(_("check passed"), default=False)
    active = models.BooleanField(_("in use"), default=False)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["kind", "format", "-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "format"],
                condition=Q(active=True),
                name="document_template_one_in_use",
                violation_error_message=_("Another template is in use for this kind and format."),
            ),
            models.CheckConstraint(
                condition=Q(active=False) | Q(usable=True), name="document_template_in_use_was_checked"
            ),
        ]

    def __str__(self):
        return self.name


class ReportDocument(UnitScoped):
    """A report in words: drafted, then issued once under a number. `version` counts edits of its letterhead (R-41)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("issued")

    record_type = "document"

    unit = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+")
    period_name = models.CharField(_("period"), max_length=10)
    starts_on = models.DateField()
    ends_on = models.DateField()
    kind = models.CharField(_("kind of document"), max_length=10, choices=Kind)
    format = models.CharField(_("format"), max_length=6, choices=Format)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)

    upper_body = models.CharField(_("upper body"), max_length=120, blank=True)
    body = models.CharField(_("issuing body"), max_length=160)
    sign = models.CharField(_("sign of the body"), max_length=20)
    place = models.CharField(_("place"), max_length=60)
    authority = models.CharField(_("signed for"), max_length=120, blank=True)
    signatory_title = models.CharField(_("title of the signatory"), max_length=120)
    signatory = models.CharField(_("name of the signatory"), max_length=120, blank=True)
    recipients = models.TextField(_("recipients"), blank=True)
    version = models.PositiveIntegerField(default=1)

    book = models.ForeignKey(NumberBook, models.PROTECT, related_name="documents", null=True)
    number = models.PositiveIntegerField(_("number"), null=True)
    signed_on = models.DateField(_("signed on"), null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    # What the seal covers, as the exact text that was hashed; see danvan.briefings.sealing.
    sealed = models.TextField(blank=True)
    seal = models.CharField(_("content hash"), max_length=64, blank=True)
    # Figures accepted after this moment were not yet looked at: issue, or the last erratum.
    right_until = models.DateTimeField(null=True)

    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta(UnitScoped.Meta):
        ordering = ["-ends_on", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period_name", "kind", "format"],
                condition=Q(state="draft"),
                name="report_document_one_draft",
                violation_error_message=_("There is already a draft of this report."),
            ),
            models.UniqueConstraint(fields=["book", "number"], name="report_document_number_given_once"),
            models.CheckConstraint(
                condition=Q(state="draft", number__isnull=True, seal="")
                | Q(
                    state="issued",
                    number__isnull=False,
                    book__isnull=False,
                    signed_on__isnull=False,
                    issued_at__isnull=False,
                )
                & ~Q(seal=""),
                name="report_document_issued_is_numbered_and_sealed",
            ),
        ]
        indexes = [models.Index(fields=["unit", "ends_on"], name="report_document_by_unit")]

    @property
    def period(self) -> Period:
        return Period.parse(self.period_name)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class Narrative(models.Model):
    """What people wrote in one part of a document. `version` counts its edits: a stale one is refused with both texts."""

    document = models.ForeignKey(ReportDocument, models.CASCADE, related_name="narratives")
    key = models.CharField(max_length=30)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="narrative_one_per_part")]


class IssuedFile(models.Model):
    """
    A file as it was issued. Kept in the database: it is written in the transaction that seals the document, so there
    is no document without its files and no file without its document.
    """

    document = models.ForeignKey(ReportDocument, models.PROTECT, related_name="files")
    format = models.CharField(max_length=4, choices=[("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel")])
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "format"], name="issued_file_one_per_format")
        ]


class Erratum(models.Model):
    """A numbered correction of an issued document. `changes` keeps the old and the new of every number."""

    document = models.ForeignKey(ReportDocument, models.PROTECT, related_name="errata")
    number = models.PositiveIntegerField(_("number"))
    reason = models.CharField(_("reason"), max_length=300)
    changes = models.JSONField()
    text = models.TextField()
    seal = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="erratum_numbered_once"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="erratum_has_a_reason",
                violation_error_message=_("An erratum needs a reason."),
            ),
        ]
