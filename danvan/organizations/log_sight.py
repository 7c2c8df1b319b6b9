"""Which entries of the activity log the policy table opens to a person."""

from __future__ import annotations

from django.db.models import Q

from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit


def opened(actor: Actor, action: str) -> Q | None:
    """
    Entries of the units in sight. What belongs to no unit (signing in, the calendar, templates) and units long gone are
    open where the whole tree is.

    None when no post of the actor opens any.
    """
    if not permissions.holds(actor, action, "audit"):
        return None
    if permissions.at_top(actor, action, "audit"):
        return Q()
    units = OrgUnit.objects.filter(permissions.units_open(actor, action, "audit", path="pk"))
    return Q(unit__in=list(units.values_list("code", flat=True)))
