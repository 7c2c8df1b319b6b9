"""One document and everybody it was given to: who has acknowledged, planned and reported, and who is late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from danvan.commitments.lateness import late as late_tasks
from danvan.commitments.models import OPEN, Commitment, Origin
from danvan.directives import lateness
from danvan.directives.models import Directive, DirectiveAssignment
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import Tree, UnitName, descendant_ids, tree_on


@dataclass
class Tally:
    given: int = 0
    acknowledged: int = 0
    planned: int = 0
    done: int = 0
    late: int = 0

    def add(self, one: DirectiveAssignment, on: date) -> None:
        self.given += 1
        self.acknowledged += one.acknowledged_on is not None
        self.planned += one.plan_on is not None
        self.done += one.state in DirectiveAssignment.DONE
        self.late += bool(lateness.late_with(one, on))


@dataclass(frozen=True)
class Branch:
    unit: UnitName
    tally: Tally
    opens: bool  # whether there are units below to look at


@dataclass(frozen=True)
class View:
    """A document's cascade below a unit: all together, by branch, and by level."""

    head: UnitName | None
    total: Tally
    branches: list[Branch]
    levels: dict[str, Tally] = field(default_factory=dict)


@dataclass(frozen=True)
class Chosen:
    """Which of a document's assignments: by how far they are (the words of `chosen`), a branch, a level."""

    missing: str = ""
    unit: OrgUnit | None = None
    level: str = ""


@dataclass(frozen=True)
class Line:
    assignment: DirectiveAssignment
    unit: UnitName
    late: str
    due: date | None
    tasks: int = 0
    tasks_late: int = 0


def in_sight(actor: Actor, directive: Directive, action: str = "see") -> QuerySet[DirectiveAssignment]:
    return DirectiveAssignment.scoped(actor, action).filter(directive=directive)


def having(directive: Directive, unit_ids: Iterable[int]) -> set[int]:
    """Those of the units that were given the document already."""
    rows = DirectiveAssignment.unscoped.filter(directive=directive, unit_id__in=list(unit_ids)).order_by()
    return set(rows.values_list("unit_id", flat=True))


def view(actor: Actor, directive: Directive, on: date, head: OrgUnit | None = None) -> View:
    """
    Below `head`, or below the topmost unit with everything in sight under it. Two queries, however many units.

    Units that are no longer in force count in the total and in no branch.
    """
    tree = tree_on(on)
    top = tree.units.get(head.pk) if head else None
    rows = in_sight(actor, directive)
    if head is not None:
        rows = rows.filter(unit_id__in=descendant_ids(head.pk, on))
    total = Tally()
    levels: dict[str, Tally] = {}
    by_unit: dict[int | None, Tally] = {}
    for one in rows.order_by("pk"):
        total.add(one, on)
        levels.setdefault(one.level, Tally()).add(one, on)
        place = _place(one.unit_id, top.id if top else None, tree)
        by_unit.setdefault(place, Tally()).add(one, on)
    if top is None and len(by_unit) == 1:
        # Everything stands below one unit: begin with what stands under it.
        only = next(iter(by_unit))
        name = tree.units.get(only) if only else None
        if name and tree.below(name.id) and head is None:
            return _below(rows, name, tree, on, total, levels)
    return View(top, total, _branches(by_unit, top, tree), levels)


def _below(
    rows: Iterable[DirectiveAssignment], top: UnitName, tree: Tree, on: date, total: Tally, levels: dict[str, Tally]
) -> View:  # fmt: skip
    by_unit: dict[int | None, Tally] = {}
    for one in rows:
        by_unit.setdefault(_place(one.unit_id, top.id, tree), Tally()).add(one, on)
    return View(top, total, _branches(by_unit, top, tree), levels)


def _place(unit_id: int, top: int | None, tree: Tree) -> int | None:
    """The unit directly below `top` under which a unit stands, or `top` itself; None for one that is gone."""
    here: int | None = unit_id
    while here is not None and here in tree.units:
        if here == top:
            return here
        above = tree.units[here].parent_id
        if above == top or above not in tree.units:
            return here
        here = above
    return None


def _branches(by_unit: Mapping[int | None, Tally], top: UnitName | None, tree: Tree) -> list[Branch]:
    found = [Branch(tree.units[pk], tally, pk != (top.id if top else None) and bool(tree.below(pk)))
             for pk, tally in by_unit.items() if pk is not None]  # fmt: skip
    order = {unit.id: place for place, unit in enumerate(tree.units.values())}
    return sorted(found, key=lambda one: (top is not None and one.unit.id != top.id, order[one.unit.id]))


def chosen(rows: QuerySet[DirectiveAssignment], asked: Chosen, on: date) -> QuerySet[DirectiveAssignment]:
    if asked.unit is not None:
        rows = rows.filter(unit_id__in=descendant_ids(asked.unit.pk, on))
    if asked.level:
        rows = rows.filter(level=asked.level)
    owing = Q(state__in=DirectiveAssignment.OWING)
    missing = {
        "acknowledge": Q(state=DirectiveAssignment.State.SENT),
        "plan": owing & Q(plan_on__isnull=True),
        "report": owing,
        "late": lateness.late(on),
        "acknowledged": Q(acknowledged_on__isnull=False),
        "planned": Q(plan_on__isnull=False),
        "reported": Q(state=DirectiveAssignment.State.REPORTED),
        "done": Q(state__in=DirectiveAssignment.DONE),
    }
    return rows.filter(missing[asked.missing]) if asked.missing in missing else rows


def to_remind(actor: Actor, directive: Directive, asked: Chosen, on: date) -> QuerySet[DirectiveAssignment]:
    """Those who owe something of what was asked for and were not reminded today; nobody reminds the own unit."""
    rows = in_sight(actor, directive, "remind").filter(state__in=DirectiveAssignment.OWING)
    rows = rows.exclude(unit_id__in=actor.unit_ids())
    return chosen(rows, asked, on).filter(Q(reminded_on__isnull=True) | Q(reminded_on__lt=on)).order_by("pk")


def lines(rows: Iterable[DirectiveAssignment], names: Mapping[int, UnitName], on: date) -> list[Line]:
    """One query for the tasks of all of them."""
    found = list(rows)
    tasks = _tasks(found, on)
    return [
        Line(
            one,
            names[one.unit_id],
            lateness.late_with(one, on),
            lateness.step_due(one)[1],
            *tasks.get(one.ref, (0, 0)),
        )
        for one in found
    ]


def _tasks(found: Iterable[DirectiveAssignment], on: date) -> dict[str, tuple[int, int]]:
    refs = [one.ref for one in found]
    rows = Commitment.unscoped.filter(origin=Origin.DIRECTIVE, origin_ref__in=refs).order_by()
    open_ = Counter(rows.filter(state__in=OPEN).values_list("origin_ref", flat=True))
    late = Counter(rows.filter(late_tasks(on)).values_list("origin_ref", flat=True))
    return {ref: (open_[ref], late[ref]) for ref in refs}
