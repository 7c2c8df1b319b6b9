"""When something goes out: at once, or with the next digest."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from danvan.notifications.kinds import Kind
from danvan.notifications.models import Pace

# Before people begin to work; the weekly digest on Monday.
HOUR = 7
MONDAY = 0


def usual(kind: Kind) -> str:
    """How often a kind goes out to somebody who has set nothing."""
    return Pace.NOW if kind.urgent else Pace.DAILY


def allowed(kind: Kind) -> list[str]:
    """What a person may choose. What is urgent is no use a week later."""
    paces = [Pace.NOW, Pace.DAILY, Pace.WEEKLY, Pace.NEVER]
    return [pace for pace in paces if not (kind.urgent and pace == Pace.WEEKLY)]


def due(pace: str, now: datetime) -> datetime:
    """The moment a delivery of this pace leaves, in real time."""
    if pace == Pace.NOW:
        return now
    local = timezone.localtime(now)
    morning = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if morning <= local:
        morning += timedelta(days=1)
    if pace == Pace.WEEKLY:
        morning += timedelta(days=(MONDAY - morning.weekday()) % 7)
    return morning
