"""
One ledger for everything that was undertaken, whatever it came from.

A commitment has one unit that owes it, one that asked and one that verifies (never the one that owes it, except at the
top of the tree, where there is no other). What happened to it are its `Step`s, which no database gives back or changes.
Late is never stored: it follows from the days (`danvan.commitments.lateness`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.scope import UnitScoped

# What whoever asked, or verifies, may do although the record belongs to another unit.
ASKERS_ACTIONS = frozenset({"see", "verify", "remind", "export"})


class Origin(models.TextChoices):
    DIALOGUE = "dialogue", _("dialogue")
    PETITION = "petition", pgettext_lazy("origin", "petition")
    SUPERVISION = "supervision", _("supervision")
    INSPECTION = "inspection", _("inspection")
    DIRECTIVE = "directive", _("directive")
    CONSULTATION = "consultation", _("consultation")
    OTHER = "other", pgettext_lazy("origin", "other")


class State(models.TextChoices):
    GIVEN = "given", pgettext_lazy("commitment", "given")
    ACCEPTED = "accepted", pgettext_lazy("commitment", "accepted")
    IN_PROGRESS = "in_progress", pgettext_lazy("commitment", "in progress")
    REPORTED_DONE = "reported_done", pgettext_lazy("commitment", "reported done")
    VERIFIED = "verified", pgettext_lazy("commitment", "verified")
    CLOSED = "closed", pgettext_lazy("commitment", "closed")
    DECLINED = "declined", pgettext_lazy("commitment", "declined")


# The unit still has to do something; the rest waits for somebody else or is over.
OWING = (State.GIVEN, State.ACCEPTED, State.IN_PROGRESS)
OPEN = (*OWING, State.REPORTED_DONE, State.DECLINED)
OVER = (State.VERIFIED, State.CLOSED)


class Outcome(models.TextChoices):
    """Answered is not solved: six classes, as workflows name them, and what was taken back before it began."""

    SOLVED = "solved", _("solved")
    PARTLY = "partly", _("solved in part")
    EXPLAINED = "explained", _("explained")
    PROMISED = "promised", _("promised for later")
    REFUSED = "refused", _("refused, with its basis")
    NOT_COMPETENT = "not_competent", _("not within its powers")
    # Not an answer of the unit: whoever asked took it back before the unit had undertaken it.
    WITHDRAWN = "withdrawn", _("taken back by whoever asked")


class Priority(models.TextChoices):
    NORMAL = "normal", pgettext_lazy("priority", "normal")
    HIGH = "high", pgettext_lazy("priority", "high")
    URGENT = "urgent", pgettext_lazy("priority", "urgent")


class Commitment(UnitScoped):
    """Something a unit undertook to do by a day. `unit` owes it, `asked_by` asked, `verifier` says whether it was kept."""

    record_type = "commitment"

    unit = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+")
    verifier = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+")
    origin = models.CharField(_("origin"), max_length=12, choices=Origin)
    # "engagement.Opinion:12": a word and a number, read by nobody but the context that wrote it.
    origin_ref = models.CharField(max_length=80, blank=True)
    origin_label = models.CharField(_("comes from"), max_length=200, blank=True)
    text = models.TextField(_("what is promised"), max_length=2000)
    # Code of a topic of the closed list in `reference`.
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    place = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+", null=True)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority, default=Priority.NORMAL)
    is_public = models.BooleanField(_("public"), default=True)
    given_on = models.DateField(_("given on"))
    due_on = models.DateField(_("day it is due"))
    first_due_on = models.DateField(_("first due on"))
    rule_code = models.CharField(_("rule"), max_length=80, blank=True)
    # Runs while the rule's own day holds; its reckoning says how the day was counted.
    clock = models.OneToOneField("reference.Clock", models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=14, choices=State, default=State.GIVEN)
    outcome = models.CharField(_("outcome"), max_length=14, choices=Outcome, blank=True)
    # None until somebody of another unit has looked; for what was declined with reason it stays None.
    kept = models.BooleanField(_("kept"), null=True)
    reported_on = models.DateField(_("reported done on"), null=True)
    closed_on = models.DateField(_("day it was closed"), null=True)
    promised_for = models.DateField(_("promised for"), null=True)
    follows = models.ForeignKey("self", models.PROTECT, related_name="followed_by", null=True)
    extensions = models.PositiveSmallIntegerField(_("extensions"), default=0)
    hand_overs = models.PositiveSmallIntegerField(_("hand-overs"), default=0)
    reopenings = models.PositiveSmallIntegerField(_("reopenings"), default=0)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    # The superior that has to say who does it; `decided` once it has: from then on it is not handed on any more.
    decider = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+", null=True)
    decided = models.BooleanField(default=False)
    escalated_to = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+", null=True)
    escalated_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(UnitScoped.Meta):
        abstract = False
        verbose_name = _("commitment")
        indexes = [
            models.Index(fields=["unit", "state", "due_on"], name="commitment_owed"),
            models.Index(fields=["asked_by", "state", "due_on"], name="commitment_asked"),
            models.Index(fields=["origin_ref"], name="commitment_origin"),
            models.Index(fields=["due_on"], condition=Q(state__in=OWING), name="commitment_overdue"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="commitment_says_something"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | ~Q(state="closed") & Q(closed_on__isnull=True),
                name="commitment_closed_on_a_day",
            ),
            # Never closed unverified: over only with an outcome, and kept or broken unless it was declined or taken back.
            models.CheckConstraint(
                condition=~Q(state__in=OVER)
                | Q(kept__isnull=False) & ~Q(outcome="")
                | Q(kept__isnull=True, outcome__in=("refused", "not_competent", "withdrawn")),
                name="commitment_over_only_when_verified",
            ),
            models.CheckConstraint(
                condition=~Q(state="reported_done") | ~Q(outcome="") & Q(reported_on__isnull=False),
                name="commitment_reported_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(first_due_on__lte=F("due_on")) | Q(extensions=0),
                name="commitment_extended_forward",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.text[:60]}"

    @property
    def reference(self) -> str:
        return f"CK-{self.pk:06d}"

    @property
    def is_owing(self) -> bool:
        return self.state in OWING

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @classmethod
    def scoped(cls, actor: Actor, action: str) -> models.QuerySet:
        """Records of one's own unit and of those below; for some actions also what one's unit asked for or verifies."""
        opened = permissions.units_open(actor, action, cls.record_type, path="unit_id")
        if action in ASKERS_ACTIONS:
            opened |= permissions.units_open(actor, action, cls.record_type, path="asked_by_id")
            opened |= Q(verifier_id__in=_own(actor, action))
        return cls.unscoped.filter(opened)


def _own(actor: Actor, action: str) -> list[int]:
    """Own units whose commitments are open for this: what one verifies is open as what one owes is."""
    opens = {(grant.role, grant.unit_id) for grant in actor.grants}
    table = permissions.policy()
    return sorted({unit for role, unit in opens if "own" in table.get((role, "commitment", action), ())})


class Step(models.Model):
    """One thing that happened to a commitment. Rows are added, never changed: both databases refuse it."""

    class Kind(models.TextChoices):
        GIVEN = "given", pgettext_lazy("step", "given")
        ACCEPTED = "accepted", pgettext_lazy("step", "accepted")
        DECLINED = "declined", pgettext_lazy("step", "declined")
        STARTED = "started", pgettext_lazy("step", "begun")
        NOTED = "noted", pgettext_lazy("step", "progress told")
        REPORTED = "reported", pgettext_lazy("step", "reported done")
        RETURNED = "returned", pgettext_lazy("step", "sent back")
        VERIFIED = "verified", pgettext_lazy("step", "verified")
        CLOSED = "closed", pgettext_lazy("step", "closed")
        EXTENDED = "extended", pgettext_lazy("step", "given more time")
        HANDED_ON = "handed_on", pgettext_lazy("step", "handed on")
        ASKED_UP = "asked_up", pgettext_lazy("step", "put to the superior")
        DECIDED = "decided", pgettext_lazy("step", "decided by the superior")
        PASSED = "passed", pgettext_lazy("step", "passed to the successor")
        REOPENED = "reopened", pgettext_lazy("step", "opened again")
        REMINDED = "reminded", pgettext_lazy("step", "reminded")
        RECKONED = "reckoned", pgettext_lazy("step", "its day reckoned again")
        ESCALATED = "escalated", pgettext_lazy("step", "raised to the level above")
        WITHDRAWN = "withdrawn", pgettext_lazy("step", "taken back")

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    # The unit in whose name it was done and who did it; both empty for what the house does by itself.
    unit = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    note = models.TextField(max_length=2000, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="step_numbered_once"),
        ]


class Proof(models.Model):
    """What shows that a step is true: a file or a text."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="proofs")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", null=True)
    text = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(text=""), name="proof_shows_something"
            )
        ]
