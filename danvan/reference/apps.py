from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.reference import phrases
from danvan.ui import nav


class ReferenceConfig(AppConfig):
    name = "danvan.reference"
    label = "reference"
    verbose_name = _("calendar")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.RECORDS)
        nav.register(
            nav.Item(
                label=_("Deadlines"),
                url_name="reference:reckon",
                icon="clock",
                order=75,
                shown=to_posts,
                pages=("reference:rules", "reference:rule"),
            )
        )
        nav.register(
            nav.Item(
                label=_("Days off"),
                url_name="reference:calendar",
                icon="clock",
                order=80,
                shown=to_administrators,
            )
        )


def to_posts(request: HttpRequest) -> bool:
    return bool(request.actor.grants)


def to_administrators(request: HttpRequest) -> bool:
    """Everybody may open the page; in the rail it stands for those who keep it."""
    return "administrator" in request.actor.roles
