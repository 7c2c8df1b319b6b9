"""Who copied what from whom: the tree of one model, and where it was copied to on a map and as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from danvan.exemplars.models import SkilledModel
from danvan.organizations import maps
from danvan.organizations.actors import Actor
from danvan.organizations.public import Places, places
from danvan.organizations.queries import last_names

DEEPEST = 12
State = SkilledModel.State
# Recognised models are there for everybody to copy; the rest is for whoever sees their unit.
KNOWN = Q(state__in=(State.RECOGNISED, State.REPLICATED))


@dataclass(frozen=True)
class Node:
    """A model in the tree; `seen` when it can be opened by this person."""

    model: SkilledModel
    unit: str
    depth: int
    seen: bool
    here: bool


def known(actor: Actor) -> QuerySet[SkilledModel]:
    """Models this person may know of."""
    return SkilledModel.unscoped.filter(KNOWN | Q(pk__in=SkilledModel.scoped(actor, "see").values("pk")))


def tree(actor: Actor, model: SkilledModel, on: date) -> list[Node]:
    """From the first source down to the last copy, each under what it was copied from. What is out of sight is left out."""
    open_ = known(actor).select_related("unit")
    first, steps = model, 0
    while first.source_id is not None and steps < DEEPEST:
        above = open_.filter(pk=first.source_id).first()
        if above is None:
            break
        first, steps = above, steps + 1
    found: list[tuple[SkilledModel, int]] = [(first, 0)]
    rows, depth = [first], 0
    children: dict[int, list[SkilledModel]] = {}
    while rows and depth < DEEPEST:
        rows = list(open_.filter(source_id__in=[row.pk for row in rows]).order_by("registered_on", "pk"))
        for row in rows:
            children.setdefault(row.source_id or 0, []).append(row)
        depth += 1
    found = _walk(first, children, 0)
    seen = set(
        SkilledModel.scoped(actor, "see")
        .filter(pk__in=[row.pk for row, _d in found])
        .values_list("pk", flat=True)
    )
    names = last_names({row.unit_id for row, _depth in found}, on)
    return [
        Node(row, names[row.unit_id].name, depth, row.pk in seen, row.pk == model.pk) for row, depth in found
    ]


def _walk(
    row: SkilledModel, children: dict[int, list[SkilledModel]], depth: int
) -> list[tuple[SkilledModel, int]]:
    found = [(row, depth)]
    for below in children.get(row.pk, []):
        found += _walk(below, children, depth + 1)
    return found


@dataclass(frozen=True)
class Spread:
    """A drawing of where models stand; `lines` lead from a source to its copies. None of it where no unit has a point."""

    plane: maps.Plane | None
    ground: list[maps.Dot]
    dots: list[maps.Dot]
    lines: list[tuple[maps.Dot, maps.Dot]]


def spread(pairs: Iterable[tuple[str, str]], sizes: dict[str, int], on: date, width: int = 480) -> Spread:
    """`pairs` of unit codes (source, copy), `sizes` models by unit code."""
    every: Places = places(on)
    rows = list(every.by_code.values())
    plane = maps.plane(rows, width)
    if plane is None:
        return Spread(None, [], [], [])
    largest = max(sizes.values(), default=0)
    told = {code: (maps.radius(n, largest, 12), str(n)) for code, n in sizes.items()}
    dots = maps.dots(rows, plane, told)
    by_code = {dot.place.code: dot for dot in dots}
    lines = [
        (by_code[one], by_code[other])
        for one, other in dict.fromkeys(pairs)
        if one in by_code and other in by_code and one != other
    ]
    return Spread(plane, maps.dots(rows, plane), dots, lines)


def most_copied(actor: Actor) -> QuerySet[SkilledModel]:
    """Models with copies, those copied most first; `n` is how many copies stand or stood."""
    mine = known(actor).filter(copies__in=known(actor).values("pk")).select_related("unit")
    return mine.annotate(n=Count("copies")).order_by("-n", "pk")


def copies(actor: Actor) -> QuerySet[SkilledModel]:
    return (
        known(actor)
        .filter(source__isnull=False)
        .select_related("unit", "source__unit")
        .order_by("-registered_on", "-pk")
    )
