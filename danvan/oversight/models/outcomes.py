"""What comes of a session: recommendations that somebody has to answer, opinions that were taken up or not."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.commitments.models import Commitment
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.permissions import units_open
from danvan.organizations.scope import UnitScoped
from danvan.oversight.models.sessions import OversightSession


class SupervisionRecommendation(UnitScoped):
    """
    What a supervision asks of a body, or what an inspection asks a unit to remedy; with the finding it rests on.

    `unit` asked. Asked of a unit of the tree it is followed as a commitment, which another unit verifies; asked of another
    body its answer is entered here from that body's document.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("answer", "accepted")
        PARTLY = "partly", pgettext_lazy("answer", "accepted in part")
        REFUSED = "refused", pgettext_lazy("answer", "refused with reason")
        NONE = "no_reply", pgettext_lazy("answer", "no reply")

    ANSWERS = (Answer.ACCEPTED, Answer.PARTLY, Answer.REFUSED)
    record_type = "supervision"

    session = models.ForeignKey(OversightSession, models.PROTECT, related_name="recommendations")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("asked by"), related_name="+")
    number = models.PositiveSmallIntegerField(_("number"))
    finding = models.TextField(_("what was found"), max_length=2000, blank=True)
    text = models.TextField(_("recommendation"), max_length=2000)
    to_unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="+")
    to_body = models.CharField(_("body asked"), max_length=200, blank=True)
    sent_on = models.DateField(_("sent on"), null=True)
    due_on = models.DateField(_("answer due on"), null=True)
    commitment = models.OneToOneField(Commitment, models.PROTECT, null=True, related_name="+")
    answer_class = models.CharField(_("class of answer"), max_length=10, choices=Answer, blank=True)
    answer = models.TextField(_("what was answered"), max_length=4000, blank=True)
    answer_number = models.CharField(_("number of the answer"), max_length=60, blank=True)
    answered_on = models.DateField(_("answered on"), null=True)
    reminders = models.PositiveSmallIntegerField(_("number of reminders"), default=0)
    reminded_on = models.DateField(_("last reminded on"), null=True)
    words = models.CharField(max_length=1000, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("recommendation")
        ordering = ["session_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="recommendation_numbered_once"),
            models.CheckConstraint(condition=~Q(text=""), name="recommendation_says_something"),
            models.CheckConstraint(
                condition=Q(to_unit__isnull=False, to_body="") | Q(to_unit__isnull=True) & ~Q(to_body=""),
                name="recommendation_asks_somebody",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(due_on__isnull=False),
                name="recommendation_sent_is_due",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer_class__in=["", "no_reply"])
                | Q(
                    answered_on__isnull=False,
                    sent_on__isnull=False,
                    answer_class__in=["accepted", "partly", "refused"],
                ),
                name="recommendation_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(answer_class="refused") | ~Q(answer=""),
                name="recommendation_refused_with_a_reason",
                violation_error_message=_("Write the reason of the refusal."),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "sent_on"], name="recommendation_by_unit"),
            models.Index(
                fields=["due_on"],
                condition=Q(sent_on__isnull=False, answered_on__isnull=True),
                name="recommendation_unanswered",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"KN-{self.pk:06d}"

    @property
    def ref(self) -> str:
        """What commitments and proofs of figures call it."""
        return f"oversight.SupervisionRecommendation:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.sent_on is not None and self.answered_on is None

    def is_late(self, on: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < on

    @classmethod
    def scoped(cls, actor: Actor, action: str) -> models.QuerySet:
        """By the unit that asked and the kind of its session; for seeing, also those asked of one's own unit, once sent."""
        opened = Q(pk__in=[])
        for kind in ("supervision", "inspection"):
            opened |= Q(session__kind=kind) & units_open(actor, action, kind)
            if action == "see":
                asked = units_open(actor, "see", kind, path="to_unit_id")
                opened |= Q(session__kind=kind, sent_on__isnull=False) & asked
        return cls.unscoped.filter(opened)


class CriticismOpinion(UnitScoped):
    """One opinion on a draft, and what the drafting body did with it: taken up, in part, or not, with its reason."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("opinion", "taken up")
        PARTLY = "partly", pgettext_lazy("opinion", "taken up in part")
        NOT = "not", pgettext_lazy("opinion", "not taken up")

    record_type = "criticism"

    session = models.ForeignKey(OversightSession, models.PROTECT, related_name="opinions")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("number"))
    part = models.CharField(_("part of the draft"), max_length=200, blank=True)
    text = models.TextField(_("opinion"), max_length=4000)
    verdict = models.CharField(_("how it was taken up"), max_length=8, choices=Verdict, blank=True)
    reason = models.TextField(_("explanation"), max_length=4000, blank=True)
    decided_on = models.DateField(_("day of the answer"), null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("opinion")
        ordering = ["session_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="criticism_opinion_numbered_once"),
            models.CheckConstraint(condition=~Q(text=""), name="criticism_opinion_says_something"),
            models.CheckConstraint(
                condition=Q(verdict="", decided_on__isnull=True)
                | ~Q(verdict="") & Q(decided_on__isnull=False),
                name="criticism_opinion_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(verdict__in=["partly", "not"]) | ~Q(reason=""),
                name="criticism_opinion_explained",
                violation_error_message=_("What is not taken up as a whole needs an explanation."),
            ),
        ]
        indexes = [models.Index(fields=["unit", "decided_on"], name="criticism_opinion_by_unit")]
