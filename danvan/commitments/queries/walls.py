"""
The wall: who owes what, how old it is, what was kept and what was broken, by unit and by origin.

Everything is counted from the rows as they are on the day; nothing of it is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from django.db.models import Count, Min, Q, QuerySet

from danvan.commitments import lateness
from danvan.commitments.models import OPEN, Commitment, Origin, State, Step
from danvan.organizations.actors import Actor
from danvan.organizations.queries import Tree, UnitName, last_names, tree_on

# Ages of what is open, in days since it was given.
YOUNG, OLD = 30, 90


@dataclass
class Tally:
    """Counts of commitments; `oldest` is the day the oldest open one was given."""

    open: int = 0
    late: int = 0
    waiting: int = 0
    young: int = 0
    middle: int = 0
    old: int = 0
    kept: int = 0
    broken: int = 0
    # How often a unit said no, and how often it passed something on: of what is in sight, whenever that was.
    declined: int = 0
    handed_on: int = 0
    oldest: date | None = None

    def add(self, other: Tally) -> None:
        for one in fields(self):
            if one.name != "oldest":
                setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
        days = [day for day in (self.oldest, other.oldest) if day is not None]
        self.oldest = min(days, default=None)

    @property
    def all(self) -> int:
        return self.open + self.kept + self.broken

    @property
    def in_time(self) -> int:
        """Open and not late."""
        return self.open - self.late

    def age(self, on: date) -> int | None:
        """Days the oldest open one has been waiting."""
        return (on - self.oldest).days if self.oldest else None


@dataclass(frozen=True)
class Line:
    """One row: a unit with everything below it, or the unit at the head alone (`itself`)."""

    unit: UnitName
    tally: Tally
    itself: bool = False
    leads_down: bool = False


@dataclass(frozen=True)
class Wall:
    """`lines` by unit, worst first; `origins` by what it came from; `closed` sums units no more in force."""

    head: UnitName | None
    lines: list[Line]
    origins: list[tuple[str, Tally]]
    total: Tally
    closed: Tally = field(default_factory=Tally)


def wall(rows: QuerySet[Commitment], on: date, head_id: int | None = None, tree: Tree | None = None) -> Wall:
    """
    Count `rows` by the children of a unit (everything by the units at the top when `head_id` is None). The rows are those
    the reader may see. At most five queries.
    """
    tree = tree or tree_on(on)
    by_unit = _counted(rows, on, "unit_id")
    _count_refusals(by_unit, rows)
    gone = {pk for pk in by_unit if pk not in tree.units}
    parents = {pk: unit.parent_id for pk, unit in tree.units.items()}
    parents |= {pk: unit.parent_id for pk, unit in last_names(gone, on).items()} if gone else {}
    lines: dict[int, Tally] = {}
    closed, total = Tally(), Tally()
    kept_units = set()
    for unit_id, tally in by_unit.items():
        place = _place(unit_id, head_id, parents)
        if place is None:
            continue
        kept_units.add(unit_id)
        total.add(tally)
        if place in tree.units:
            lines.setdefault(place, Tally()).add(tally)
        else:
            closed.add(tally)
    made = [
        Line(tree.units[pk], tally, itself=pk == head_id, leads_down=pk != head_id and bool(tree.below(pk)))
        for pk, tally in lines.items()
    ]
    made.sort(key=lambda line: (-line.tally.late, -line.tally.open, line.unit.position, line.unit.code))
    by_origin = _counted(rows.filter(unit_id__in=kept_units), on, "origin")
    origins = [(origin, by_origin[origin]) for origin in Origin.values if origin in by_origin]
    return Wall(tree.units.get(head_id) if head_id else None, made, origins, total, closed)


def _place(unit_id: int, head_id: int | None, parents: dict[int, int | None]) -> int | None:
    """The row a unit is counted in: the head itself, a child of it, or None when it lies elsewhere."""
    here: int | None = unit_id
    for _step in range(12):
        above = parents.get(here) if here is not None else None
        if here == head_id or above == head_id:
            return here
        if above is None:
            return None
        here = above
    return None


def _counted(rows: QuerySet[Commitment], on: date, by: str) -> dict:
    is_open = Q(state__in=OPEN)
    young, old = on - timedelta(days=YOUNG), on - timedelta(days=OLD)
    counted = (
        rows.order_by()
        .values(by)
        .annotate(
            open=Count("pk", is_open),
            late=Count("pk", lateness.late(on)),
            waiting=Count("pk", Q(state=State.REPORTED_DONE)),
            young=Count("pk", is_open & Q(given_on__gte=young)),
            middle=Count("pk", is_open & Q(given_on__lt=young, given_on__gte=old)),
            old=Count("pk", is_open & Q(given_on__lt=old)),
            was_kept=Count("pk", Q(kept=True)),
            was_broken=Count("pk", Q(kept=False)),
            oldest=Min("given_on", filter=is_open),
        )
    )
    # Under names of their own: an annotation called "kept" would hide the column in the next condition.
    return {
        row.pop(by): Tally(kept=row.pop("was_kept"), broken=row.pop("was_broken"), **row) for row in counted
    }


def _count_refusals(by_unit: dict[int, Tally], rows: QuerySet[Commitment]) -> None:
    """Add what each unit declined or passed on; the unit is the one in whose name that was done."""
    kinds = (Step.Kind.DECLINED, Step.Kind.HANDED_ON, Step.Kind.ASKED_UP)
    steps = Step.objects.filter(commitment__in=rows.order_by(), kind__in=kinds, unit__isnull=False).order_by()
    for unit_id, kind, count in (
        steps.values("unit_id", "kind").annotate(n=Count("pk")).values_list("unit_id", "kind", "n")
    ):
        tally = by_unit.setdefault(unit_id, Tally())
        name = "declined" if kind == Step.Kind.DECLINED else "handed_on"
        setattr(tally, name, getattr(tally, name) + count)


def in_sight(actor: Actor) -> QuerySet[Commitment]:
    return Commitment.scoped(actor, "see")
