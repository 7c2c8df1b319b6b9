"""What residents decide together, and what their own boards supervise. Households are counted, never named."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from danvan.democracy.models.base import Entry


class CommunityDecision(Entry):
    """A matter that households of a village or street group vote on. Only counts are kept: never who voted how."""

    class Kind(models.TextChoices):
        """Two thirds of household representatives for the first two, more than half for the others (art. 21)."""

        CONTRIBUTION = "contribution", _("contributions to common works")
        FUND = "fund", _("income and spending of common funds")
        CONVENTION = "convention", _("village convention or rules")
        ELECTION = "election", _("election or dismissal of those the residents choose")
        OTHER = "other", _("other matter of the residents' own")

    class Way(models.TextChoices):
        MEETING = "meeting", _("vote at a meeting")
        BALLOT = "ballot", _("ballot to each household")
        ONLINE = "online", _("online vote")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("put forward")
        DISCUSSED = "discussed", _("discussed")
        VOTED = "voted", _("voted")
        ADOPTED = "adopted", _("adopted")
        NOT_ADOPTED = "not_adopted", _("not adopted")
        SENT = "sent", _("sent to the commune")
        RECOGNISED = "recognised", _("recognised")
        REFUSED = "refused", _("not recognised")
        EXECUTED = "executed", _("put into practice")

    record_type = "decision"
    told_by = ("title", "community", "number")
    TWO_THIRDS = (Kind.CONTRIBUTION, Kind.FUND)

    community = models.CharField(_("village or street group"), max_length=120)
    title = models.CharField(_("matter"), max_length=300)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    way = models.CharField(_("way of voting"), max_length=8, choices=Way)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PROPOSED)
    proposed_on = models.DateField(_("proposed on"))
    discussed_on = models.DateField(_("discussed on"), null=True, blank=True)
    announced_on = models.DateField(_("ballot announced on"), null=True, blank=True)
    voted_on = models.DateField(_("voted on"), null=True, blank=True)
    households_for = models.PositiveIntegerField(_("households for"), null=True, blank=True)
    households_against = models.PositiveIntegerField(_("households against"), null=True, blank=True)
    households_absent = models.PositiveIntegerField(_("households absent"), null=True, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    answered_on = models.DateField(_("recognised or refused on"), null=True, blank=True)
    answer_symbol = models.CharField(_("the commune's document"), max_length=60, blank=True)
    refused_reason = models.CharField(_("why it is not recognised"), max_length=500, blank=True)
    executed_on = models.DateField(_("carried out on"), null=True, blank=True)
    result = models.TextField(_("result"), max_length=2000, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("community decision")
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "discussed"])
                | Q(voted_on__isnull=False, households_for__isnull=False, households_against__isnull=False,
                    households_absent__isnull=False),
                name="decision_voted_with_counts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["adopted", "sent", "recognised", "refused", "executed"], adopted_on__isnull=False)
                | Q(state__in=["proposed", "discussed", "voted", "not_adopted"], adopted_on__isnull=True),
                name="decision_adopted_on_a_day",
            ),
            # The law's shares, whatever wrote the row (art. 21 section 1).
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=True)
                | Q(kind__in=["contribution", "fund"],
                    households_for__gte=2 * (F("households_against") + F("households_absent")))
                | Q(kind__in=["convention", "election", "other"],
                    households_for__gt=F("households_against") + F("households_absent")),
                name="decision_adopted_by_enough",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refused_reason=""), name="decision_refused_with_a_reason"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit", "adopted_on"], name="decision_by_unit")]

    def __str__(self) -> str:
        return self.title

    @property
    def households(self) -> int:
        """All household representatives of the community."""
        return (self.households_for or 0) + (self.households_against or 0) + (self.households_absent or 0)


class CommunitySupervision(Entry):
    """A matter or project that a board of the residents looked into."""

    class Body(models.TextChoices):
        PIB = "pib", _("people's inspection board")
        CISB = "cisb", _("community investment supervision board")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        FOUND = "found", _("supervised")
        RECOMMENDED = "recommended", _("recommendation sent")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    record_type = "decision"
    told_by = ("title", "findings", "recommendation")

    body = models.CharField(_("board"), max_length=4, choices=Body)
    title = models.CharField(_("matter or project"), max_length=300)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PLANNED)
    planned_on = models.DateField(_("planned day"))
    supervised_on = models.DateField(_("supervised on"), null=True, blank=True)
    findings = models.TextField(_("what the board found"), max_length=4000, blank=True)
    recommendation = models.TextField(_("what is recommended"), max_length=4000, blank=True)
    addressee = models.CharField(_("to whom"), max_length=200, blank=True)
    recommended_on = models.DateField(_("recommended on"), null=True, blank=True)
    answer_due_on = models.DateField(_("answer due"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    promise_ref = models.CharField(max_length=40, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("community supervision")
        ordering = ["-planned_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned", supervised_on__isnull=True)
                | (~Q(state="planned") & Q(supervised_on__isnull=False) & ~Q(findings="")),
                name="community_supervision_with_findings",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["recommended", "answered"])
                | (Q(recommended_on__isnull=False, answer_due_on__isnull=False) & ~Q(recommendation="")),
                name="community_supervision_recommends",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="community_supervision_answered",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["unit", "body", "supervised_on"], name="community_supervision_by_unit")
        ]

    def __str__(self) -> str:
        return self.title
