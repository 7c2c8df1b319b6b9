from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from danvan.accounts import phrases
from danvan.audit import wording


class AccountsConfig(AppConfig):
    name = "danvan.accounts"
    label = "accounts"
    verbose_name = _("people who sign in")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.RECORDS)
