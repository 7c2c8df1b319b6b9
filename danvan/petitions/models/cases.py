"""
One matter somebody raised.

What stands in clear is what officers search by: number, topic, place, unit, days, state. What the sender wrote and how to
reach the sender are sealed with the two keys of the case (R-28), so that destroying a key removes that part everywhere.
"""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from danvan.organizations.models import OrgUnit
from danvan.organizations.scope import UnitScoped


class Kind(models.TextChoices):
    FEEDBACK = "feedback", _("feedback")
    RECOMMENDATION = "recommendation", _("recommendation")
    COMPLAINT = "complaint", _("formal complaint")


class Channel(models.TextChoices):
    PORTAL = "portal", _("public page")
    COUNTER = "counter", _("at the counter")
    PHONE = "phone", _("by phone")
    LETTER = "letter", _("by letter")
    OPEN311 = "open311", _("another system (Open311)")


class Urgency(models.TextChoices):
    NORMAL = "normal", pgettext_lazy("urgency", "normal")
    SOON = "soon", pgettext_lazy("urgency", "pressing")
    URGENT = "urgent", pgettext_lazy("urgency", "urgent")


class State(models.TextChoices):
    RECEIVED = "received", _("received")
    OWN_AUTHORITY = "own_authority", _("in hand")
    REOPENED = "reopened", _("reopened")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")
    TRANSFERRED = "transferred", _("passed to a body outside the system")
    GUIDED = "guided", _("told where to go")
    NOT_ELIGIBLE = "not_eligible", _("not eligible")
    JOINED = "joined", _("joined to another")
    SEALED = "sealed", _("sealed")


OPEN = (State.RECEIVED, State.OWN_AUTHORITY, State.REOPENED)
# Ended without an answer of this unit; nothing more is owed here.
SENT_AWAY = (State.TRANSFERRED, State.GUIDED, State.NOT_ELIGIBLE)


class PetitionQuerySet(models.QuerySet):
    def open(self):
        """What still waits for an answer."""
        return self.filter(state__in=OPEN)

    def late(self, at: datetime):
        return self.open().filter(clock__due_at__lt=at)


class Petition(UnitScoped):
    """
    `unit` is the one in charge now, `place` the unit of the place it is about; `clock` times the answer, `taking` the
    taking up.
    """

    record_type = "petition"

    reference = models.CharField(_("number"), max_length=12, unique=True)
    # BLAKE2b of the receipt code; the code itself is shown once and kept nowhere.
    lookup = models.BinaryField(max_length=32, unique=True)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("unit in charge"), related_name="+")
    place = models.ForeignKey(
        OrgUnit, models.PROTECT, verbose_name=_("place concerned"), related_name="+", null=True
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    topic = models.CharField(_("topic"), max_length=40, blank=True)
    channel = models.CharField(_("received"), max_length=8, choices=Channel)
    urgency = models.CharField(_("urgency"), max_length=6, choices=Urgency, default=Urgency.NORMAL)
    state = models.CharField(_("state"), max_length=13, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField(_("received on"))
    taken_up_at = models.DateTimeField(_("taken up on"), null=True)
    classified_at = models.DateTimeField(_("sorted on"), null=True)
    clock = models.OneToOneField("reference.Clock", models.PROTECT, null=True, related_name="+")
    taking = models.OneToOneField("reference.Clock", models.PROTECT, null=True, related_name="+")
    # The limit in force when it was first answered, so that an extension or a reopening does not change the past.
    answered_at = models.DateTimeField(_("answered on"), null=True)
    answered_due_at = models.DateTimeField(null=True)
    answers_count = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(_("closed on"), null=True)
    reopened_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(_("rating"), null=True)
    settled = models.BooleanField(_("settled for the sender"), null=True)
    wants_public = models.BooleanField(_("the sender agrees to publication"), default=False)
    # By which channel the sender asked to be told that something happened; the address itself is sealed in `contact`.
    tells_by = models.CharField(_("sender is told by"), max_length=20, blank=True)
    awaits_superior = models.BooleanField(_("the superior decides who is in charge"), default=False)
    decided = models.BooleanField(default=False)
    split_from = models.ForeignKey("self", models.PROTECT, related_name="parts", null=True)
    joined_to = models.ForeignKey("self", models.PROTECT, related_name="joined", null=True)
    contact = models.BinaryField(null=True)
    content = models.BinaryField(null=True)
    version = models.PositiveIntegerField(default=1)

    unscoped: ClassVar = models.Manager.from_queryset(PetitionQuerySet)()

    class Meta(UnitScoped.Meta):
        abstract = False
        verbose_name = _("petition")
        indexes = [
            models.Index(fields=["unit", "state"], name="petition_of_unit"),
            models.Index(fields=["unit", "received_at"], name="petition_by_day"),
            models.Index(fields=["state", "closed_at"], name="petition_to_forget"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(1, 5)), name="petition_rated_one_to_five"
            ),
            models.CheckConstraint(
                condition=(Q(state="joined") & Q(joined_to__isnull=False))
                | (~Q(state="joined") & Q(joined_to__isnull=True)),
                name="petition_joined_to_one",
            ),
            models.CheckConstraint(
                condition=Q(joined_to__isnull=True) | ~Q(joined_to=F("id")),
                name="petition_not_joined_to_itself",
            ),
            models.CheckConstraint(
                condition=~Q(state="sealed") | Q(contact__isnull=True, content__isnull=True),
                name="petition_sealed_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="petition_closed_on_a_day"
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def has_contact(self) -> bool:
        return self.contact is not None

    @property
    def is_complaint(self) -> bool:
        return self.kind == Kind.COMPLAINT

    def is_late(self, at: datetime) -> bool:
        """Needs `clock`."""
        return self.is_open and self.clock is not None and self.clock.is_late(at)

    @property
    def due_at(self) -> datetime | None:
        """When what is owed now, or was answered, was or is due. Needs `clock`."""
        return self.clock.due_at if self.clock else None

    @property
    def reckoning(self) -> str:
        """How that was counted, in the reader's language. Needs `clock`."""
        return self.clock.words(get_language() or "vi") if self.clock else ""
