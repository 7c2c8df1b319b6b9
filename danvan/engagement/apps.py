from datetime import datetime, timedelta

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.common import clock
from danvan.engagement import news, phrases
from danvan.ui import nav


class EngagementConfig(AppConfig):
    name = "danvan.engagement"
    label = "engagement"
    verbose_name = _("dialogues and trainings")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.RECORDS)
        # Only now are all models loaded.
        from danvan.commitments import hooks as commitments
        from danvan.engagement import structure, week
        from danvan.engagement.services import answering
        from danvan.notifications import kinds, schedule
        from danvan.organizations import hooks
        from danvan.ui import week as this_week

        for kind in news.KINDS:
            kinds.register(kind)
        schedule.every(timedelta(hours=6), "engagement.daily", daily)
        commitments.closed.register(answering.follow_closed)
        commitments.reopened.register(answering.follow_reopened)
        commitments.origin_pages.register(structure.origin_page)
        hooks.consequences.register(structure.consequences)
        hooks.panels.register(structure.panel)
        this_week.register("owe", "dialogues", week.owed)
        this_week.register("waits", "dialogues", week.watched)
        this_week.register("waits", "trainings", week.untrained)
        nav.register(nav.Item(_("Dialogues"), "engagement:dialogues", "talk", order=40, shown=sees_dialogues))


def daily(real: datetime) -> None:
    """What the days bring by themselves, by the house's own day."""
    from danvan.engagement.services import telling

    now = clock.now()
    telling.tell_results(now)
    telling.tell_watch(now)


def sees_dialogues(request: HttpRequest) -> bool:
    """Whether some post of the person opens dialogues anywhere; administrators' posts do not."""
    from danvan.organizations import permissions

    return permissions.holds(request.actor, "see", "dialogue")  # type: ignore[attr-defined]
