"""
The house's clock: what day work happens on.

Real time everywhere, except in the demo city, whose year is 2019-2020: there `settings.TODAY` names the day
and the time of day goes on as on the wall. Sessions, one-time codes and anything about security use real
time, never this.
"""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The moment business happens at, with time zone."""
    real = timezone.localtime()
    if not settings.TODAY:
        return real
    day = date.fromisoformat(settings.TODAY)
    return real.replace(year=day.year, month=day.month, day=day.day)


def today() -> date:
    return now().date()
