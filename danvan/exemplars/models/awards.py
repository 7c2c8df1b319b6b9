"""Commendation: from the movement to the presentation. Collectives stand by their unit, individuals as a count."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.common.vietnamese import fold
from danvan.exemplars.models.skilled import Holder, SkilledModel
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.scope import UnitScoped


class Form(models.TextChoices):
    """
    What is given. Titles (danh hiệu) and letters of commendation (giấy khen) are kept here too; the indicators of
    collectives commended add flags and certificates of merit alone.
    """

    FLAG = "flag", _("emulation flag")
    CERTIFICATE = "certificate", _("certificate of merit")
    LETTER = "letter", _("letter of commendation")
    TITLE = "title", _("emulation title")


class Authority(models.TextChoices):
    PRIME_MINISTER = "prime_minister", _("Prime Minister")
    MINISTRY = "ministry", _("ministry or central body")
    CITY_COMMITTEE = "city_committee", _("People's Committee of the city")
    CITY_PARTY = "city_party", _("Party committee of the city")
    DISTRICT = "district", pgettext_lazy("authority", "district")
    COMMUNE = "commune", pgettext_lazy("authority", "commune")


class Award(UnitScoped):
    """
    One proposal. `unit` is where its file lies: the proposer's until it is submitted, then the unit that decides it and
    in whose figures it counts. `proposer` keeps seeing it.
    """

    class State(models.TextChoices):
        LAUNCHED = "movement_launched", pgettext_lazy("award", "movement launched")
        PROPOSED = "proposed", pgettext_lazy("award", "proposed")
        REVIEWED = "council_reviewed", pgettext_lazy("award", "reviewed by the council")
        SUBMITTED = "submitted", pgettext_lazy("award", "submitted")
        DECIDED = "decided", pgettext_lazy("award", "decided")
        PRESENTED = "presented", pgettext_lazy("award", "presented")
        REFUSED = "refused", pgettext_lazy("award", "refused")

    record_type = "award"
    GRANTED = (State.DECIDED, State.PRESENTED)
    OPEN = (State.LAUNCHED, State.PROPOSED, State.REVIEWED, State.SUBMITTED)

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("unit"), related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    proposer = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("proposed by"), related_name="+")
    movement = models.CharField(_("emulation movement"), max_length=200)
    launched_on = models.DateField(_("movement launched on"))
    year = models.PositiveSmallIntegerField(_("year of the achievement"))
    form = models.CharField(_("form of commendation"), max_length=12, choices=Form)
    authority = models.CharField(_("authority that grants it"), max_length=16, choices=Authority)
    holder = models.CharField(_("for"), max_length=10, choices=Holder)
    holder_unit = models.ForeignKey(
        OrgUnit, models.PROTECT, verbose_name=_("unit whose work it is"), related_name="+"
    )
    persons = models.PositiveIntegerField(_("number of individuals"), default=0)
    direct_persons = models.PositiveIntegerField(_("of these doing the direct work"), default=0)
    achievement = models.TextField(_("achievement"), max_length=4000)
    model = models.ForeignKey(SkilledModel, models.PROTECT, null=True, related_name="awards")
    dossier = models.JSONField(_("papers in the dossier"), default=list)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.LAUNCHED)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True)
    council_size = models.PositiveSmallIntegerField(_("members of the council"), null=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True)
    submitted_on = models.DateField(_("submitted on"), null=True)
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    signer = models.CharField(_("signed by"), max_length=120, blank=True)
    decided_on = models.DateField(_("day of the decision"), null=True)
    presented_on = models.DateField(_("presented on"), null=True)
    refused_reason = models.CharField(_("why it was refused"), max_length=300, blank=True)
    words = models.CharField(max_length=4300, editable=False, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        verbose_name = _("commendation proposal")
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(holder="collective", persons=0) | Q(holder="individual", persons__gte=1),
                name="award_to_a_unit_or_to_a_count",
            ),
            models.CheckConstraint(
                condition=Q(direct_persons__lte=models.F("persons")), name="award_direct_are_part_of_all"
            ),
            models.CheckConstraint(
                condition=~Q(form="flag") | Q(holder="collective"),
                name="award_flag_to_a_collective",
                violation_error_message=_("Flags are given to collectives."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "presented"])
                | (Q(decided_on__isnull=False) & ~Q(decision_number="")),
                name="award_decided_by_number_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refused_reason=""), name="award_refused_with_a_reason"
            ),
            models.UniqueConstraint(
                fields=["holder_unit", "form", "authority", "year"],
                condition=Q(holder="collective", state__in=["decided", "presented"]),
                name="award_not_twice_for_one_year",
            ),
        ]
        indexes = [models.Index(fields=["unit", "decided_on"], name="award_by_unit")]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.year}"

    @property
    def ref(self) -> str:
        return f"exemplars.Award:{self.pk}"

    @property
    def counts(self) -> int:
        """One collective, or so many individuals."""
        return self.persons or 1

    def remember_words(self) -> None:
        self.words = fold(f"{self.movement} {self.achievement} {self.decision_number}")[:4300]

    @classmethod
    def scoped(cls, actor: Actor, action: str) -> models.QuerySet:
        """The proposer goes on seeing what lies with the level above."""
        here = policy.units_open(actor, action, cls.record_type)
        if action == "see":
            here |= policy.units_open(actor, action, cls.record_type, path="proposer_id")
        return cls.unscoped.filter(here)


class AwardEvent(models.Model):
    """One dated step of a proposal. Never changed."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="events")
    what = models.CharField(max_length=20)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "pk"]
