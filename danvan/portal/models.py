"""Notices of the units for everybody: written by staff, published by a named person, taken back with a reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.organizations.scope import UnitScoped


class Article(UnitScoped):
    """A notice. `text` is plain text with a few signs (danvan.portal.plain_text); `version` counts edits (R-41)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("taken back")

    record_type = "notice"

    unit = models.ForeignKey(
        "organizations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(_("why it is taken back"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(UnitScoped.Meta):
        ordering = ["-published_at", "-made_at", "-pk"]
        indexes = [models.Index(fields=["state", "published_at"], name="portal_article_shown")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""),
                name="article_says_something",
                violation_error_message=_("A notice needs a title and a text."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | (~Q(state="draft") & Q(published_at__isnull=False, published_by__isnull=False)),
                name="article_published_by_somebody",
                violation_error_message=_("Somebody publishes a notice, by name."),
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_reason=""),
                name="article_taken_back_with_a_reason",
                violation_error_message=_("Say why the notice is taken back."),
            ),
        ]

    @property
    def changed_later(self) -> bool:
        """Whether readers see something else than what was published first."""
        return self.published_at is not None and self.changed_at > self.published_at


# Releases of open data live beside their code.
from danvan.portal.opendata.models import Release, ReleaseFile  # noqa: E402, F401
