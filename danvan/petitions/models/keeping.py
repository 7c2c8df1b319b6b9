"""Keys of cases, and what was sealed for a recipient outside this system."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.organizations.models import OrgUnit
from danvan.petitions.models.cases import Petition


class CaseKey(models.Model):
    """
    One key of a case, wrapped by the key file. Destroying it empties `wrapped`: what it closed can be read by nobody.

    A table of its own, so that a copy of the database can be kept without it (R-100).
    """

    class Part(models.TextChoices):
        CONTACT = "contact", _("how to reach the sender")
        CONTENT = "content", _("text and files")

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="keys")
    part = models.CharField(max_length=7, choices=Part)
    wrapped = models.BinaryField(max_length=100)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "part"], name="case_key_one_for_each_part"),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(wrapped=b""), name="case_key_destroyed_is_gone"
            ),
        ]


class OpeningReason(models.TextChoices):
    """Why a sealed record is released; the last one takes the copy that two custodians open together."""

    TAKE_OVER = "take_over", _("the office that takes denunciations takes it over")
    EXAMINE = "examine", _("whether it is taken up is decided")
    EMERGENCY = "emergency", _("the recipient's key is lost; two custodians open it")


class SealedRecord(models.Model):
    """
    What was a denunciation by mistake, closed for one recipient (R-20, R-22). Only the recipient's private key, which was
    never here, opens `box` after this server took its own layer off; `emergency` opens for two custodians together. The
    day is kept, not the hour (R-21). Every opening is an `Event` of the case, which its sender reads.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.OneToOneField(Petition, models.PROTECT, related_name="sealed")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("recipient's unit"), related_name="+")
    recipient = models.CharField(_("recipient's key"), max_length=32)
    # First byte: the format.
    box = models.BinaryField()
    emergency = models.BinaryField(null=True)
    sealed_on = models.DateField(_("sealed on"))
    # The first day on which it was released to the recipient.
    handed_over_on = models.DateField(_("handed over on"), null=True)

    class Meta:
        verbose_name = _("sealed record")
