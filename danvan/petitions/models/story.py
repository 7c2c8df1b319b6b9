"""What happened to a case, one row each. Words are sealed with the key of the case's text; facts stand in `data`."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.organizations.models import OrgUnit
from danvan.petitions.models.cases import Petition


class Event(models.Model):
    """`by` is empty for the sender and for the house itself; `body` holds sealed words; `data` days, unit ids and codes."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("received")
        TAKEN_UP = "taken_up", _("taken up")
        CLASSIFIED = "classified", _("sorted")
        HANDED_OVER = "handed_over", _("handed over")
        DECIDED = "decided", _("unit in charge decided")
        SUCCEEDED = "succeeded", _("passed to the successor")
        EXTENDED = "extended", _("more time")
        MESSAGE = "message", _("message to the sender")
        NOTE = "note", _("note for colleagues")
        INFORMATION = "information", _("information from the sender")
        ANSWERED = "answered", _("answered")
        RATED = "rated", _("rated")
        REOPENED = "reopened", _("reopened")
        JOINED = "joined", _("joined")
        SPLIT = "split", pgettext_lazy("petition", "split")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("taken off the public pages")
        KEPT = "kept", _("the promise was kept")
        CLOSED = "closed", _("closed")
        SEALED = "sealed", _("sealed")
        COMPLAINT = "complaint", _("complaint followed")
        OPENED = "opened", _("sealed record opened")

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    to_sender = models.BooleanField(default=False)
    body = models.BinaryField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]


class Outcome(models.TextChoices):
    SOLVED = "solved", _("solved")
    PARTLY = "partly", _("partly solved")
    EXPLAINED = "explained", _("explained")
    PROMISED = "promised", _("promised for later")
    REFUSED = "refused", _("refused with its basis")
    NOT_COMPETENT = "not_competent", _("not competent")


class Answer(models.Model):
    """`body` seals what was found, what is done or not and on what basis, and what will be done."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(pgettext_lazy("of an answer", "outcome"), max_length=13, choices=Outcome)
    body = models.BinaryField(null=True)
    promised_on = models.DateField(_("promised by"), null=True)
    promise_kept_at = models.DateTimeField(null=True)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "number"], name="answer_numbered_once"),
            models.CheckConstraint(
                condition=~Q(outcome="promised") | Q(promised_on__isnull=False),
                name="answer_promised_by_a_day",
            ),
        ]


class Attachment(models.Model):
    """
    A picture or paper of the case, sealed. It lies in the table, not on disk: intake, sealing and destruction are then one
    transaction each. `answer` is set when it is the unit's proof.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="attachments")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="proofs", null=True)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    name = models.BinaryField()
    box = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="petition_attachment_is_not_empty")
        ]
