"""The year's plan of a unit as a document, and proposals to go together instead of twice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.organizations.models import OrgUnit
from danvan.organizations.scope import UnitScoped
from danvan.oversight.models.sessions import OversightSession


class YearPlan(UnitScoped):
    """
    The plan of a unit for a year, agreed and numbered. What stands in it are the sessions planned for its quarters; the
    plan itself keeps only its document.
    """

    record_type = "supervision"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.CharField(_("number"), max_length=60)
    signer = models.CharField(_("signed by (office)"), max_length=200)
    agreed_on = models.DateField(_("agreed on"))
    agreed_with = models.CharField(_("agreed with"), max_length=300, blank=True)
    # How many sessions of each kind it held when it was agreed; later ones are seen as added.
    planned = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("yearly plan")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="oversight_one_plan_a_year",
                violation_error_message=_("The plan of this year is agreed already."),
            ),
            models.CheckConstraint(condition=~Q(number=""), name="oversight_plan_is_numbered"),
        ]


class JointProposal(models.Model):
    """
    `session` and `other` are about the same body and the same topic; the lead of `session` proposes to go together. Taken
    up, `other` is merged into `session` and its lead becomes a co-host there.
    """

    session = models.ForeignKey(OversightSession, models.PROTECT, related_name="proposals_made")
    other = models.ForeignKey(OversightSession, models.PROTECT, related_name="proposals_got")
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    taken_up = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "other"], name="oversight_joint_proposed_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, taken_up__isnull=True)
                | Q(answered_at__isnull=False, taken_up__isnull=False),
                name="oversight_joint_answered",
            ),
        ]
