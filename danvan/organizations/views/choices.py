"""Units to choose from, grouped by their superiors."""

from __future__ import annotations

from datetime import date
from typing import Any

from danvan.organizations import permissions, queries
from danvan.organizations.actors import Actor
from danvan.organizations.choosing import grouped
from danvan.organizations.models import OrgUnit


def unit_choices(actor: Actor, day: date, record_type: str = "unit") -> list[tuple[str, Any]]:
    """Units in force on `day` that the actor manages, as options grouped by superior. Two queries."""
    opened = OrgUnit.objects.filter(permissions.units_open(actor, "manage", record_type, path="pk"))
    return grouped(queries.tree_on(day), set(opened.values_list("pk", flat=True)))
