"""Who may look at the calendar and who may change it: one for all, it belongs to the unit at the top."""

from __future__ import annotations

from django.utils.translation import gettext as _

from danvan.common.errors import NotAllowed
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnitVersion


def require(actor: Actor, action: str) -> None:
    """
    :raises OutOfSight: when the calendar is not open to `actor` at all
    :raises NotAllowed: when it is, but not for this
    """
    top = _top(actor)
    if top is None:
        raise NotAllowed(_("There is no unit yet that the calendar could belong to. Load the units first."))
    permissions.require(actor, action, "calendar", top)


def can_manage(actor: Actor) -> bool:
    top = _top(actor)
    return top is not None and permissions.can(actor, "manage", "calendar", top)


def _top(actor: Actor) -> int | None:
    tops = OrgUnitVersion.objects.on(actor.on).filter(parent=None).order_by("position", "unit_id")
    return tops.values_list("unit_id", flat=True).first()
