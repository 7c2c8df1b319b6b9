"""What changed in the tree between two days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from danvan.organizations import queries
from danvan.organizations.models import Level, UnitSuccession
from danvan.organizations.queries import UnitName


@dataclass(frozen=True)
class Ended:
    unit: UnitName
    heirs: list[tuple[UnitName, str]]  # with the share


@dataclass(frozen=True)
class Altered:
    """A unit with its state on the earlier and on the later day."""

    before: UnitName
    after: UnitName
    parent_before: str
    parent_after: str


@dataclass(frozen=True)
class Difference:
    opened: list[UnitName]
    ended: list[Ended]
    renamed: list[Altered]
    moved: list[Altered]
    counts: list[tuple[str, int, int]]  # level, units on the first day, on the last

    @property
    def is_empty(self) -> bool:
        return not (self.opened or self.ended or self.renamed or self.moved)


def between(first: date, last: date) -> Difference:
    """Four queries, whatever the size of the tree."""
    before, after = queries.names_on(first), queries.names_on(last)
    heirs = _heirs(first, last)
    names = queries.last_names({new for rows in heirs.values() for new, _share in rows}, last)
    both = [(before[pk], after[pk]) for pk in before if pk in after]
    altered = [Altered(old, new, _name(old, before), _name(new, after)) for old, new in both if old != new]
    levels = [Counter(unit.level for unit in units.values()) for units in (before, after)]
    return Difference(
        opened=[unit for pk, unit in after.items() if pk not in before],
        ended=[
            Ended(unit, [(names[new], share) for new, share in heirs.get(pk, [])])
            for pk, unit in before.items()
            if pk not in after
        ],
        renamed=[row for row in altered if row.before.name != row.after.name],
        moved=[row for row in altered if row.before.parent_id != row.after.parent_id],
        counts=[
            (str(label), levels[0][level], levels[1][level])
            for level, label in Level.choices
            if levels[0][level] or levels[1][level]
        ],
    )


def _name(unit: UnitName, units: dict[int, UnitName]) -> str:
    parent = units.get(unit.parent_id or 0)
    return parent.name if parent else "–"


def _heirs(first: date, last: date) -> dict[int, list[tuple[int, str]]]:
    rows = UnitSuccession.objects.filter(on__gt=first, on__lte=last).order_by("on", "pk")
    heirs: dict[int, list[tuple[int, str]]] = {}
    for row in rows:
        heirs.setdefault(row.old_id, []).append((row.new_id, str(row.get_share_display())))
    return heirs
