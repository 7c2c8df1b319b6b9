"""Petitions on which somebody's unit owes something, and those that wait for a superior's word."""

from __future__ import annotations

from danvan.organizations.actors import Actor
from danvan.petitions.models import Petition
from danvan.petitions.models.cases import OPEN

MOST = 50


def petitions_owed(actor: Actor) -> list[Petition]:
    """Open cases of the own units that wait for sorting or an answer, the nearest limit first. One query."""
    rows = Petition.scoped(actor, "submit").filter(state__in=OPEN, awaits_superior=False)
    return list(rows.select_related("clock", "taking").order_by("clock__due_at", "pk")[:MOST])


def petitions_to_decide(actor: Actor) -> list[Petition]:
    """Cases handed over twice, of units below: the superior says who is in charge. One query."""
    rows = Petition.scoped(actor, "manage").filter(state__in=OPEN, awaits_superior=True)
    rows = rows.exclude(unit_id__in=actor.unit_ids())
    return list(rows.select_related("clock").order_by("clock__due_at", "pk")[:MOST])
