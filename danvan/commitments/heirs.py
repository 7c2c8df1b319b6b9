"""Who takes over from a unit that is no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from danvan.organizations.models import OrgUnitVersion, UnitSuccession
from danvan.organizations.queries import names_on


@dataclass(frozen=True)
class Heirs:
    """Units in force on the day into which another passed, whole ones before parts; and the superior it had."""

    units: tuple[int, ...]
    superior: int | None


def heirs(unit_id: int, on: date) -> Heirs:
    """Along the chain of successions until units in force are met; backwards when a change was undone."""
    alive = set(names_on(on))
    found: list[int] = []
    seen, ahead = {unit_id}, [unit_id]
    while ahead:
        rows = (
            UnitSuccession.objects.filter(old_id__in=ahead, on__lte=on)
            .exclude(new_id__in=seen)
            .order_by("share", "new_id")
        )
        pairs = list(rows.values_list("new_id", "share"))
        whole = [new for new, share in pairs if share == UnitSuccession.Share.WHOLE]
        ahead = []
        for new in whole or [new for new, _share in pairs]:
            if new not in seen:
                seen.add(new)
                (found if new in alive else ahead).append(new)
    return Heirs(tuple(found), _superior(unit_id, on, alive))


def _superior(unit_id: int, on: date, alive: set[int]) -> int | None:
    """The nearest unit above that is still in force, by the last place the unit had."""
    here: int | None = unit_id
    for _step in range(10):
        rows = OrgUnitVersion.objects.filter(Q(parent__isnull=False), unit_id=here, starts_on__lte=on)
        here = rows.order_by("-starts_on").values_list("parent_id", flat=True).first()
        if here is None or here in alive:
            return here
    return None
