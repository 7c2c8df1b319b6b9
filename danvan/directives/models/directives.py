"""A document that gives lower units something to carry out, and how it hangs together with others."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.directives.kinds import CHOICES
from danvan.directives.models.assignments import DirectiveAssignment
from danvan.directives.models.numbering import Format, NumberBook
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.scope import UnitScoped


class Programme(UnitScoped):
    """A programme or theme year that groups documents, such as "Năm dân vận chính quyền"."""

    class Kind(models.TextChoices):
        THEME_YEAR = "theme_year", _("theme year")
        PROGRAMME = "programme", _("programme")

    record_type = "directive"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("kept by"), related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.THEME_YEAR)
    name = models.CharField(_("name"), max_length=200)
    first_year = models.PositiveSmallIntegerField(_("from the year"))
    last_year = models.PositiveSmallIntegerField(_("to the year"))
    summary = models.TextField(_("what it is about"), max_length=2000, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("programme")
        ordering = ["-first_year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="programme_ends_after_it_begins",
                violation_error_message=_("The last year lies before the first."),
            ),
            models.UniqueConstraint(
                fields=["unit", "name", "first_year"],
                name="programme_named_once",
                violation_error_message=_("There is such a programme already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Directive(UnitScoped):
    """
    `unit` issues it, or has registered it as come in from `issuer` (`is_own` false), under the number printed on it.

    `symbol` is in the form of `danvan.directives.symbols`; a draft of one's own has none yet.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("directive", "draft")
        SIGNED = "signed", pgettext_lazy("directive", "signed")
        ISSUED = "issued", pgettext_lazy("directive", "issued")
        IN_FORCE = "in_force", pgettext_lazy("directive", "in force")
        REPLACED = "replaced", pgettext_lazy("directive", "replaced")
        EXPIRED = "expired", pgettext_lazy("directive", "expired")
        REVIEWED = "closed_by_review", pgettext_lazy("directive", "closed by a review")

    record_type = "directive"
    OPEN = (State.ISSUED, State.IN_FORCE)
    UNISSUED = (State.DRAFT, State.SIGNED)
    ENDED = (State.REPLACED, State.EXPIRED, State.REVIEWED)

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("kept by"), related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    is_own = models.BooleanField(_("our own"), default=True)
    issuer = models.CharField(_("issuing body"), max_length=160)
    style = models.CharField(_("style of the symbol"), max_length=6, choices=Format)
    kind = models.CharField(_("kind of document"), max_length=6, choices=CHOICES)
    body = models.CharField(_("sign of the body"), max_length=30)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True)
    book = models.ForeignKey(NumberBook, models.PROTECT, related_name="directives", null=True)
    title = models.CharField(_("abstract"), max_length=400)
    content = models.TextField(_("text"), max_length=20000, blank=True)
    signer = models.CharField(_("signed by"), max_length=160, blank=True)
    signed_on = models.DateField(_("signed on"), null=True)
    issued_on = models.DateField(_("issued on"), null=True)
    received_on = models.DateField(_("received on"), null=True)
    in_force_from = models.DateField(_("in force from"), null=True)
    in_force_to = models.DateField(_("in force to"), null=True)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.DRAFT)
    ended_on = models.DateField(_("ended on"), null=True)
    end_reason = models.CharField(_("how it ended"), max_length=300, blank=True)
    programmes = models.ManyToManyField(Programme, related_name="directives", blank=True)
    # Symbol, abstract, issuer and text without marks, for the search.
    words = models.TextField(blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("directing document")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="directive_says_what_it_is_about"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "signed"], symbol="", number__isnull=True, issued_on__isnull=True)
                | (~Q(state__in=["draft", "signed"]) & ~Q(symbol="") & Q(number__isnull=False, issued_on__isnull=False)),
                name="directive_issued_is_numbered",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(is_own=False) | Q(signed_on__isnull=False),
                name="directive_signed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(book__isnull=True) | Q(is_own=True), name="directive_come_in_keeps_its_number"
            ),
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True)
                | Q(in_force_from__isnull=True)
                | Q(in_force_to__gte=F("in_force_from")),
                name="directive_ends_after_it_begins",
                violation_error_message=_("It would end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["replaced", "expired", "closed_by_review"], ended_on__isnull=False)
                | (~Q(state__in=["replaced", "expired", "closed_by_review"]) & Q(ended_on__isnull=True)),
                name="directive_ended_on_a_day",
            ),
            models.UniqueConstraint(fields=["book", "number"], name="directive_number_given_once"),
            models.UniqueConstraint(
                fields=["unit", "symbol", "issued_on"],
                condition=~Q(symbol=""),
                name="directive_registered_once",
                violation_error_message=_("This document is registered already."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["unit", "state"], name="directive_by_unit"),
            models.Index(fields=["unit", "issued_on"], name="directive_by_day"),
            models.Index(fields=["state", "in_force_to"], name="directive_by_end"),
        ]

    def __str__(self) -> str:
        return self.symbol or self.title

    @property
    def ref(self) -> str:
        """What proofs of figures call it."""
        return f"directives.Directive:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def named(self) -> str:
        """``Chỉ thị 07-CT/TU``: as other documents name it; a draft by its kind alone."""
        kind = str(self.get_kind_display())
        return f"{kind[:1].upper()}{kind[1:]} {self.symbol}".strip()

    @classmethod
    def scoped(cls, actor: Actor, action: str) -> models.QuerySet:
        """Of the own unit and those below; to see, also what a unit in sight was given to carry out."""
        opened = permissions.units_open(actor, action, cls.record_type)
        if action in ("see", "export"):
            given = DirectiveAssignment.scoped(actor, action).values("directive_id")
            opened |= Q(pk__in=given)
        return cls.unscoped.filter(opened)


class DirectiveFile(models.Model):
    """The document as it was signed, or an annex."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    caption = models.CharField(_("what it is"), max_length=120, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["directive", "file"], name="directive_file_once")]


class DirectiveRelation(models.Model):
    """`source` implements, continues or replaces `target`, an older or higher document; never in a circle."""

    class Kind(models.TextChoices):
        IMPLEMENTS = "implements", _("implements")
        CONTINUES = "continues", _("continues")
        REPLACES = "replaces", _("replaces")

    source = models.ForeignKey(Directive, models.PROTECT, related_name="leads_to")
    target = models.ForeignKey(Directive, models.PROTECT, related_name="led_from")
    kind = models.CharField(_("relation"), max_length=10, choices=Kind)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="directive_relation_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="directive_not_related_to_itself"),
        ]
