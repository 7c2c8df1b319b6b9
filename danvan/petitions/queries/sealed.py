"""What was sealed for one's own unit: numbers and days, and how often each was opened. Nothing of what it says."""

from __future__ import annotations

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.petitions.models import Event, SealedRecord
from danvan.petitions.queries import following


def for_units_of(actor: Actor) -> QuerySet[SealedRecord]:
    """Records whose recipient's unit the actor may seal in, the newest first, with `openings` counted."""
    opened = (
        Event.objects.filter(petition=OuterRef("petition"), kind=Event.Kind.OPENED)
        .order_by()
        .values("petition")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        SealedRecord.objects.filter(permissions.units_open(actor, "seal", "petition"))
        .select_related("petition", "unit")
        .annotate(openings=Coalesce(Subquery(opened), 0))
        .order_by("-sealed_on", "pk")
    )


def openings(record: SealedRecord) -> list[tuple[Event, str]]:
    """Each opening with its words, the first one first: the same ones its sender reads."""
    rows = Event.objects.filter(petition=record.petition_id, kind=Event.Kind.OPENED).order_by("at", "pk")
    return [(row, following.title(row, {})) for row in rows]
