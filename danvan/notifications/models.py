"""
What people are told, and how it leaves the house.

A `Message` is one event for one person and stands in their list at once. A `Delivery` is its way out by one channel;
deliveries that go out together share a `Letter`, fixed before the first attempt, so that a repeat after a crash is the
same letter under the same reference. Times of sending are real time: a relay knows no day of the demo city.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Pace(models.TextChoices):
    NOW = "now", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    NEVER = "never", _("never")


class Message(models.Model):
    """
    One event, told to one person. `event` names what happened ("commitments.given:12"), so that nobody hears it twice.

    `at` is the day of the house, `made_at` real time. Title and text are read inside the house only.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    event = models.CharField(_("event"), max_length=160)
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    text = models.CharField(_("text"), max_length=1000, blank=True)
    url = models.CharField(_("page"), max_length=300, blank=True)
    unit = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(_("at"))
    made_at = models.DateTimeField(_("made at"))
    read_at = models.DateTimeField(_("read at"), null=True)

    class Meta:
        verbose_name = _("notification")
        indexes = [
            models.Index(fields=["recipient", "-at", "-id"], name="message_list"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="message_unread"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "event"], name="message_once_per_event"),
            models.CheckConstraint(condition=~Q(event=""), name="message_names_its_event"),
        ]

    def __str__(self):
        return self.title

    @property
    def reference(self) -> str:
        """The number that stands in mail and text messages instead of what happened."""
        return f"TB-{self.pk:06d}"


class Letter(models.Model):
    """
    One thing that leaves the house: who gets it, by which channel, and how far it has come.

    `reference` is the same at every attempt. `leased_until` is set while a worker holds it; after that moment the
    worker counts as dead and the letter is free again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=20)
    is_digest = models.BooleanField(_("digest"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField(_("next attempt"))
    leased_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    # The kind of failure only ("SMTPRecipientsRefused"): what a relay answers may name an address.
    problem = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("letter")
        indexes = [models.Index(fields=["state", "next_at"], name="letter_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sending", leased_until__isnull=False)
                | (~Q(state="sending") & Q(leased_until__isnull=True)),
                name="letter_leased_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="letter_sent_at_a_moment",
            ),
        ]


class Delivery(models.Model):
    """The way of one message out by one channel; due at `due_at`, then part of one letter for ever."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=20)
    pace = models.CharField(max_length=6, choices=Pace)
    due_at = models.DateTimeField()
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="deliveries", null=True)

    class Meta:
        verbose_name = _("delivery")
        indexes = [models.Index(fields=["due_at"], condition=Q(letter__isnull=True), name="delivery_due")]
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(condition=~Q(pace="never"), name="delivery_is_wanted"),
        ]


class Preference(models.Model):
    """How often one person hears about one kind by one channel; without a row the house's usual pace holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=60)
    channel = models.CharField(_("channel"), max_length=20)
    pace = models.CharField(_("how often"), max_length=6, choices=Pace)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="preference_said_once")
        ]


class Chore(models.Model):
    """When a piece of periodic work was last asked for; survives restarts."""

    name = models.CharField(max_length=80, unique=True)
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
