from datetime import datetime, timedelta

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.common import clock
from danvan.directives import news, phrases
from danvan.ui import nav


class DirectivesConfig(AppConfig):
    name = "danvan.directives"
    label = "directives"
    verbose_name = _("directing documents")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.RECORDS)
        # Only now are all models loaded.
        from danvan.commitments import hooks as commitments
        from danvan.directives import structure, week
        from danvan.notifications import kinds, schedule
        from danvan.organizations import hooks
        from danvan.ui import week as this_week

        for kind in news.KINDS:
            kinds.register(kind)
        schedule.every(timedelta(hours=6), "directives.daily", daily)
        commitments.origin_pages.register(structure.origin_page)
        hooks.consequences.register(structure.consequences)
        hooks.panels.register(structure.panel)
        this_week.register("owe", "directives", week.owed)
        this_week.register("waits", "directives", week.waiting)
        nav.register(
            nav.Item(_("Directives"), "directives:board", "document", order=35, shown=sees_directives)
        )


def daily(real: datetime) -> None:
    """What the days bring by themselves, by the house's own day."""
    from danvan.directives.services import following

    following.follow_days(clock.now())


def sees_directives(request: HttpRequest) -> bool:
    """Whether some post of the person opens directives anywhere; administrators' posts do not."""
    from danvan.organizations import permissions

    return permissions.holds(request.actor, "see", "directive")  # type: ignore[attr-defined]
