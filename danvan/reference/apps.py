from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.reference import phrases
from danvan.ui import nav

PAGES = ("rules", "rule", "calendar", "add_day", "change_day", "remove_day", "hours", "hours_of_unit")


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
                pages=tuple(f"reference:{name}" for name in PAGES),
            )
        )


def to_posts(request: HttpRequest) -> bool:
    return bool(request.actor.grants)
