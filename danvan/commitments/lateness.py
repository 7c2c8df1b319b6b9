"""Late or in time, worked out from days and never stored."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from danvan.commitments.models import OWING, Commitment

SOON = timedelta(days=7)


def late_days(commitment: Commitment, on: date) -> int:
    """Days past the day on which it was or is to be done; 0 for what was in time. Reporting it done stops the count."""
    end = on if commitment.is_owing else commitment.reported_on or commitment.closed_on
    return max(0, (end - commitment.due_on).days) if end else 0


def is_late(commitment: Commitment, on: date) -> bool:
    return late_days(commitment, on) > 0


def late(on: date) -> Q:
    """Commitments still owed after their day."""
    return Q(state__in=OWING, due_on__lt=on)


def soon(on: date) -> Q:
    return Q(state__in=OWING, due_on__gte=on, due_on__lte=on + SOON)


def age(commitment: Commitment, on: date) -> int:
    """Days since it was given, until it was closed."""
    return max(0, ((commitment.closed_on or on) - commitment.given_on).days)
