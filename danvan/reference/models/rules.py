"""Deadline rules: what the law, custom or the city's own decision says about time, in versions by date."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from danvan.reference import wording
from danvan.reference.reckoning import Limit


class DeadlineRuleQuerySet(models.QuerySet):
    def on(self, day: date):
        """The versions in force on a day, at most one for each code."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class DeadlineRule(models.Model):
    """
    One version of a rule, in force from `valid_from` to `valid_to` (included; empty = still).

    A *limit* can be reckoned. A *duty* is owed `length` times per `per`; a *statement* only tells what holds. *Agreed*
    is a limit whose day is named in a document. `tags` are the sources in `docs/reference/deadlines.md`: V checked, S seed
    article, M from memory and not checked, P proposed by the project and no law.
    """

    class Kind(models.TextChoices):
        LIMIT = "limit", _("limit")
        AGREED = "agreed", _("day named in a document")
        DUTY = "duty", _("recurring duty")
        STATEMENT = "statement", _("other rule of time")

    class DayType(models.TextChoices):
        WORKING_DAY = "working_day", _("working days")
        CALENDAR_DAY = "calendar_day", _("calendar days")
        WORKING_HOUR = "working_hour", _("working hours")
        HOUR = "hour", _("hours")

    class Direction(models.TextChoices):
        AFTER = "after", _("after the event")
        BEFORE = "before", _("before the event")

    class Bound(models.TextChoices):
        LATEST = "latest", _("to be done by then")
        EARLIEST = "earliest", _("not before then")

    class Per(models.TextChoices):
        WEEK = "week", pgettext_lazy("per", "week")
        MONTH = "month", pgettext_lazy("per", "month")
        QUARTER = "quarter", pgettext_lazy("per", "quarter")
        YEAR = "year", pgettext_lazy("per", "year")

    class Transition(models.TextChoices):
        KEEP = "keep", _("what began before keeps the former rule")
        TAKE_OVER = "take_over", _("what began before and is still open follows this rule")

    code = models.CharField(_("code"), max_length=60)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force to"), null=True, blank=True)
    topic = models.CharField(_("subject"), max_length=20)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    length = models.PositiveSmallIntegerField(_("length"), default=0)
    remote_length = models.PositiveSmallIntegerField(_("length in remote areas"), null=True, blank=True)
    day_type = models.CharField(_("counted in"), max_length=12, choices=DayType, blank=True)
    direction = models.CharField(_("side"), max_length=6, choices=Direction, default=Direction.AFTER)
    bound = models.CharField(_("bound"), max_length=8, choices=Bound, default=Bound.LATEST)
    per = models.CharField(_("per"), max_length=7, choices=Per, blank=True)
    starts_with_vi = models.CharField(_("event in Vietnamese"), max_length=200, blank=True)
    starts_with_en = models.CharField(_("event in English"), max_length=200, blank=True)
    extensions = models.PositiveSmallIntegerField(_("extensions allowed"), default=0)
    extension_length = models.PositiveSmallIntegerField(_("longest extension"), default=0)
    remote_extension_length = models.PositiveSmallIntegerField(
        _("longest extension in remote areas"), null=True, blank=True
    )
    # Roles in the policy table, with commas; empty leaves it to the table alone.
    extension_by = models.CharField(_("extended by"), max_length=80, blank=True)
    extension_ground_vi = models.CharField(_("ground for an extension"), max_length=300, blank=True)
    document = models.CharField(_("document"), max_length=200)
    article = models.CharField(_("article"), max_length=80, blank=True)
    tags = models.CharField(_("how far checked"), max_length=60)
    transition = models.CharField(_("transition"), max_length=9, choices=Transition, default=Transition.KEEP)
    transition_source = models.CharField(_("transition clause"), max_length=200, blank=True)
    note_vi = models.CharField(_("note"), max_length=400, blank=True)

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="deadline_rule_one_version_per_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="deadline_rule_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(kind="limit") | (Q(length__gte=1) & ~Q(day_type="")),
                name="deadline_rule_limit_has_a_length",
            ),
            models.CheckConstraint(
                condition=~Q(kind="duty") | (Q(length__gte=1) & ~Q(per="")),
                name="deadline_rule_duty_has_a_rhythm",
            ),
            models.CheckConstraint(
                condition=Q(direction="after") | Q(day_type__in=["working_day", "calendar_day"]),
                name="deadline_rule_counts_back_in_days",
            ),
            models.CheckConstraint(
                condition=Q(extensions=0) | Q(extension_length__gte=1),
                name="deadline_rule_extension_has_a_length",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_vi

    @property
    def starts_with(self) -> str:
        return self.starts_with_en if (get_language() or "").startswith("en") else self.starts_with_vi

    @property
    def source(self) -> str:
        return f"{self.document}, {self.article}" if self.article else self.document

    @property
    def reckonable(self) -> bool:
        return self.kind == self.Kind.LIMIT

    @property
    def by_hours(self) -> bool:
        return self.day_type in (self.DayType.WORKING_HOUR, self.DayType.HOUR)

    @property
    def extending_roles(self) -> frozenset[str]:
        return frozenset(role for role in self.extension_by.split(",") if role)

    def limit(self, *, remote: bool = False) -> Limit:
        """What `danvan.reference.reckoning.due` counts with."""
        length = self.remote_length if remote and self.remote_length else self.length
        return Limit(length, self.day_type, self.direction)

    def longest_extension(self, *, remote: bool = False) -> int:
        """Of one extension, in units of `day_type` (calendar days where the day was agreed)."""
        return (self.remote_extension_length if remote else None) or self.extension_length

    def length_words(self, language: str | None = None) -> str:
        """ "10 ngày làm việc"; empty for what has no length."""
        if self.kind != self.Kind.LIMIT:
            return ""
        return wording.limit(self.length, self.day_type, language or get_language() or "vi")
