"""The units somebody serves, as choices of a form."""

from __future__ import annotations

from collections.abc import Iterable

from danvan.common import clock
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.queries import last_names


def choices(unit_ids: Iterable[int]) -> list[tuple[str, str]]:
    """(code, name) of units, by the names they bear last."""
    wanted = list(unit_ids)
    names = last_names(wanted, clock.today()).values() if wanted else []
    return [(name.code, name.name) for name in names]


def own_units(actor: Actor, action: str, record_type: str) -> list[tuple[str, str]]:
    """(code, name) of units of the person's posts in which they may do `action` on such records."""
    return choices(pk for pk in actor.unit_ids() if permissions.can(actor, action, record_type, pk))
