"""Petitions on which somebody's unit owes something, and those that wait for a superior's word."""

from __future__ import annotations

from django.db.models import Q

from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.petitions.models import Petition
from danvan.petitions.models.cases import OPEN

MOST = 100


def petitions(actor: Actor) -> tuple[list[Petition], list[Petition]]:
    """
    Open cases the person has to do with, the nearest limit first: those of the own units that wait for
    sorting or an answer, and those of units below, handed over twice, where the superior says who is in
    charge. One query.
    """
    own = policy.units_open(actor, "submit", "petition") & Q(awaits_superior=False)
    below = policy.units_open(actor, "manage", "petition") & Q(awaits_superior=True)
    rows = Petition.unscoped.filter(own | below, state__in=OPEN)
    found = list(rows.select_related("clock", "taking").order_by("clock__due_at", "pk")[:MOST])
    units = set(actor.unit_ids())
    owed = [row for row in found if not row.awaits_superior]
    return owed, [row for row in found if row.awaits_superior and row.unit_id not in units]
