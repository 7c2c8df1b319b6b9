"""
The interval closure as a pure function: versions in, links out.

Days on which nothing changes cost nothing, and on a day with changes only the changed units and those below
them are
looked at again; a whole country is a matter of seconds and Hanoi of milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter

EARLIEST, LATEST = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Step:
    """
    One version, as far as the tree goes: from `day`, `unit` stands under `parent` (None: a root) or is
    closed.
    """

    day: date
    unit: int
    parent: int | None
    closed: bool = False


@dataclass(slots=True)
class Link:
    """`ancestor` stands `depth` steps above `descendant` from `starts_on` until `ends_on` (None: still)."""

    ancestor: int
    descendant: int
    depth: int
    starts_on: date
    ends_on: date | None = None
    scope_from: date = EARLIEST
    scope_to: date = LATEST


class Circle(Exception):
    """On `day`, `unit` would stand above itself."""

    def __init__(self, unit: int, day: date):
        super().__init__(f"unit {unit} stands above itself on {day}")
        self.unit, self.day = unit, day


@dataclass
class _Walk:
    parent: dict[int, int | None] = field(default_factory=dict)  # of units in force, as declared
    declared: dict[int, set[int]] = field(default_factory=dict)  # parent -> units in force that name it
    open: dict[int, dict[int, Link]] = field(default_factory=dict)  # unit -> ancestor -> link still running
    waiting: dict[int, list[Link]] = field(default_factory=dict)  # last links of units closed for now
    done: list[Link] = field(default_factory=list)

    def step(self, step: Step) -> None:
        before = self.parent.pop(step.unit, None)
        if before is not None:
            self.declared[before].discard(step.unit)
        if not step.closed:
            self.parent[step.unit] = step.parent
            if step.parent is not None:
                self.declared.setdefault(step.parent, set()).add(step.unit)

    def touched(self, units: set[int]) -> set[int]:
        seen, todo = set(units), list(units)
        while todo:
            below = self.declared.get(todo.pop(), set()) - seen
            seen |= below
            todo.extend(below)
        return seen

    def path(self, unit: int, day: date) -> dict[int, int]:
        """Ancestor -> depth; stops below a parent that is not in force. Empty for a unit that is closed."""
        found: dict[int, int] = {}
        here: int | None = unit
        while here is not None and here in self.parent:
            if here in found:
                raise Circle(unit, day)
            found[here] = len(found)
            here = self.parent[here]
        return found

    def relink(self, unit: int, day: date) -> None:
        path, running = self.path(unit, day), self.open.get(unit, {})
        is_opening, is_closing = bool(path) and not running, bool(running) and not path
        for link in list(running.values()):
            if path.get(link.ancestor) != link.depth:
                del running[link.ancestor]
                link.ends_on = day
                if is_closing:
                    self.waiting.setdefault(unit, []).append(link)
                else:
                    link.scope_to = day
                self.done.append(link)
        reopened = self.waiting.pop(unit, []) if is_opening else []
        for link in reopened:
            link.scope_to = day
        is_first = is_opening and not reopened
        for ancestor, depth in path.items():
            if ancestor not in running:
                new = Link(ancestor, unit, depth, day, scope_from=EARLIEST if is_first else day)
                self.open.setdefault(unit, {})[ancestor] = new


def closure(steps: Iterable[Step]) -> list[Link]:
    """
    Every ancestor of every unit with the days it stands above it.

    :raises Circle: when a unit would stand above itself on some day
    """
    walk = _Walk()
    for day, group in groupby(sorted(steps, key=attrgetter("day")), key=attrgetter("day")):
        changed = set()
        for step in group:
            walk.step(step)
            changed.add(step.unit)
        for unit in sorted(walk.touched(changed)):
            walk.relink(unit, day)
    return walk.done + [link for links in walk.open.values() for link in links.values()]
