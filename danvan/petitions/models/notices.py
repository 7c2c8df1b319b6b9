"""What waits to be told to a sender who asked for it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.petitions.models.cases import Petition
from danvan.petitions.models.story import Event


class SenderNotice(models.Model):
    """
    One step of a case that its sender is to hear of, once. It holds no address and no word: where it goes is read from the
    sealed contact at the moment of sending, and what it says is the number of the case and a link.

    Times are real time. Deleted with the steps of a case when it is sealed.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="notices")
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    # The same at every attempt, so that a letter sent again after a crash is one letter for every mail system that looks.
    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    # The kind of failure only: what a relay answers may name an address.
    problem = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_at"], name="sender_notice_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["petition", "event"], name="sender_notice_once_per_step"),
            models.CheckConstraint(
                condition=Q(state="sending", leased_until__isnull=False)
                | (~Q(state="sending") & Q(leased_until__isnull=True)),
                name="sender_notice_leased_while_sending",
            ),
        ]
