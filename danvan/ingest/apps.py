from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.ingest import phrases


class IngestConfig(AppConfig):
    name = "danvan.ingest"
    label = "ingest"
    verbose_name = _("reading what exists")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.RECORDS)
