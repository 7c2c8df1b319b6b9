""" "Dân vận khéo" models and their life, contests, commendation."""

from datetime import datetime, timedelta

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.common import clock
from danvan.exemplars import phrases
from danvan.ui import nav


class ExemplarsConfig(AppConfig):
    name = "danvan.exemplars"
    label = "exemplars"
    verbose_name = _("exemplary models")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.RECORDS)
        # Only now are all models loaded.
        from danvan.exemplars import structure, week
        from danvan.notifications import schedule
        from danvan.organizations import hooks
        from danvan.ui import week as this_week

        schedule.every(timedelta(hours=6), "exemplars.daily", daily)
        hooks.changed.register(structure.follow)
        hooks.consequences.register(structure.consequences)
        hooks.panels.register(structure.panel)
        this_week.register("owe", "exemplars", week.owed)
        this_week.register("waits", "exemplars", week.waits)
        nav.register(
            nav.Item(_("Exemplary models"), "exemplars:models", "chart", order=46, shown=sees_models)
        )


def daily(real: datetime) -> None:
    """What the days bring by themselves, by the house's own day: heirs take over, models lapse."""
    from danvan.exemplars.services import inheriting, living

    now, today = clock.now(), clock.today()
    inheriting.pass_to_heirs(on=today, at=now)
    living.lapse(on=today, at=now)


def sees_models(request: HttpRequest) -> bool:
    """Whether some post of the person opens models anywhere; administrators' posts do not."""
    from danvan.organizations import permissions

    return permissions.holds(request.actor, "see", "model")  # type: ignore[attr-defined]
