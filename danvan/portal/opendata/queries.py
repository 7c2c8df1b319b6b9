"""Releases: those everybody reads, those somebody works on. Answers come from stored releases only (R-91)."""

from __future__ import annotations

from django.db.models import QuerySet

from danvan.common.periods import InvalidPeriod, Period
from danvan.organizations.actors import Actor
from danvan.portal.opendata.models import Release, ReleaseFile

HEAVY = ("cells", "told", "proof", "summary")


def published() -> list[Release]:
    """The newest version of every published period, the newest period first, without contents. One query."""
    rows = Release.unscoped.filter(state=Release.State.PUBLISHED).defer("cells", "told", "proof")
    newest: dict[str, Release] = {}
    for row in rows.order_by("number"):
        newest[row.period_name] = row
    return sorted(newest.values(), key=lambda row: _order(row.period_name), reverse=True)


def _order(name: str) -> tuple[object, object]:
    period = Period.parse(name)
    return period.ends_on, period.starts_on


def release(period: str, number: int | None = None) -> Release | None:
    """A published release, the newest version unless one is named, without what stays in the house."""
    rows = Release.unscoped.filter(state=Release.State.PUBLISHED, period_name=period).defer("cells", "proof")
    if number is not None:
        rows = rows.filter(number=number)
    return rows.order_by("-number").first()


def versions(period: str) -> list[int]:
    rows = Release.unscoped.filter(state=Release.State.PUBLISHED, period_name=period).order_by("-number")
    return list(rows.values_list("number", flat=True))


def file(period: str, number: int, name: str) -> ReleaseFile | None:
    return ReleaseFile.objects.filter(
        release__state=Release.State.PUBLISHED, release__period_name=period, release__number=number, name=name
    ).first()


def earlier(period: Period) -> list[Release]:
    """Every published release of the year of a period, superseded ones too: nobody forgets what was told."""
    rows = Release.unscoped.filter(state=Release.State.PUBLISHED).order_by("published_at", "pk")
    return [row for row in rows.defer("told", "proof") if Period.parse(row.period_name).year == period.year]


def in_sight(actor: Actor) -> QuerySet[Release]:
    return Release.scoped(actor, "see").defer(*HEAVY).select_related("prepared_by", "published_by", "unit")


def readable(period: str) -> Period | None:
    """The period an address names; None for anything else."""
    try:
        return Period.parse(period)
    except InvalidPeriod:
        return None
