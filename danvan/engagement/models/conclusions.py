"""The conclusion notice: what was decided at a dialogue, who does it and by when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.engagement.models.dialogues import DialogueConference
from danvan.organizations.models import OrgUnit
from danvan.organizations.scope import UnitScoped


class ConclusionNotice(UnitScoped):
    """
    One per dialogue. It is a draft until `issued_on`; `published_on` is the day its result was made public, by the ways
    in `published_ways`. The table of what is done by whom is read from the opinions, not kept twice.
    """

    class Regime(models.TextChoices):
        PARTY = "party", _("Party document")
        STATE = "state", _("state document")

    record_type = "dialogue"

    dialogue = models.OneToOneField(DialogueConference, models.PROTECT, related_name="conclusion")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    regime = models.CharField(_("format"), max_length=6, choices=Regime, default=Regime.PARTY)
    number = models.CharField(_("number"), max_length=60, blank=True)
    opening = models.TextField(_("general assessment"), max_length=6000)
    demands = models.TextField(_("what is asked of the units"), max_length=6000, blank=True)
    answer_by = models.DateField(_("opinions are answered by"), null=True, blank=True)
    signer = models.CharField(_("signed by (office)"), max_length=200)
    due_on = models.DateField(_("to be published by"))
    issued_on = models.DateField(_("issued on"), null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_on = models.DateField(_("published on"), null=True)
    published_ways = models.CharField(_("published by"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("conclusion notice")
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | ~Q(number=""), name="conclusion_issued_with_a_number"
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(issued_on__isnull=False),
                name="conclusion_published_after_issue",
            ),
        ]

    @property
    def on_time(self) -> bool:
        return self.published_on is not None and self.published_on <= self.due_on

    @property
    def ref(self) -> str:
        return f"engagement.ConclusionNotice:{self.pk}"
