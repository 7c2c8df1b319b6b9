"""
Formal complaints: stage, clock, competent unit and the reference of the official register, nothing else (DESIGN section 7).

The file itself lives in that register (Decree 154/2026, art. 27).
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.petitions.models.cases import Petition


class Stage(models.TextChoices):
    RECEIVED = "received", _("received")
    CHECKING = "checking", _("being checked")
    ACCEPTED = "accepted", pgettext_lazy("complaint", "accepted")
    REJECTED = "rejected", _("rejected")
    VERIFYING = "verifying", _("being verified")
    HEARING = "hearing", _("hearing")
    DECIDED = "decided", _("decided")
    IN_FORCE = "in_force", pgettext_lazy("complaint", "in force")
    EXECUTED = "executed", _("carried out")
    SUSPENDED = "suspended", _("suspended")
    RESUMED = "resumed", pgettext_lazy("complaint", "resumed")
    DISCONTINUED = "discontinued", _("discontinued")
    SECOND_INSTANCE = "second_instance", _("second instance")
    COURT = "court", _("at court")


class ComplaintFile(models.Model):
    """Where a formal complaint stands. The limit of the stage, if it has one, is the clock of the case."""

    petition = models.OneToOneField(Petition, models.PROTECT, related_name="complaint")
    external_case_ref = models.CharField(_("number in the official register"), max_length=60)
    stage = models.CharField(_("stage"), max_length=15, choices=Stage, default=Stage.RECEIVED)
    stage_on = models.DateField(_("since"))
    second = models.BooleanField(_("second instance"), default=False)

    class Meta:
        verbose_name = _("complaint followed")


class ComplaintStep(models.Model):
    """One stage a complaint entered."""

    file = models.ForeignKey(ComplaintFile, models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=15, choices=Stage)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
