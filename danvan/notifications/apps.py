from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from danvan.notifications import waking

# Read or not, a message is old after a year (R-100: as security events).
KEPT = timedelta(days=365)


class NotificationsConfig(AppConfig):
    name = "danvan.notifications"
    label = "notifications"
    verbose_name = _("notifications")

    def ready(self) -> None:
        # Only now are all models loaded.
        from danvan.notifications import schedule, tasks, working
        from danvan.notifications.services import sending
        from danvan.notifications.shell import unread
        from danvan.ui import nav

        waking.hang(tasks.ring)
        schedule.every(timedelta(days=1), "notifications.tasks_forgotten", working.forget)
        schedule.every(
            timedelta(days=1), "notifications.messages_forgotten", lambda now: sending.forget(now - KEPT)
        )
        nav.register(
            nav.Item(
                _("Messages"),
                "notifications:list",
                "bell",
                order=95,
                count=unread,
            )
        )
