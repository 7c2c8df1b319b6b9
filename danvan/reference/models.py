"""What is true for everybody by date: days off, days worked in exchange."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
