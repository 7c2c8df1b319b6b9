from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.portal import phrases


class PortalConfig(AppConfig):
    name = "danvan.portal"
    label = "portal"
    verbose_name = _("public pages")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        # Only now are all models loaded.
        from danvan.organizations import permissions
        from danvan.ui import nav

        def sees(request: HttpRequest) -> bool:
            return permissions.holds(request.actor, "see", "notice")  # type: ignore[attr-defined]

        def sees_releases(request: HttpRequest) -> bool:
            return permissions.holds(request.actor, "see", "release")  # type: ignore[attr-defined]

        nav.register(nav.Item(_("Open data"), "portal:releases", "table", order=61, shown=sees_releases))
        nav.register(nav.Item(_("Notices"), "portal:manage", "globe", order=60, shown=sees))
