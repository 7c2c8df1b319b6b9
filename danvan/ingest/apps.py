"""What offices have already: workbooks and reports in words, read in on trial."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.ingest import phrases
from danvan.ui import nav


class IngestConfig(AppConfig):
    name = "danvan.ingest"
    label = "ingest"
    verbose_name = _("reading what exists")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.RECORDS)
        nav.register(nav.Item(_("Reading in"), "ingest:imports", "upload", order=65, shown=sees_imports))


def sees_imports(request: HttpRequest) -> bool:
    """Whether some post of the person opens imports anywhere."""
    # Models are loaded only after all apps are.
    from danvan.organizations import permissions

    return permissions.holds(request.actor, "see", "import")  # type: ignore[attr-defined]
