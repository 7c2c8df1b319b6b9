"""What one unit was given to carry out of one document, and how far it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.scope import UnitScoped

# What whoever gave it may do although the record belongs to another unit.
GIVERS_ACTIONS = frozenset({"see", "remind", "export", "manage"})


class DirectiveAssignment(UnitScoped):
    """
    `unit` was given the document by `given_by`, of whom it is a part below (or itself). Late is never stored: it follows
    from the days (`danvan.directives.lateness`). Its tasks are commitments whose origin is `ref`.
    """

    class State(models.TextChoices):
        SENT = "sent", pgettext_lazy("assignment", "sent")
        ACKNOWLEDGED = "acknowledged", pgettext_lazy("assignment", "acknowledged")
        PLAN_ISSUED = "plan_issued", pgettext_lazy("assignment", "plan issued")
        IN_PROGRESS = "in_progress", pgettext_lazy("assignment", "in progress")
        REPORTED = "reported", pgettext_lazy("assignment", "reported")
        RETURNED = "returned", pgettext_lazy("assignment", "returned")
        CLOSED = "closed", pgettext_lazy("assignment", "closed")

    record_type = "directive"
    WORKING = (State.ACKNOWLEDGED, State.PLAN_ISSUED, State.IN_PROGRESS, State.RETURNED)
    OWING = (State.SENT, *WORKING)
    DONE = (State.REPORTED, State.CLOSED)

    directive = models.ForeignKey("directives.Directive", models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("given to"), related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    given_by = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("given by"), related_name="+")
    # The assignment of the unit that passed it further down; empty where the keeper of the document gave it.
    part_of = models.ForeignKey("self", models.PROTECT, related_name="parts", null=True)
    instruction = models.TextField(_("what the unit is asked"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.SENT)
    sent_on = models.DateField(_("given on"))
    acknowledge_by = models.DateField(_("to be acknowledged by"), null=True)
    plan_due_on = models.DateField(_("plan due on"), null=True)
    report_due_on = models.DateField(_("report due on"), null=True)
    acknowledged_on = models.DateField(_("acknowledged on"), null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    plan_symbol = models.CharField(_("symbol of the plan"), max_length=60, blank=True)
    plan_on = models.DateField(_("plan issued on"), null=True)
    plan_file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", null=True)
    report = models.TextField(_("what was done"), max_length=4000, blank=True)
    reported_on = models.DateField(_("reported on"), null=True)
    returned_on = models.DateField(_("returned on"), null=True)
    return_reason = models.CharField(_("why it was returned"), max_length=500, blank=True)
    closed_on = models.DateField(_("closed on"), null=True)
    reminded_on = models.DateField(_("last reminded on"), null=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("assignment")
        ordering = ["-sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["directive", "unit"], name="directive_given_once"),
            models.CheckConstraint(
                condition=Q(state="sent", acknowledged_on__isnull=True)
                | (~Q(state="sent") & Q(acknowledged_on__isnull=False)),
                name="assignment_acknowledged_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="plan_issued") | (Q(plan_on__isnull=False) & ~Q(plan_symbol="")),
                name="assignment_plan_has_symbol_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "closed"]) | (Q(reported_on__isnull=False) & ~Q(report="")),
                name="assignment_reported_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""), name="assignment_returned_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="assignment_closed_on_a_day",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["unit", "state"], name="assignment_by_unit"),
            models.Index(fields=["directive", "state"], name="assignment_by_directive"),
            models.Index(fields=["given_by", "state"], name="assignment_by_giver"),
        ]

    @property
    def ref(self) -> str:
        """What commitments cut from it, and proofs of figures, call it."""
        return f"directives.DirectiveAssignment:{self.pk}"

    @property
    def is_owing(self) -> bool:
        return self.state in self.OWING

    @classmethod
    def scoped(cls, actor: Actor, action: str) -> models.QuerySet:
        """Of the own unit and those below; for some actions also what one's unit gave."""
        opened = permissions.units_open(actor, action, cls.record_type)
        if action in GIVERS_ACTIONS:
            opened |= permissions.units_open(actor, action, cls.record_type, path="given_by_id")
        return cls.unscoped.filter(opened)
