"""Contests of the movement: rounds, a jury that scores blindly, entries by units."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.scope import UnitScoped


class Contest(UnitScoped):
    """One contest, held by `unit`; units below send their entries."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("contest", "being prepared")
        OPEN = "open", pgettext_lazy("contest", "open for entries")
        JUDGING = "judging", pgettext_lazy("contest", "being judged")
        CONCLUDED = "concluded", pgettext_lazy("contest", "concluded")
        CANCELLED = "cancelled", pgettext_lazy("contest", "cancelled")

    record_type = "contest"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("organiser"), related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(_("rules of the contest"), max_length=4000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    entries_until = models.DateField(_("entries are taken until"))
    concluded_on = models.DateField(_("concluded on"), null=True)
    dropped_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("contest")
        ordering = ["-entries_until", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(dropped_reason=""),
                name="contest_cancelled_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    contest = models.ForeignKey(Contest, models.CASCADE, related_name="criteria")
    name = models.CharField(_("criterion"), max_length=200)
    most = models.PositiveSmallIntegerField(_("points at most"), validators=[MinValueValidator(1)])

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(most__gte=1), name="criterion_gives_points")]


class Seat(models.Model):
    """A seat in the jury: a user, or only a number whose sheet the organiser enters from paper."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField(_("seat"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="jury_seat_numbered_once"),
            models.UniqueConstraint(
                fields=["contest", "user"], condition=Q(user__isnull=False), name="juror_sits_once"
            ),
        ]


class Entry(UnitScoped):
    """What a unit sends in. The jury knows it by `code` alone."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", pgettext_lazy("entry", "sent in")
        WITHDRAWN = "withdrawn", pgettext_lazy("entry", "withdrawn")

    record_type = "contest"

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="entries")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("unit"), related_name="+")
    code = models.CharField(_("code"), max_length=6)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what the jury reads"), max_length=6000)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SUBMITTED)
    submitted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("entry")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "code"], name="entry_code_names_one"),
            models.UniqueConstraint(
                fields=["contest", "unit"], condition=Q(state="submitted"), name="entry_one_per_unit"
            ),
        ]


class ContestRound(models.Model):
    """A round of judging. `advance`: how many go on to the next one; empty in the last."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("round of a contest", "not begun")
        OPEN = "open", pgettext_lazy("round of a contest", "being judged")
        CLOSED = "closed", pgettext_lazy("round of a contest", "closed")

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name of the round"), max_length=100)
    advance = models.PositiveSmallIntegerField(_("how many go on"), null=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="contest_round_numbered_once"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="contest_round_closed_at_a_moment",
            ),
        ]


class Standing(models.Model):
    """An entry in a round. `total` is the mean of the jury's sheets; equal totals share a rank."""

    round = models.ForeignKey(ContestRound, models.CASCADE, related_name="standings")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="standings")
    total = models.DecimalField(_("points"), max_digits=7, decimal_places=2, null=True)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True)
    goes_on = models.BooleanField(default=False)

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "entry"], name="entry_stands_once_in_a_round")
        ]


class Score(models.Model):
    """Points of one seat for one criterion of one entry; fixed once the round is closed."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="scores")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standing", "seat", "criterion"], name="score_given_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="score_not_below_zero"),
        ]
