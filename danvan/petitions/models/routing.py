"""Which unit answers for what, by place, topic and day; and the way a case took."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from danvan.organizations.models import OrgUnit
from danvan.organizations.scope import UnitScoped
from danvan.petitions.models.cases import Petition


class RouteQuerySet(models.QuerySet):
    def on(self, day: date):
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)


class Route(UnitScoped):
    """
    Matters about a place in `unit` (or below it), of `topic` (empty: of any), are answered by `to_unit`, from `starts_on`
    until `ends_on` (not included).
    """

    record_type = "route"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("place concerned"), related_name="+")
    topic = models.CharField(_("topic"), max_length=40, blank=True)
    to_unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("unit in charge"), related_name="+")
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)

    unscoped: ClassVar = models.Manager.from_queryset(RouteQuerySet)()

    class Meta(UnitScoped.Meta):
        abstract = False
        verbose_name = _("routing rule")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "topic", "starts_on"],
                name="route_one_for_place_topic_day",
                violation_error_message=_("There is a rule for this place and topic from this day already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="route_ends_after_it_starts",
                violation_error_message=_("The last day must come after the first."),
            ),
        ]


class HandOver(models.Model):
    """One step of a case to another unit. A unit that held it never gets it again; after two the superior decides."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="hand_overs")
    from_unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    # By the superior's decision, or because the unit was closed: such a step is no passing round.
    ordered = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="hand_over_to_another_unit"),
            models.UniqueConstraint(
                fields=["petition", "from_unit", "to_unit"],
                condition=Q(ordered=False),
                name="hand_over_never_repeated",
            ),
        ]
