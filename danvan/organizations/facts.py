"""What a change of the tree has to know, read in three queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Q

from danvan.organizations.models import OrgUnitVersion, Post
from danvan.organizations.plans import Facts, Held, State

_FIELDS = (
    "unit__code", "starts_on", "closed", "name", "level", "kind", "parent__code", "position", "territory_code",
    "latitude", "longitude",
)  # fmt: skip


def facts_on(day: date) -> Facts:
    """The tree on `day`, with what came before and what is planned after."""
    units: dict[str, State] = {}
    names: dict[str, str] = {}
    first_days: dict[str, date] = {}
    next_days: dict[str, date] = {}
    same_day, ending = set(), set()
    for code, starts_on, closed, *rest in OrgUnitVersion.objects.order_by("starts_on", "pk").values_list(
        *_FIELDS
    ):
        first_days.setdefault(code, starts_on)
        if starts_on > day:
            if code not in next_days and closed:
                ending.add(code)
            next_days.setdefault(code, starts_on)
            names.setdefault(code, rest[0])
            continue
        if starts_on == day:
            same_day.add(code)
        names[code] = rest[0]
        if closed:
            units.pop(code, None)
        else:
            *plain, latitude, longitude = rest
            units[code] = replace(State(code, *plain), latitude=_text(latitude), longitude=_text(longitude))
    return Facts(
        day, units, names, first_days, next_days, frozenset(same_day), frozenset(ending), _posts(day)
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _posts(day: date) -> tuple[Held, ...]:
    rows = Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day)).order_by("pk")
    fields = ("id", "unit__code", "title", "holder_id", "holder__full_name", "starts_on", "ends_on")
    return tuple(Held(*row) for row in rows.values_list(*fields))
