"""Releases of open data. What was published stays as it is; a correction is a new release of the whole period."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.organizations.scope import UnitScoped


class Release(UnitScoped):
    """
    One period of all registered tables. `cells` holds the true numbers and what is hidden, for the proof and for later
    releases; it never leaves the house. `told` is what everybody reads, `proof` the whole proof, `summary` its public part.
    """

    class State(models.TextChoices):
        PREPARING = "preparing", _("being prepared")
        FAILED = "failed", _("could not be prepared")
        PREPARED = "prepared", _("prepared, waits for approval")
        PUBLISHED = "published", _("published")
        DISCARDED = "discarded", _("discarded")

    record_type = "release"

    unit = models.ForeignKey("organizations.OrgUnit", models.PROTECT, related_name="+")
    period_name = models.CharField(_("period"), max_length=10)
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREPARING)
    reason = models.CharField(_("reason for the correction"), max_length=300, blank=True)
    progress = models.JSONField(default=dict)
    gaps = models.JSONField(default=list)
    cells = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    proof = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    # Published releases it was attacked together with; when others came since, it is prepared again.
    after = models.JSONField(default=list)
    prepared_at = models.DateTimeField(_("prepared at"))
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("made public at"), null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta(UnitScoped.Meta):
        ordering = ["-period_name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["period_name", "number"], name="release_numbered_once"),
            models.UniqueConstraint(
                fields=["period_name"],
                condition=Q(state__in=["preparing", "prepared"]),
                name="release_one_under_way",
                violation_error_message=_("A release of this period is under way already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, published_by__isnull=False),
                name="release_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=models.F("prepared_by")),
                name="release_seen_by_two_persons",
                violation_error_message=_("Somebody else than who prepared it publishes a release."),
            ),
        ]


class ReleaseFile(models.Model):
    """A file of a release, byte for byte as it was published."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="files")
    name = models.CharField(max_length=60)
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["release", "name"], name="release_file_named_once")]
