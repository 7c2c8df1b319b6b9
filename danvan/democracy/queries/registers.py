"""The registers as people look at them: one record in sight, and lists narrowed by what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.common.vietnamese import fold
from danvan.democracy.models import DemocracyRegulation, DisclosureItem, DisclosurePlan
from danvan.democracy.models.base import Entry
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, last_names

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by; empty values narrow nothing. A unit counts with everything below it."""

    words: str = ""
    year: int | None = None
    state: str = ""
    kind: str = ""
    level: str = ""
    unit: OrgUnit | None = None

    def __bool__(self) -> bool:
        return any((self.words, self.year, self.state, self.kind, self.level, self.unit))


def find(model: type[E], actor: Actor, pk: int) -> E:
    """:raises OutOfSight: for a record that does not exist or is not open to this person"""
    found = model.scoped(actor, "see").select_related("unit").filter(pk=pk).first()
    if found is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    return found


def listed(
    model: type[E], actor: Actor, filters: Filters, *, day: str, kind: str, on: date, action: str = "see"
) -> QuerySet[E]:
    """The newest first. `day` and `kind` are the fields that the year and the kind are asked of."""
    rows = model.scoped(actor, action)
    if filters.words:
        for word in fold(filters.words).split():
            rows = rows.filter(words__icontains=word)
    if filters.year:
        rows = rows.filter(**{f"{day}__year": filters.year})
    if filters.kind:
        rows = rows.filter(**{kind: filters.kind})
    if filters.level:
        rows = rows.filter(level=filters.level)
    if filters.unit:
        rows = rows.filter(Q(unit=filters.unit) | Q(unit_id__in=descendant_ids(filters.unit.pk, on)))
    if filters.state:
        rows = rows.filter(_state(model, filters.state, on))
    return rows.order_by(f"-{day}", "-pk")


def _state(model: type[Entry], state: str, on: date) -> Q:
    if model is DemocracyRegulation:
        over = Q(valid_to__lt=on)
        return {"in_force": Q(valid_from__lte=on) & ~over, "over": over}.get(state, Q())
    if model is DisclosureItem and state in ("late", "on_time", "published_late"):
        return {
            "late": late(on),
            "on_time": Q(published_on__lte=F("due_on")),
            "published_late": Q(published_on__gt=F("due_on")),
        }[state]
    return Q(state=state)


def late(on: date) -> Q:
    """Disclosures whose last day is over."""
    return Q(state=DisclosureItem.State.DUE, due_on__lt=on)


def unit_names(rows: Iterable[Entry], on: date) -> dict[int, str]:
    ids = {row.unit_id for row in rows}
    return {pk: name.name for pk, name in last_names(ids, on).items()} if ids else {}


def plan_of(unit_id: int, year: int) -> DisclosurePlan | None:
    """The year's list of a unit, if it was opened."""
    return DisclosurePlan.unscoped.filter(unit_id=unit_id, year=year).first()
