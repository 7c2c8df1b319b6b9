"""Models for pages: filtered lists with their tallies, one model, and what stood on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.common.vietnamese import fold
from danvan.exemplars.models import ActiveSpell, SkilledModel
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, last_names

State = SkilledModel.State


@dataclass(frozen=True)
class Asked:
    """Filters of the list; empty ones do not narrow. `state` also knows ``working`` and ``due`` (to be verified)."""

    year: int | None = None
    state: str = ""
    field: str = ""
    level: str = ""
    holder: str = ""
    words: str = ""
    unit: OrgUnit | None = None

    def __bool__(self) -> bool:
        return any((self.year, self.state, self.field, self.level, self.holder, self.words, self.unit))


@dataclass(frozen=True)
class Line:
    model: SkilledModel
    unit: str
    due: bool = False


@dataclass(frozen=True)
class Tally:
    """Three numbers nobody mixes: registered in the year, active today, recognised in the year."""

    registered: int
    active: int
    recognised: int


def find(actor: Actor, model_id: int) -> SkilledModel:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    rows = SkilledModel.scoped(actor, "see").select_related(
        "unit", "source__unit", "continues", "continued_by"
    )
    found = rows.filter(pk=model_id).first()
    if found is None:
        raise OutOfSight(_("There is no such model, or it is not open to you."))
    return found


def filtered(actor: Actor, asked: Asked, on: date, action: str = "see") -> QuerySet[SkilledModel]:
    rows = SkilledModel.scoped(actor, action)
    if asked.unit is not None:
        below = descendant_ids(asked.unit.pk, on)
        rows = rows.filter(Q(unit_id=asked.unit.pk) | Q(unit_id__in=below))
    for name in ("field", "level", "holder"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    if asked.year:
        rows = rows.filter(registered_on__year=asked.year)
    if asked.words:
        rows = rows.filter(words__icontains=fold(asked.words))
    return _in_state(rows, asked.state, on).order_by("-registered_on", "-pk")


def _in_state(rows: QuerySet[SkilledModel], state: str, on: date) -> QuerySet[SkilledModel]:
    if state == "working":
        return rows.filter(state__in=SkilledModel.WORKING)
    if state == "due":
        return rows.filter(state__in=SkilledModel.WORKING, verified_until__lte=date(on.year, 12, 31))
    if state == "checked":
        return rows.filter(checks__on__year=on.year).distinct()
    return rows.filter(state=state) if state in State.values else rows


def lines(rows: Iterable[SkilledModel], on: date) -> list[Line]:
    found = list(rows)
    names = last_names({row.unit_id for row in found}, on) if found else {}
    last = date(on.year, 12, 31)
    return [
        Line(
            row,
            names[row.unit_id].name,
            bool(row.is_working and row.verified_until and row.verified_until <= last),
        )
        for row in found
    ]


def tally(rows: QuerySet[SkilledModel], year: int, on: date) -> Tally:
    """Of a filtered list. One query."""
    standing = ActiveSpell.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), model=OuterRef("pk"), begins_on__lte=on
    )
    counted = rows.order_by().aggregate(
        registered=Count("pk", distinct=True, filter=Q(registered_on__year=year)),
        active=Count("pk", distinct=True, filter=Q(Exists(standing))),
        recognised=Count(
            "recognitions",
            distinct=True,
            filter=Q(recognitions__on__year=year, recognitions__taken_back=False),
        ),
    )
    return Tally(**counted)


def years(actor: Actor, today: date) -> list[int]:
    first = (
        SkilledModel.scoped(actor, "see")
        .order_by("registered_on")
        .values_list("registered_on", flat=True)
        .first()
    )
    return list(range(today.year, (first.year if first else today.year) - 1, -1))
