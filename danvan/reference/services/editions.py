"""Editions: one number for each state of everything that reckoning depends on."""

from __future__ import annotations

from datetime import datetime

from danvan.reference import queries
from danvan.reference.calendar import digest
from danvan.reference.models import CalendarEdition


def lock() -> None:
    """Two administrators change days or hours one after the other, or an edition would lack the other's change."""
    CalendarEdition.objects.select_for_update().order_by("-number").first()


def new_edition(at: datetime) -> int:
    """Number what holds from now on; clocks of an older edition are reckoned again by `recompute_clocks`."""
    return CalendarEdition.objects.create(digest=digest(queries.day_rows()), made_at=at).pk
