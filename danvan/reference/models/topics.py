"""The closed list of topics by which voices are counted: livelihood and public affairs, nothing about who people are."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class TopicQuerySet(models.QuerySet):
    def on(self, day):
        """In force on a day: confirmed, begun and not ended."""
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gt=day) | Q(ending_confirmed_by=None, ends_on__isnull=False),
            confirmed_at__isnull=False,
            starts_on__lte=day,
        )


class Topic(models.Model):
    """
    A policy field: land, environment, public services. A code is never reused.

    The list is closed: a new topic, and the end of one, count only when a second person has confirmed them (R-31).
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    position = models.PositiveIntegerField(_("position"), default=0)
    # Small numbers of a sensitive topic are hidden even when they are zero.
    is_sensitive = models.BooleanField(_("sensitive"), default=False)
    starts_on = models.DateField(_("valid from"))
    ends_on = models.DateField(_("valid until"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    ending_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ending_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="topic_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(ending_confirmed_by=F("ending_proposed_by")) | Q(ending_confirmed_by=None),
                name="topic_ended_by_two_people",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi

    @property
    def waits(self) -> bool:
        """Whether a second person still has to say yes to its beginning or its end."""
        return self.confirmed_at is None or (
            self.ending_proposed_by_id is not None and self.ending_confirmed_by_id is None
        )
