"""What `manage.py check` asks of the shell."""

from django.core.checks import CheckMessage, Error
from django.urls import NoReverseMatch, reverse

from danvan.ui import nav


def every_navigation_item_leads_somewhere(app_configs: object, **options: object) -> list[CheckMessage]:
    """Pages leave out an item they can't link to, so that no error page fails; here the gap is named."""
    gaps: list[CheckMessage] = []
    for item in nav.registered():
        try:
            reverse(item.url_name)
        except NoReverseMatch:
            gaps.append(Error(f"The navigation item “{item.url_name}” has no page.", id="ui.E001"))
    return gaps
