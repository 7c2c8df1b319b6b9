"""
The situation of the people: topic × place × count, never persons (R-31).

No field links to a petition, an attendance or a person; the finest place is a commune.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit
from danvan.organizations.scope import UnitScoped


class SituationTopic(UnitScoped):
    """A livelihood matter that a unit follows until it eases."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        FOLLOWED = "followed", _("followed")
        HANDED = "handed_to_unit", _("handed to a unit")
        EASED = "eased", _("eased")
        CLOSED = "closed", _("closed")

    record_type = "situation"
    OPEN = (State.NEW, State.FOLLOWED, State.HANDED, State.EASED)

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("followed by"), related_name="+")
    topic = models.CharField(_("topic"), max_length=40)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.NEW)
    responsible = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="+")
    assessment = models.TextField(_("assessment"), max_length=1000, blank=True)
    opened_on = models.DateField(_("followed since"))
    closed_on = models.DateField(_("day it was closed"), null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("followed topic")
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "topic"],
                condition=~Q(state="closed"),
                name="situation_topic_followed_once",
                violation_error_message=_("This topic is followed already."),
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="situation_topic_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="handed_to_unit") | Q(responsible__isnull=False),
                name="situation_topic_handed_to_somebody",
            ),
        ]

    @property
    def ref(self) -> str:
        return f"engagement.SituationTopic:{self.pk}"


class SituationNote(UnitScoped):
    """What people of a unit's area are concerned about in one topic and period."""

    class Kind(models.TextChoices):
        FLASH = "flash", _("flash report")
        REGULAR = "regular", _("regular report")
        THEMATIC = "thematic", _("thematic report")

    class Extent(models.TextChoices):
        SINGLE = "single", _("single places")
        SOME = "some", _("some places")
        MANY = "many", _("many places")
        ALL = "all", _("the whole area")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("sent")
        REVIEWED = "reviewed", _("reviewed")
        MERGED = "merged", _("merged into a topic")
        ARCHIVED = "archived", _("archived")

    record_type = "situation"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("area"), related_name="+")
    topic = models.CharField(_("topic"), max_length=40)
    period_name = models.CharField(_("period"), max_length=10)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REGULAR)
    extent = models.CharField(_("extent"), max_length=8, choices=Extent)
    count = models.PositiveIntegerField(
        _("times raised"), help_text=_("How often the matter was raised, not by whom.")
    )
    text = models.TextField(_("what is asked or worried about"), max_length=1500)
    cause = models.TextField(_("cause as stated"), max_length=1000, blank=True)
    responsible_body = models.CharField(_("responsible body"), max_length=200, blank=True)
    proposal = models.TextField(_("proposal"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.CharField(_("remark of the review"), max_length=500, blank=True)
    merged_into = models.ForeignKey(SituationTopic, models.PROTECT, null=True, related_name="notes")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("situation note")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False),
                name="situation_note_sent_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False),
                name="situation_note_merged_into_a_topic",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="situation_note_by_unit")]

    @property
    def period(self) -> Period:
        return Period.parse(self.period_name)

    @property
    def ref(self) -> str:
        return f"engagement.SituationNote:{self.pk}"
