"""What of a case everybody may read, in the words that were checked for it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.petitions.models.cases import Petition


class Publication(models.Model):
    """
    The public text of a case and its answer, apart from the case: nothing public is ever read from sealed parts.

    `removed` says in words what was taken out, so that readers know.
    """

    petition = models.OneToOneField(Petition, models.PROTECT, related_name="publication")
    title = models.CharField(_("title"), max_length=140)
    text = models.TextField(_("text"), max_length=10_000)
    answer = models.TextField(_("answer"), max_length=10_000, blank=True)
    removed = models.CharField(_("what was removed"), max_length=300, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    published_at = models.DateTimeField(_("published on"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("taken down on"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("published petition")
        indexes = [models.Index(fields=["-published_at"], name="publication_newest")]
