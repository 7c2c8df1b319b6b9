"""Days off, days worked in exchange, the hours units work, and which units are remote: all by date."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from danvan.organizations.models import OrgUnit


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a public holiday, or a Saturday worked in exchange."""

    class Kind(models.TextChoices):
        OFF = "off", _("day off")
        WORKED = "worked", _("working day in exchange")

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("source document"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["day"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="calendar_day_has_a_name")]

    def __str__(self):
        return f"{self.day:%d/%m/%Y} {self.name}"


class CalendarEdition(models.Model):
    """
    One state of the whole list of days. A computed deadline names the edition that gave it.

    `digest` is taken over all its days, so that a cached calendar is never mistaken for another one.
    """

    number = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()


class WorkingHours(models.Model):
    """
    The shifts of a unit from `starts_on` until its next row starts. A unit without a row works as the unit above it.

    The afternoon may be missing; a unit that works through writes one shift.
    """

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("unit"), related_name="+")
    starts_on = models.DateField(_("from day"))
    morning_from = models.TimeField(_("morning from"))
    morning_to = models.TimeField(_("morning to"))
    afternoon_from = models.TimeField(_("afternoon from"), null=True, blank=True)
    afternoon_to = models.TimeField(_("afternoon to"), null=True, blank=True)
    source = models.CharField(_("source document"), max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts_on"],
                name="working_hours_one_per_day",
                violation_error_message=_("The hours of this unit already change on this day."),
            ),
            models.CheckConstraint(
                condition=Q(morning_from__lt=F("morning_to")), name="working_hours_morning_lasts"
            ),
            models.CheckConstraint(
                condition=Q(afternoon_from__isnull=True, afternoon_to__isnull=True)
                | Q(
                    afternoon_from__isnull=False,
                    afternoon_to__isnull=False,
                    afternoon_from__gte=F("morning_to"),
                    afternoon_from__lt=F("afternoon_to"),
                ),
                name="working_hours_afternoon_after_morning",
            ),
        ]


class RemoteArea(models.Model):
    """From `starts_on` until its next row starts a unit is remote, or is not: some limits are longer there."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("unit"), related_name="+")
    starts_on = models.DateField(_("from day"))
    remote = models.BooleanField(_("remote area"))
    source = models.CharField(_("source document"), max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts_on"],
                name="remote_area_one_per_day",
                violation_error_message=_("This unit already changes on this day."),
            )
        ]
