"""Matters whose senders agreed to publication and which no officer has read for it yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.petitions.models import Kind, Petition, Publication, State


def to_publish(actor: Actor) -> QuerySet[Petition]:
    """Of the units in which this person publishes, the oldest first. What was taken off the pages waits no more."""
    published = Publication.objects.filter(petition=OuterRef("pk"))
    rows = Petition.unscoped.filter(permissions.units_open(actor, "publish", "petition"), wants_public=True)
    rows = rows.filter(~Exists(published), content__isnull=False)
    return (
        rows.exclude(kind=Kind.COMPLAINT)
        .exclude(state=State.SEALED)
        .select_related("unit")
        .order_by("received_at", "pk")
    )
