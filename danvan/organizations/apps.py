"""The app: units over time, posts, and what follows from them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from danvan.audit import permissions as log
from danvan.audit import wording
from danvan.organizations import phrases


class OrganizationsConfig(AppConfig):
    name = "danvan.organizations"
    label = "organizations"
    verbose_name = _("units and posts")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.RECORDS)
        # Only now are all models loaded.
        from danvan.organizations import log_sight
        from danvan.ui import nav

        log.register(log_sight.opened)

        nav.register(nav.Item(label=_("Units"), url_name="organizations:tree", icon="tree", order=70))
