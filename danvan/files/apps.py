from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.files import phrases


class FilesConfig(AppConfig):
    name = "danvan.files"
    label = "files"
    verbose_name = _("files")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.RECORDS)
