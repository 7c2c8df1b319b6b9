"""
One unit's figures over several rounds: flows are added, stocks take the last value, opening balances the first, and
coverage counts the unit once however often it was covered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from danvan.reporting.layouts import Layout
from danvan.reporting.vectors import Vector


@dataclass(frozen=True, eq=False)
class Contribution:
    """
    What one unit adds to its superiors' totals for a period: `sums` (int64), `counts` (1 where its figure is complete
    for the whole period), `units` 1 when every round due in the period is accepted.
    """

    sums: np.ndarray
    counts: np.ndarray
    units: int

    def __sub__(self, other: Contribution) -> Contribution:
        return Contribution(self.sums - other.sums, self.counts - other.counts, self.units - other.units)

    @property
    def is_zero(self) -> bool:
        return not (self.units or self.sums.any() or self.counts.any())


def nothing(layout: Layout) -> Contribution:
    return Contribution(np.zeros(len(layout), np.int64), np.zeros(len(layout), np.int64), 0)


def contribution(layout: Layout, vectors: Sequence[Vector | None]) -> Contribution:
    """
    The contribution of a unit whose accepted vectors over the rounds of a period are `vectors`, in order of time, None
    where nothing is accepted. A missing round leaves the sum of the others but no complete count: it is not a zero.
    """
    if not any(vector is not None for vector in vectors):
        return nothing(layout)
    sums, counts = combine(layout, *_arrays(layout, [vectors]))
    return Contribution(sums[0], counts[0], _complete(vectors))


def difference(
    layout: Layout, before: Sequence[Vector | None], after: Sequence[Vector | None]
) -> Contribution:
    """What the contribution of `after` has more than that of `before`, over the same rounds: both at once."""
    if not before:
        return nothing(layout)
    sums, counts = combine(layout, *_arrays(layout, [before, after]))
    return Contribution(sums[1] - sums[0], counts[1] - counts[0], _complete(after) - _complete(before))


def _complete(vectors: Sequence[Vector | None]) -> int:
    return int(all(vector is not None for vector in vectors))


def _arrays(layout: Layout, sides: Sequence[Sequence[Vector | None]]) -> tuple[np.ndarray, np.ndarray]:
    """Values (0 where not given) and given-masks of shape (rounds, sides, cells)."""
    shape = (len(sides[0]), len(sides), len(layout))
    values, given = np.zeros(shape, np.int64), np.zeros(shape, bool)
    for side, vectors in enumerate(sides):
        for row, vector in enumerate(vectors):
            if vector is not None:
                full = vector.resized(len(layout))
                given[row, side] = full.given
                values[row, side] = full.values * given[row, side]
    return values, given


def combine(layout: Layout, values: np.ndarray, given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    Figures and completeness over time. `values` int64 and `given` bool have shape (rounds, …, cells), values 0 where
    not given; both results have shape (…, cells), int64. Works for one unit and for all units at once.
    """
    if len(values) == 1:
        return values[0], given[0].astype(np.int64)
    sums = values.sum(axis=0)
    complete = np.asarray(given.all(axis=0))
    for mask, rows in ((layout.last, range(len(values))), (layout.first, range(len(values) - 1, -1, -1))):
        if mask.any():
            chosen = np.zeros_like(sums[..., mask])
            for row in rows:
                chosen = np.where(given[row][..., mask], values[row][..., mask], chosen)
            sums[..., mask] = chosen
            # The last round decides a stock, the first an opening balance; the others may be missing.
            complete[..., mask] = given[-1 if rows[0] == 0 else 0][..., mask]
    if layout.distinct.any():
        sums[..., layout.distinct] = values[..., layout.distinct].max(axis=0)
    return sums, complete.astype(np.int64)
