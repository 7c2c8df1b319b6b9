"""The order of a form's cells and the rules of each, as arrays: what a vector's positions mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from danvan.reporting.catalogue import Catalogue, Spec
from danvan.reporting.figures import ReportFigure
from danvan.reporting.formulas import Sum
from danvan.reporting.own_rules import OwnRule
from danvan.reporting.vectors import Cell, Presence, Vector


@dataclass(frozen=True)
class Section:
    """A heading and the codes of its rows, computed ones among them."""

    title: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """From `starts_on` on an indicator counts something else under the same code; `what` says what."""

    code: str
    starts_on: date
    what: str


@dataclass(frozen=True, eq=False)
class Layout:
    """A form's vector order: `codes[i]` is the indicator of cell i."""

    form_id: int
    codes: tuple[str, ...]
    catalogue: Catalogue
    sections: tuple[Section, ...] = ()
    rules: tuple[OwnRule, ...] = ()
    revision: int = 0
    index: Mapping[str, int] = field(init=False)
    # What readers of totals worked out for this form; see `queries.sums`.
    readers: dict[tuple[str, ...], list[Any]] = field(init=False, default_factory=dict)
    read: dict[tuple[Any, ...], tuple[ReportFigure, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self):
        object.__setattr__(self, "index", {code: index for index, code in enumerate(self.codes)})

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def specs(self) -> tuple[Spec, ...]:
        return tuple(self.catalogue[code] for code in self.codes)

    def _where(self, rule: str) -> np.ndarray:
        return np.array([spec.over_time == rule for spec in self.specs], bool)

    @cached_property
    def last(self) -> np.ndarray:
        return self._where("last")

    @cached_property
    def first(self) -> np.ndarray:
        return self._where("first")

    @cached_property
    def distinct(self) -> np.ndarray:
        return self._where("distinct")

    @cached_property
    def adds_up(self) -> np.ndarray:
        """Cells that may be summed over units."""
        return np.array([spec.over_units == "sum" for spec in self.specs], bool)

    @cached_property
    def totals(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """(cell of a total, cells of its parts)."""
        return tuple(
            (index, tuple(self.index[part] for part in spec.formula.parts))
            for index, spec in enumerate(self.specs)
            if isinstance(spec.formula, Sum)
        )

    def applies(self, level: str) -> np.ndarray:
        """Which cells this version asks of a unit at this level; those that ended before it are not among them."""
        return self.collected(level) & self._asked

    def collected(self, level: str) -> np.ndarray:
        """Which cells this or an older version asked at this level: what totals over several periods may hold."""
        return self._collected[level] if level in self._collected else np.zeros(len(self), bool)

    @cached_property
    def _asked(self) -> np.ndarray:
        asked = {code for section in self.sections for code in section.codes}
        return np.array([not asked or code in asked for code in self.codes], bool)

    @cached_property
    def _collected(self) -> dict[str, np.ndarray]:
        levels = {level for spec in self.specs for level in spec.levels}
        return {level: np.array([level in spec.levels for spec in self.specs], bool) for level in levels}

    def empty(self, level: str) -> Vector:
        """A form not yet filled: blank where something is asked, not applicable elsewhere."""
        vector = Vector.blank(len(self))
        vector.presence[~self.applies(level)] = Presence.NOT_APPLICABLE
        return vector

    def with_totals(self, vector: Vector, level: str) -> Vector:
        """
        The vector with its totals computed from their parts. A total whose parts are all blank keeps what was imported
        for it; one with only some parts blank stays blank, because a sum of some parts is not the whole.
        """
        changes: dict[int, int | None | Presence] = {}
        applies = self.applies(level).tolist()
        every = vector.cells()
        every += [Cell(Presence.NOT_REPORTED)] * (len(self) - len(every))
        for total, parts in self.totals:
            cells = [
                every[part]
                for part in parts
                if applies[part] and every[part].presence is not Presence.NOT_APPLICABLE
            ]
            if not applies[total] or not cells or all(cell.presence == Presence.BLANK for cell in cells):
                continue
            complete = all(cell.presence == Presence.VALUE for cell in cells)
            changes[total] = sum(cell.value or 0 for cell in cells) if complete else None
        return vector.replace(changes) if changes else vector
