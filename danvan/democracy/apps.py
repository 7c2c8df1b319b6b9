from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.democracy import news, phrases
from danvan.ui import nav


class DemocracyConfig(AppConfig):
    name = "danvan.democracy"
    label = "democracy"
    verbose_name = _("grassroots democracy")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.RECORDS)
        # Only now are all models loaded.
        from danvan.commitments import hooks as commitments
        from danvan.democracy import structure, week
        from danvan.notifications import kinds
        from danvan.organizations import hooks
        from danvan.ui import week as this_week

        for kind in news.KINDS:
            kinds.register(kind)
        commitments.origin_pages.register(structure.origin_page)
        hooks.consequences.register(structure.consequences)
        hooks.panels.register(structure.panel)
        this_week.register("owe", "democracy", week.owed)
        this_week.register("waits", "democracy", week.watched)
        nav.register(
            nav.Item(_("Grassroots democracy"), "democracy:consultations", "people", order=44, shown=sees)
        )


def sees(request: HttpRequest) -> bool:
    """Whether some post of the person opens these registers anywhere; administrators' posts do not."""
    from danvan.organizations import permissions

    return permissions.holds(request.actor, "see", "consultation")  # type: ignore[attr-defined]
