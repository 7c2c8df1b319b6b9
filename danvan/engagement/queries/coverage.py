"""Posts trained of posts that must be: by unit, level and part of the tree. Who still lacks it: as posts, never names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from danvan.engagement.models import TrainingCoverage, TrainingRequirement
from danvan.engagement.models.trainings import PostKind
from danvan.organizations.queries import UnitName, descendant_ids, last_names

# The target of the yearly plan: all posts.
TARGET = 100
# From then on units below the target are told to those above.
WATCHED_FROM_MONTH = 10


@dataclass(frozen=True)
class Kind:
    """Posts of one kind in one unit, or in many together."""

    code: str
    due: int
    covered: int
    appointed: int = 0
    excused: int = 0

    @property
    def label(self) -> str:
        return str(PostKind(self.code).label)

    @property
    def lacking(self) -> int:
        return max(0, self.due - self.covered)

    @property
    def percent(self) -> float | None:
        return round(100 * self.covered / self.due, 1) if self.due else None


@dataclass
class Standing:
    """One unit in one year, its kinds in the order of the list."""

    unit: UnitName
    kinds: list[Kind] = field(default_factory=list)

    @property
    def due(self) -> int:
        return sum(kind.due for kind in self.kinds)

    @property
    def covered(self) -> int:
        return sum(kind.covered for kind in self.kinds)

    @property
    def lacking(self) -> list[Kind]:
        return [kind for kind in self.kinds if kind.lacking]


@dataclass(frozen=True)
class Tally:
    """A group of units: by level, or below one unit."""

    label: str
    code: str
    due: int
    covered: int
    units: int
    met: int

    @property
    def percent(self) -> float | None:
        return round(100 * self.covered / self.due, 1) if self.due else None


def standings(unit_ids: Collection[int], year: int, day: date) -> list[Standing]:
    """Units that said which posts must be trained, in the order of the tree. Three queries."""
    required = list(TrainingRequirement.unscoped.filter(unit_id__in=unit_ids, year=year))
    owning = {row.unit_id for row in required}
    done = TrainingCoverage.objects.filter(unit_id__in=owning, training__held_on__year=year).order_by()
    covered = {
        (unit, kind): count
        for unit, kind, count in done.values_list("unit_id", "post_kind").annotate(all=Sum("covered"))
    }
    names = last_names(owning, day) if owning else {}
    found = {name.id: Standing(name) for name in sorted(names.values(), key=_order)}
    for row in sorted(required, key=lambda one: PostKind.values.index(one.post_kind)):
        got = covered.get((row.unit_id, row.post_kind), 0)
        found[row.unit_id].kinds.append(Kind(row.post_kind, row.due, got, row.appointed, row.excused))
    return list(found.values())


def _order(name: UnitName) -> tuple[int, int, str]:
    return {"city": 0, "district": 1}.get(name.level, 2), name.position, name.code


def by_kind(rows: Iterable[Standing]) -> list[Kind]:
    """All units together, kind by kind."""
    added: dict[str, list[int]] = {}
    for row in rows:
        for kind in row.kinds:
            sums = added.setdefault(kind.code, [0, 0, 0, 0])
            for place, number in enumerate((kind.due, kind.covered, kind.appointed, kind.excused)):
                sums[place] += number
    return [Kind(code, *added[code]) for code in PostKind.values if code in added]


def tally(label: str, code: str, rows: Collection[Standing]) -> Tally:
    return Tally(
        label, code, sum(row.due for row in rows), sum(row.covered for row in rows), len(rows),
        sum(not row.lacking for row in rows),
    )  # fmt: skip


def below_target(unit_ids: Collection[int], on: date) -> tuple[int, int]:
    """How many units of these and below still lack a post, of how many that must train any. Four queries for one unit."""
    branch = {pk for one in unit_ids for pk in descendant_ids(one, on)}
    rows = standings(branch, on.year, on)
    return sum(bool(row.lacking) for row in rows), len(rows)
