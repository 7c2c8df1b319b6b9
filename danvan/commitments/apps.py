from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from danvan.commitments import news
from danvan.notifications import kinds


class CommitmentsConfig(AppConfig):
    name = "danvan.commitments"
    label = "commitments"
    verbose_name = _("commitments")

    def ready(self) -> None:
        for kind in news.KINDS:
            kinds.register(kind)
