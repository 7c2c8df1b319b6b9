"""Drafts put out for opinions; what came in, grouped, and the answer to each group."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from danvan.democracy.models.base import Entry
from danvan.files.models import StoredFile
from danvan.organizations.models import OrgUnit
from danvan.organizations.scope import UnitScoped


class Channel(models.TextChoices):
    """The way an opinion came."""

    CONFERENCE = "conference", _("at a conference")
    WRITTEN = "written", _("in writing, by letter or the press")
    ONLINE = "online", _("online")


class Consultation(Entry):
    """A draft on which `unit` collects opinions from `opens_on` to `closes_on`, both included."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("in preparation")
        OPEN = "open", _("open for opinions")
        CLOSED = "closed", _("closed")
        SYNTHESISED = "synthesised", _("opinions grouped")
        RESPONDED = "responded", _("every group answered")
        PUBLISHED = "published", _("response published")

    record_type = "consultation"
    told_by = ("title", "drafter", "summary")
    # Known to everybody: from the opening on.
    PUBLIC = (State.OPEN, State.CLOSED, State.SYNTHESISED, State.RESPONDED, State.PUBLISHED)
    TO_ANSWER = (State.CLOSED, State.SYNTHESISED, State.RESPONDED)

    # Its name in public addresses.
    reference = models.CharField(max_length=24, unique=True)
    title = models.CharField(_("draft"), max_length=300)
    drafter = models.CharField(_("who drafts"), max_length=200)
    summary = models.TextField(_("main content"), max_length=4000, blank=True)
    how = models.CharField(_("how to give an opinion"), max_length=500, blank=True)
    # Codes of Channel.
    channels = models.JSONField(_("ways"), default=list)
    opens_on = models.DateField(_("from"))
    closes_on = models.DateField(_("to"))
    short_reason = models.CharField(_("why fewer days than the law says"), max_length=300, blank=True)
    draft_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PREPARED)
    # Conferences are counted apart from the opinions given there.
    conferences = models.PositiveIntegerField(_("conferences held"), default=0)
    response = models.TextField(_("response as a whole"), max_length=4000, blank=True)
    published_on = models.DateField(_("response published on"), null=True, blank=True)
    published_ways = models.CharField(_("where it is published"), max_length=200, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("consultation")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="consultation_ends_after_start"),
            models.CheckConstraint(
                condition=Q(state="published", published_on__isnull=False)
                | (~Q(state="published") & Q(published_on__isnull=True)),
                name="consultation_published_on_a_day",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit", "opens_on"], name="consultation_by_unit")]

    def __str__(self) -> str:
        return self.title

    def index(self) -> None:
        super().index()
        self.reference = self.reference or secrets.token_hex(6)


class OpinionGroup(UnitScoped):
    """Contributions that say the same about a part of the draft, and the one answer to them."""

    class Verdict(models.TextChoices):
        WAITING = "", _("not answered")
        ACCEPTED = "accepted", _("agreed to")
        PARTLY = "partly", _("accepted in part")
        NOT = "not", _("explained, not accepted")

    record_type = "consultation"

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="groups")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    clause = models.CharField(_("clause or chapter"), max_length=120)
    gist = models.TextField(_("what they say"), max_length=2000)
    verdict = models.CharField(_("answer"), max_length=8, choices=Verdict, default="", blank=True)
    reason = models.TextField(_("how it is taken up, or why not"), max_length=2000, blank=True)
    # The ledger's number of what the reply promises.
    promise_ref = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("group of opinions")
        ordering = ["consultation_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="opinion_group_numbered_once"),
            models.CheckConstraint(condition=Q(verdict="") | ~Q(reason=""), name="opinion_group_with_a_reason"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def ref(self) -> str:
        return f"democracy.OpinionGroup:{self.pk}"


class ConsultationOpinion(UnitScoped):
    """`count` identical contributions that came in by one channel on one day. Nothing is known of who gave them."""

    record_type = "consultation"

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="opinions")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    group = models.ForeignKey(OpinionGroup, models.SET_NULL, null=True, blank=True, related_name="opinions")
    channel = models.CharField(_("way"), max_length=10, choices=Channel)
    received_on = models.DateField(_("received on"))
    clause = models.CharField(_("clause or chapter"), max_length=120)
    topic = models.CharField(_("topic"), max_length=120, blank=True)
    text = models.TextField(_("opinion"), max_length=4000)
    count = models.PositiveIntegerField(_("how many say the same"), default=1)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("contribution")
        ordering = ["consultation_id", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="consultation_opinion_counts"),
            models.CheckConstraint(condition=~Q(text=""), name="consultation_opinion_says_something"),
        ]
        indexes = [models.Index(fields=["unit", "received_on"], name="consultation_opinion_by_unit")]

    def __str__(self) -> str:
        return self.text[:60]
