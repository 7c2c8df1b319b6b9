"""The year's work as planned and as done: by unit, kind and quarter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractMonth

from danvan.organizations.actors import Actor
from danvan.organizations.queries import UnitName, tree_on
from danvan.oversight.kinds import Kind
from danvan.oversight.models import OversightSession, YearPlan, of_kind
from danvan.oversight.queries.sessions import counted

QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Row:
    """One kind in the year: planned and done by quarter. What was done outside the plan is among `done`, and told apart."""

    kind: str
    label: str
    planned: tuple[int, ...]
    done: tuple[int, ...]
    outside: int
    cancelled: int

    @property
    def all_planned(self) -> int:
        return sum(self.planned)

    @property
    def all_done(self) -> int:
        return sum(self.done)


@dataclass(frozen=True)
class Below:
    """A unit below, with all that is under it."""

    unit: UnitName
    planned: int
    done: int


def rows(actor: Actor, unit_ids: Collection[int], year: int) -> list[Row]:
    """The kinds with something in the year. Three queries for each kind."""
    found = []
    for kind in Kind:
        if row := _row(actor, kind, unit_ids, year):
            found.append(row)
    return found


def _row(actor: Actor, kind: Kind, unit_ids: Collection[int], year: int) -> Row | None:
    mine = of_kind(kind).scoped(actor, "see").filter(unit_id__in=unit_ids)
    planned = _planned(mine, year)
    quarters = list(planned.order_by().values_list("plan_quarter", "state"))
    done = list(_done(mine, kind, year).values_list("month", "plan_quarter"))
    if not quarters and not done:
        return None
    stands = [quarter for quarter, state in quarters if state != OversightSession.State.CANCELLED]
    held = [(month - 1) // 3 + 1 for month, _quarter in done]
    return Row(
        kind, str(kind.label), tuple(stands.count(quarter) for quarter in QUARTERS),
        tuple(held.count(quarter) for quarter in QUARTERS), sum(quarter is None for _month, quarter in done),
        len(quarters) - len(stands),
    )  # fmt: skip


def _planned(rows_: QuerySet, year: int) -> QuerySet:
    return rows_.filter(plan_year=year, plan_quarter__isnull=False)


def _done(rows_: QuerySet, kind: str, year: int) -> QuerySet:
    field = "held_on" if kind == Kind.SURVEY else "concluded_on"
    some = rows_.filter(counted(kind), **{f"{field}__year": year}).order_by()
    return some.annotate(month=ExtractMonth(field))


def below(actor: Actor, unit_id: int, year: int, on: date) -> list[Below]:
    """The units directly below, each with its branch: planned and done of all kinds. Nine queries at most."""
    tree = tree_on(on)
    if unit_id not in tree.units:
        return []
    planned: dict[int, int] = {}
    done: dict[int, int] = {}
    for kind in Kind:
        mine = of_kind(kind).scoped(actor, "see")
        live = _planned(mine, year).filter(~Q(state=OversightSession.State.CANCELLED))
        for pk in live.values_list("unit_id", flat=True):
            planned[pk] = planned.get(pk, 0) + 1
        for pk in _done(mine, kind, year).values_list("unit_id", flat=True):
            done[pk] = done.get(pk, 0) + 1
    found = []
    for child in tree.below(unit_id):
        branch = branch_of(tree, child.id)
        found.append(
            Below(child, sum(planned.get(pk, 0) for pk in branch), sum(done.get(pk, 0) for pk in branch))
        )
    return [one for one in found if one.planned or one.done]


def branch_of(tree, unit_id: int) -> list[int]:
    """A unit and all below it, from a tree at hand."""
    return [unit_id, *(pk for child in tree.below(unit_id) for pk in branch_of(tree, child.id))]


def plan_of(actor: Actor, unit_id: int, year: int) -> YearPlan | None:
    return YearPlan.scoped(actor, "see").filter(unit_id=unit_id, year=year).first()


def items(actor: Actor, unit_id: int, year: int) -> list[OversightSession]:
    """What stands in a unit's own plan, by quarter and day."""
    mine = OversightSession.scoped(actor, "see").filter(unit_id=unit_id)
    return list(_planned(mine, year).order_by("plan_quarter", "scheduled_on", "pk"))
