"""
What is to be published, as one system of cells and sums.

A cell is a whole number of zero or more at one place, topic and period. A line says that some cells add up to another:
topics of a place, children of a place, quarters of a year. What earlier releases told is in the same system, so that
whoever kept them all is the one we defend against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property

import numpy as np


class Fate(Enum):
    """OPEN: this release decides. SHOWN: an earlier one told it. CLOSED: it is not told, and this release may not."""

    OPEN = "open"
    SHOWN = "shown"
    CLOSED = "closed"


@dataclass(frozen=True)
class Cell:
    """
    One number. Values 1 to `threshold` - 1 may not be found out; a `sensitive` zero may not either.

    `known_to` are the units that hold it anyway (the place itself, and units between it and the root). `leaf` is False
    for what is a sum of other cells, which is hidden only when nothing else will do.
    """

    key: str
    value: int
    threshold: int = 5
    sensitive: bool = False
    known_to: frozenset[str] = frozenset()
    fate: Fate = Fate.OPEN
    leaf: bool = True

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError(f"{self.key}: a count is never below zero")

    @property
    def small(self) -> bool:
        """Whether this number itself has to stay unknown (a primary cell)."""
        if self.fate is Fate.SHOWN:
            return False
        return 0 < self.value < self.threshold or (self.sensitive and self.value == 0)


@dataclass(frozen=True)
class Line:
    """`total` = sum of `parts`, all by their place in the list of cells. `along` names the direction: place, topic, time."""

    total: int
    parts: tuple[int, ...]
    along: str = "topic"

    @property
    def cells(self) -> tuple[int, ...]:
        return (self.total, *self.parts)


@dataclass(frozen=True)
class System:
    """
    All cells and lines of a release and of the earlier ones it hangs together with.

    Who holds every part of a line holds its total, published or not: a commune alone in its area is no attacker of the area.
    """

    cells: Sequence[Cell]
    lines: Sequence[Line]
    lines_of: list[list[int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        places: list[list[int]] = [[] for _cell in self.cells]
        for number, line in enumerate(self.lines):
            if sum(self.cells[part].value for part in line.parts) != self.cells[line.total].value:
                raise ValueError(f"{self.cells[line.total].key}: its parts do not add up to it")
            for cell in line.cells:
                places[cell].append(number)
        object.__setattr__(self, "lines_of", places)
        object.__setattr__(self, "cells", self._with_holders())

    def _with_holders(self) -> list[Cell]:
        cells = list(self.cells)
        changed = True
        while changed:
            changed = False
            for line in self.lines:
                if not line.parts:
                    continue
                held = frozenset.intersection(*(cells[part].known_to for part in line.parts))
                if not held <= cells[line.total].known_to:
                    changed = True
                    total = cells[line.total]
                    cells[line.total] = replace(total, known_to=total.known_to | held)
        return cells

    @cached_property
    def values(self) -> np.ndarray:
        return np.array([cell.value for cell in self.cells], dtype=np.int64)

    @cached_property
    def primary(self) -> list[int]:
        """Cells that may not be found out, by place."""
        return [place for place, cell in enumerate(self.cells) if cell.small]

    @cached_property
    def closed(self) -> frozenset[int]:
        """Hidden whatever this release does."""
        return frozenset(place for place, cell in enumerate(self.cells) if cell.fate is Fate.CLOSED)

    def can_hide(self, place: int, zeros: bool = False) -> bool:
        """Whether this release may hide a cell as cover for another. Zeros stay, unless asked for or delicate themselves."""
        cell = self.cells[place]
        return cell.fate is Fate.OPEN and (zeros or cell.value > 0 or cell.sensitive)

    def blocks(self, hidden: frozenset[int]) -> list[list[int]]:
        """Hidden cells that hang together through lines; what is in two blocks never tells about each other."""
        parent = {place: place for place in hidden}

        def top(place: int) -> int:
            while parent[place] != place:
                parent[place] = parent[parent[place]]
                place = parent[place]
            return place

        for line in self.lines:
            unknown = [place for place in line.cells if place in hidden]
            for place in unknown[1:]:
                parent[top(place)] = top(unknown[0])
        groups: dict[int, list[int]] = {}
        for place in sorted(hidden):
            groups.setdefault(top(place), []).append(place)
        return list(groups.values())
