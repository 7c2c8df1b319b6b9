"""The rail's first word, and the words of contexts that may not ask who somebody is."""

from collections.abc import Callable

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.ui import nav


class WorkspaceConfig(AppConfig):
    name = "danvan.workspace"
    label = "workspace"

    def ready(self) -> None:
        # Only now are all models loaded.
        from danvan.organizations import permissions

        def may(action: str, record: str) -> Callable[[HttpRequest], bool]:
            """Whether some post of the person opens this anywhere."""
            return lambda request: permissions.holds(request.actor, action, record)  # type: ignore[attr-defined]

        nav.register(nav.Item(_("This week"), "workspace:this_week", "home", order=10))
        nav.register(
            nav.Item(_("Users"), "organizations:people", "people", order=75, shown=may("manage", "user"))
        )
        nav.register(nav.Item(_("Activity log"), "audit:log", "log", order=90, shown=may("see", "audit")))
