"""Every write about messages."""

from danvan.notifications.services.preferring import prefer
from danvan.notifications.services.reading import mark_all_read, mark_read
from danvan.notifications.services.telling import notify, notify_unit

__all__ = ["mark_all_read", "mark_read", "notify", "notify_unit", "prefer"]
