"""Dialogue conferences: a head meets residents, members or organisations in public."""

from __future__ import annotations

import secrets
from datetime import date
from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.scope import UnitScoped


class DialogueConference(UnitScoped):
    """
    One event, counted once: by its host (`unit`), whatever duties it fulfils and whoever holds it with the host.

    `reference` is its name in public addresses. `level` is the host's level on the day of the event, kept for the counts.
    """

    class Kind(models.TextChoices):
        PERIODIC = "periodic", _("periodic")
        ADHOC = "adhoc", _("ad hoc")
        # Only in figures taken over from before the platform.
        UNSTATED = "unstated", _("kind not stated")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        ANNOUNCED = "announced", _("announced")
        COLLECTING = "collecting_opinions", _("collecting questions")
        HELD = "held", _("held")
        MINUTES = "minutes_signed", _("minutes signed")
        CONCLUDED = "conclusion_issued", _("conclusion notice issued")
        FOLLOWING = "following_up", _("following up")
        CLOSED = "closed", _("closed")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")
        MIXED = "mixed", _("in person and online")

    record_type = "dialogue"
    AHEAD = (State.PLANNED, State.ANNOUNCED, State.COLLECTING, State.POSTPONED)
    TOOK_PLACE = (State.HELD, State.MINUTES, State.CONCLUDED, State.FOLLOWING, State.CLOSED)
    # What residents may read: from the announcement on.
    PUBLIC = (State.ANNOUNCED, State.COLLECTING, *TOOK_PLACE)

    # Its public name: random, so that it tells neither order nor number.
    reference = models.CharField(
        max_length=12, unique=True, default=partial(secrets.token_hex, 5), editable=False
    )
    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("host"), related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    bases = models.JSONField(_("legal bases"), default=list)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PLANNED)
    title = models.CharField(_("title"), max_length=200)
    content = models.TextField(_("matters to be discussed"), max_length=4000, blank=True)
    chair = models.CharField(
        _("chaired by"),
        max_length=200,
        help_text=_("The office, not the name: the Secretary of the Party committee."),
    )
    scheduled_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("venue"), max_length=300, blank=True)
    mode = models.CharField(_("how it is held"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    how_to_attend = models.TextField(_("how to attend"), max_length=1000, blank=True)
    questions_until = models.DateField(_("questions are taken until"), null=True, blank=True)
    short_notice_reason = models.CharField(_("why it is announced late"), max_length=300, blank=True)

    announced_at = models.DateTimeField(null=True)
    held_on = models.DateField(_("held on"), null=True)
    attended = models.PositiveIntegerField(_("attendances"), null=True)
    attended_online = models.PositiveIntegerField(_("of these online"), default=0)
    organisations = models.PositiveIntegerField(_("organisations represented"), default=0)
    minutes_number = models.CharField(_("number of the minutes"), max_length=60, blank=True)
    minutes_signed_on = models.DateField(_("minutes signed on"), null=True)
    minutes_note = models.TextField(_("course of the event"), max_length=6000, blank=True)
    closed_at = models.DateTimeField(null=True)
    dropped_reason = models.CharField(_("why it was postponed or cancelled"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("dialogue")
        ordering = ["-scheduled_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["planned", "announced", "collecting_opinions", "postponed", "cancelled"]
                )
                | Q(held_on__isnull=False, attended__isnull=False),
                name="dialogue_held_on_a_day_with_a_count",
            ),
            models.CheckConstraint(
                condition=Q(attended__isnull=True) | Q(attended_online__lte=models.F("attended")),
                name="dialogue_online_is_part_of_all",
                violation_error_message=_("Those online are part of all who attended."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["postponed", "cancelled"]) | ~Q(dropped_reason=""),
                name="dialogue_dropped_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "held_on"], name="dialogue_by_unit"),
            models.Index(fields=["state", "scheduled_at"], name="dialogue_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        """The day it was held, or is to be held."""
        return self.held_on or timezone.localtime(self.scheduled_at).date()

    @property
    def took_place(self) -> bool:
        return self.state in self.TOOK_PLACE

    @property
    def ref(self) -> str:
        """What proofs of figures call it."""
        return f"engagement.DialogueConference:{self.pk}"


class DialogueHost(models.Model):
    """Who holds it with the host. Named on every page; the event is counted for the host alone."""

    class Part(models.TextChoices):
        CO_ORGANISER = "co_organiser", _("co-organiser")
        CO_CHAIR = "co_chair", _("co-chair")

    dialogue = models.ForeignKey(DialogueConference, models.CASCADE, related_name="hosts")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="+")
    # A body that is no unit of the tree, such as the standing body of a People's Council.
    name = models.CharField(_("body"), max_length=200, blank=True)
    part = models.CharField(_("part in it"), max_length=12, choices=Part, default=Part.CO_ORGANISER)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "unit"], name="dialogue_host_named_once"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | ~Q(name=""), name="dialogue_host_is_named"
            ),
        ]


class DialogueEvent(models.Model):
    """One step in a dialogue's life. Never changed."""

    dialogue = models.ForeignKey(DialogueConference, models.CASCADE, related_name="events")
    what = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]
