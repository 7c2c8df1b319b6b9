"""
What is asked (indicators, forms, rounds), what units answer (submissions and their immutable versions), and what it
adds up to (totals). Figures are stored as packed vectors, see `danvan.reporting.vectors`.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from danvan.common.periods import Period
from danvan.organizations.models import Level
from danvan.organizations.scope import UnitScoped


class Kind(models.TextChoices):
    INPUT = "input", _("input")
    STOCK = "stock", _("stock")
    TOTAL = "total", _("total of parts")
    RATIO = "ratio", _("ratio")
    SLICE = "slice", _("one level of another indicator")


class OverUnits(models.TextChoices):
    SUM = "sum", _("sum")
    NONE = "none", _("not added up")
    RATIO = "ratio", _("recomputed from parts")


class OverTime(models.TextChoices):
    SUM = "sum", _("sum")
    LAST = "last", _("last value")
    FIRST = "first", _("first value")
    RATIO = "ratio", _("recomputed from parts")
    DISTINCT = "distinct", _("recounted as distinct")


class Indicator(models.Model):
    """Something counted, with its unit, formula and aggregation rules. A code is never reused."""

    code = models.CharField(_("code"), max_length=80, unique=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    unit = models.CharField(_("counting unit"), max_length=30)
    group = models.CharField(_("group"), max_length=40)
    levels = models.CharField(_("levels"), max_length=60, help_text=_("Levels that collect it, joined by |."))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    over_units = models.CharField(_("over units"), max_length=8, choices=OverUnits)
    over_time = models.CharField(_("over time"), max_length=8, choices=OverTime)
    formula = models.CharField(_("formula"), max_length=300, blank=True)
    derived_from = models.CharField(_("counted from"), max_length=120, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    small_cells_below = models.PositiveSmallIntegerField(
        _("small numbers hidden below"),
        default=0,
        help_text=_("Shown to the owning unit only when under this number."),
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    source = models.CharField(_("source"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)
    starts_on = models.DateField(_("valid from"), null=True, blank=True)
    ends_on = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["ratio", "slice"], formula__gt="") | ~Q(kind__in=["ratio", "slice"]),
                name="indicator_computed_has_a_formula",
                violation_error_message=_("A ratio or a slice needs a formula."),
            )
        ]

    def __str__(self):
        return self.name_vi


class ReportForm(models.Model):
    """An ordered set of indicators for some levels and a periodicity, with a due rule."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    periodicity = models.CharField(
        _("periodicity"),
        max_length=8,
        choices=[("month", _("month")), ("quarter", _("quarter")), ("year", _("year"))],
    )
    levels = models.CharField(
        _("levels"), max_length=60, blank=True, help_text=_("Levels that owe it, joined by |.")
    )
    units = models.ManyToManyField(
        "organizations.OrgUnit",
        verbose_name=_("named units"),
        related_name="+",
        blank=True,
        help_text=_("Owe it whatever their level."),
    )
    cutoff_day = models.PositiveSmallIntegerField(
        _("cut-off day"),
        null=True,
        blank=True,
        help_text=_("Day of the last month on which counting stops; empty = its end."),
    )
    due_days = models.SmallIntegerField(_("due, working days after the cut-off"), default=5)
    # Days before (negative) and after the due day on which units that owe it are reminded by themselves.
    reminder_days = models.JSONField(_("reminders by themselves"), default=list, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    # Grows with every change of an indicator: part of the key under which processes remember layouts.
    catalogue_revision = models.PositiveIntegerField(default=0)

    def __str__(self):
        return self.name

    @property
    def owed_by(self) -> list[str]:
        """The levels that owe it; none where only named units do."""
        return self.levels.split("|") if self.levels else []


class FormVersion(models.Model):
    """A state of a form. Vectors of all versions share one append-only order, so old and new ones add up."""

    form = models.ForeignKey(ReportForm, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    starts_on = models.DateField(_("for periods from"))
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="form_version_numbered_once")]


class FormSection(models.Model):
    form = models.ForeignKey(ReportForm, models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)

    class Meta:
        ordering = ["position"]


class FormCell(models.Model):
    """One row of a form. `index` is its place in the vector, for ever; computed rows (ratio, slice) have none."""

    form = models.ForeignKey(ReportForm, models.CASCADE, related_name="cells")
    section = models.ForeignKey(FormSection, models.PROTECT, related_name="cells")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(_("position"))
    index = models.PositiveIntegerField(null=True)
    from_version = models.PositiveIntegerField(default=1)
    to_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["form", "index"], name="form_cell_index_used_once"),
            models.UniqueConstraint(fields=["form", "indicator"], name="form_cell_asks_once"),
        ]


class FormRule(models.Model):
    """
    A check an administrator wrote: `left` and `right` are sums over indicators, see `danvan.reporting.own_rules`. It
    holds for periods from `starts_on` on; one that ended stays, because reports were sent under it.
    """

    form = models.ForeignKey(ReportForm, models.CASCADE, related_name="rules")
    left = models.CharField(_("left side"), max_length=300)
    comparison = models.CharField(_("must be"), max_length=2)
    right = models.CharField(_("right side"), max_length=300)
    severity = models.CharField(
        _("gravity"), max_length=7, choices=[("error", _("error")), ("warning", _("warning"))]
    )
    message = models.CharField(_("message"), max_length=300)
    starts_on = models.DateField(_("for periods from"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]


class DefinitionChange(models.Model):
    """From `starts_on` on an indicator counts something else under the same code: series and tables say so."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="changes")
    starts_on = models.DateField(_("counted so from"))
    what = models.CharField(_("what changed"), max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["starts_on", "pk"]


class Round(models.Model):
    """
    A form opened for a period. `period` is its printed name (``2019-Q1``); what is counted runs from `counts_from` to
    `counts_to`, which may differ from the calendar (a first-quarter briefing is held on 26 March).
    """

    form = models.ForeignKey(ReportForm, models.PROTECT, related_name="rounds")
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    period_name = models.CharField(_("period"), max_length=10)
    starts_on = models.DateField()
    ends_on = models.DateField()
    counts_from = models.DateField(_("counts from"))
    counts_to = models.DateField(_("counts to"))
    due_on = models.DateField(_("due on"))
    opened_at = models.DateTimeField(_("opened at"))
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)
    illustrative = models.BooleanField(_("illustrative"), default=False)

    class Meta:
        ordering = ["-ends_on", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "period_name"],
                name="round_opened_once",
                violation_error_message=_("This form is already open for this period."),
            ),
            models.CheckConstraint(
                condition=Q(counts_to__gte=models.F("counts_from")), name="round_counts_forwards"
            ),
        ]

    @property
    def period(self) -> Period:
        return Period.parse(self.period_name)

    @property
    def asked(self) -> str:
        """What names this round in the address of a page; its form should be loaded."""
        return urlencode({"ky": self.period_name, "bieu-mau": self.form.code})


class Submission(UnitScoped):
    """A unit's answer to a round: one row per expected unit, made when the round opens (the frozen denominator)."""

    class State(models.TextChoices):
        EXPECTED = "expected", _("not started")
        DRAFT = "draft", _("being entered")
        SUBMITTED = "submitted", _("sent")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")
        LOCKED = "locked", _("locked")

    record_type = "submission"

    round = models.ForeignKey(Round, models.PROTECT, related_name="submissions")
    unit = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.EXPECTED)
    due_on = models.DateField(_("due on"))
    extension_reason = models.CharField(_("reason for the extension"), max_length=200, blank=True)
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    first_sent_at = models.DateTimeField(null=True)
    late_reason = models.CharField(_("reason for being late"), max_length=300, blank=True)
    excused_reason = models.CharField(
        _("why it is no longer expected"),
        max_length=300,
        blank=True,
        help_text=_("A dated amendment of the denominator."),
    )
    excused_at = models.DateTimeField(null=True)
    latest = models.ForeignKey("SubmissionVersion", models.PROTECT, related_name="+", null=True)
    accepted = models.ForeignKey("SubmissionVersion", models.PROTECT, related_name="+", null=True)
    accepted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="submission_one_per_unit_and_round"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "locked"]) | Q(accepted__isnull=False),
                name="submission_accepted_names_its_version",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="submission_by_unit")]

    @property
    def was_on_time(self) -> bool:
        """Whether it was first sent by the day it was due; False while nothing was sent."""
        return self.first_sent_at is not None and timezone.localdate(self.first_sent_at) <= self.due_on

    def is_late(self, today) -> bool:
        """Late is computed, never stored: sent after the due day, or not sent although it has passed."""
        if self.excused_at is not None:
            return False
        return not self.was_on_time if self.first_sent_at else today > self.due_on


class SubmissionVersion(models.Model):
    """What a unit sent, whole and for ever: a correction is a new version, a supplement a numbered one with reason."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("original")
        CORRECTION = "correction", _("correction after return")
        SUPPLEMENT = "supplement", _("supplement after acceptance")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ORIGINAL)
    supplement_number = models.PositiveIntegerField(null=True)
    cells = models.BinaryField()
    # Sparse: {"index": {"source", "note", "waiver", "evidence", "measured", "follow"}}; a cell not named was typed.
    notes = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    on_behalf_by = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+", null=True)
    late = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="submission_version_numbered_once"),
            models.UniqueConstraint(
                fields=["submission", "supplement_number"], name="supplement_numbered_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="supplement") | (Q(supplement_number__isnull=False) & ~Q(reason="")),
                name="supplement_has_number_and_reason",
                violation_error_message=_("A supplement needs a reason."),
            ),
        ]

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise RuntimeError("a version is what was sent; it never changes")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RuntimeError("a version is what was sent; it never goes")


class Draft(models.Model):
    """What is being typed. `cell_revisions` says which revision last touched a cell and by whom: no lost updates."""

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="draft")
    cells = models.BinaryField()
    notes = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    cell_revisions = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    on_behalf_by = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+", null=True)


class Return(models.Model):
    """A version sent back with a reason; `cells` pins reasons to cells: [{"index", "reason", "suggested"}]."""

    version = models.OneToOneField(SubmissionVersion, models.PROTECT, related_name="returned")
    reason = models.CharField(_("reason"), max_length=500)
    cells = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="return_has_a_reason",
                violation_error_message=_("A return needs a reason."),
            )
        ]


class RoundClosing(models.Model):
    """A superior closed its branch of a round although somebody may be missing; the missing are named."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="closings")
    unit = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    missing = models.JSONField(default=list)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="round_closed_once_per_unit")]


class Reminder(models.Model):
    """
    A superior reminded a unit of what it owes; or the house itself did, `by` nobody, once for each `event`, which names
    the due day and how far from it.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="reminders")
    text = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    event = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "event"], condition=~Q(event=""), name="reminded_once_per_event"
            )
        ]


class Total(models.Model):
    """
    What the accepted figures of a unit and all below it add up to, for one level of owner and one period.

    Kept for units that have units below them (a leaf's total is its own accepted version), for each round's period and
    for the half-years, nine months and years that contain it. `sums` and `counts` are packed arrays in the order of
    the form; `counts` says how many units gave a complete figure for the cell, `units` how many are complete at all, and
    `expected` how many were due: the denominator that completeness can never exceed.
    """

    form = models.ForeignKey(ReportForm, models.PROTECT, related_name="+")
    period_name = models.CharField(max_length=10)
    unit = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    sums = models.BinaryField()
    counts = models.BinaryField()
    units = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["form", "period_name", "unit", "level"], name="total_one_per_level"
            )
        ]
