"""What people ask beforehand and raise at a dialogue: matters by topic, never by speaker."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.engagement.models.dialogues import DialogueConference
from danvan.organizations.models import OrgUnit
from danvan.organizations.scope import UnitScoped


class DialogueOpinion(UnitScoped):
    """
    One matter raised. `unit` is the dialogue's host; `client_key` was made where it was typed, so that a repeat after a
    dead connection is the same opinion. Who spoke is not recorded.
    """

    class Origin(models.TextChoices):
        FLOOR = "floor", _("from the floor")
        ADVANCE = "advance", _("sent beforehand")

    class State(models.TextChoices):
        RECORDED = "recorded", _("recorded")
        ANSWERED_AT_EVENT = "answered_at_event", _("answered at the event")
        ASSIGNED = "assigned", _("promised")
        ANSWERED = "answered", _("answered")
        RESOLVED = "resolved", _("resolved")
        EXPLAINED = "explained_not_accepted", _("explained, not accepted")
        TRANSFERRED = "transferred", _("handed on")

    record_type = "dialogue"
    # Nothing more is owed by the host; what was handed on ended here with the name of who has it.
    ENDED = (State.ANSWERED_AT_EVENT, State.RESOLVED, State.EXPLAINED, State.TRANSFERRED)
    RESOLVED_STATES = (State.ANSWERED_AT_EVENT, State.RESOLVED)

    dialogue = models.ForeignKey(DialogueConference, models.PROTECT, related_name="opinions")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    client_key = models.CharField(max_length=64, unique=True)
    origin = models.CharField(_("raised"), max_length=8, choices=Origin, default=Origin.FLOOR)
    topic = models.CharField(_("topic"), max_length=40, blank=True)
    text = models.TextField(_("opinion"), max_length=4000)
    public_text = models.TextField(
        _("wording for publication"),
        max_length=4000,
        blank=True,
        help_text=_("Without names of private persons. Empty: as recorded."),
    )
    state = models.CharField(_("state"), max_length=24, choices=State, default=State.RECORDED)
    answer = models.TextField(_("answer given"), max_length=4000, blank=True)
    # Whoever promised, or took the matter over.
    responsible = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="+")
    handed_to = models.CharField(_("handed on to"), max_length=200, blank=True)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    resolved_on = models.DateField(_("resolved on"), null=True)
    # The last day something was open: the day it was resolved, explained or handed on.
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("opinion")
        ordering = ["dialogue_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "number"], name="opinion_numbered_once"),
            models.CheckConstraint(condition=~Q(text=""), name="opinion_says_something"),
            models.CheckConstraint(
                condition=~Q(state__in=["answered_at_event", "answered", "explained_not_accepted"])
                | ~Q(answer=""),
                name="opinion_answered_in_words",
                violation_error_message=_("Write what was answered."),
            ),
            models.CheckConstraint(
                condition=~Q(state="assigned") | Q(responsible__isnull=False),
                name="opinion_promised_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="transferred") | Q(responsible__isnull=False) | ~Q(handed_to=""),
                name="opinion_handed_on_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["answered_at_event", "resolved", "explained_not_accepted", "transferred"],
                    ended_on__isnull=False,
                )
                | Q(state__in=["recorded", "assigned", "answered"], ended_on__isnull=True),
                name="opinion_ends_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(resolved_on__isnull=True) | Q(state__in=["answered_at_event", "resolved"]),
                name="opinion_resolved_only_when_resolved",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="opinion_by_unit")]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def ref(self) -> str:
        """What commitments and proofs of figures call it."""
        return f"engagement.DialogueOpinion:{self.pk}"

    @property
    def shown_text(self) -> str:
        return self.public_text or self.text


class AdvanceQuestion(UnitScoped):
    """A question sent before the event. A person decides with a reason; nothing is known of who sent it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        TAKEN = "taken", _("taken to the dialogue")
        REFUSED = "refused", _("not taken")

    class Ground(models.TextChoices):
        OFF_TOPIC = "off_topic", _("not within the dialogue's matters")
        REPEATED = "repeated", _("says the same as another question")
        PERSONAL = "personal", _("contains personal data")
        COMPLAINT = "complaint", _("a complaint or denunciation, which has its own lawful way")
        UNCLEAR = "unclear", _("cannot be understood")
        ABUSIVE = "abusive", _("insults or incites")

    record_type = "dialogue"

    dialogue = models.ForeignKey(DialogueConference, models.PROTECT, related_name="questions")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    client_key = models.CharField(max_length=64, unique=True)
    topic = models.CharField(_("topic"), max_length=40, blank=True)
    text = models.TextField(_("question"), max_length=2000)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    opinion = models.OneToOneField(DialogueOpinion, models.PROTECT, null=True, related_name="question")
    sent_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("question")
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="refused") | (~Q(ground="") & ~Q(reason="")),
                name="question_refused_with_a_reason",
            )
        ]
        indexes = [models.Index(fields=["dialogue", "state"], name="question_by_state")]
