from datetime import datetime, timedelta

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.commitments import news, phrases
from danvan.common import clock
from danvan.notifications import kinds


class CommitmentsConfig(AppConfig):
    name = "danvan.commitments"
    label = "commitments"
    verbose_name = _("commitments")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.FIELDS)
        for kind in news.KINDS:
            kinds.register(kind)
        # Only now are all models loaded.
        from danvan.commitments import permissions, services, structure, week
        from danvan.notifications import schedule
        from danvan.organizations import hooks
        from danvan.ui import nav
        from danvan.ui import week as this_week

        hooks.consequences.register(structure.consequences)
        hooks.changed.register(structure.follow)
        hooks.panels.register(structure.panel)
        this_week.register("owe", "commitments", week.owed)
        this_week.register("waits", "commitments", week.waiting)

        def sees(request: HttpRequest) -> bool:
            return permissions.holds(request.actor)  # type: ignore[attr-defined]

        def daily(real: datetime) -> None:
            """What the days bring by themselves, by the house's own day."""
            now = clock.now()
            services.pass_to_heirs(on=now.date(), at=now)
            services.follow_clocks(now)
            services.escalate_overdue(now)
            services.tell_late_turns(now)

        schedule.every(timedelta(hours=6), "commitments.daily", daily)
        nav.register(nav.Item(_("Commitments"), "commitments:owed", "promise", order=22, shown=sees))
