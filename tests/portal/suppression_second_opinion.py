"""Another solver, other code: what can be found out about hidden cells, straight from the published table."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from danvan.portal.suppression.tables import Fate, System

CEILING = 10**6


def span(system: System, hidden: Iterable[int], target: int, knower: str = "") -> tuple[float, float]:
    """Least and greatest value of one cell, for everybody or for one unit that also knows its own cells."""
    unknown = {place for place in hidden if not (knower and knower in system.cells[place].known_to)}
    if target not in unknown:
        value = float(system.cells[target].value)
        return value, value
    order = sorted(unknown)
    column = {place: number for number, place in enumerate(order)}
    rows, columns, signs, right = [], [], [], []
    for line in system.lines:
        if not unknown.intersection(line.cells):
            continue
        told = 0
        for place, sign in [(line.total, 1), *((part, -1) for part in line.parts)]:
            if place in unknown:
                rows.append(len(right))
                columns.append(column[place])
                signs.append(sign)
            else:
                told += sign * system.cells[place].value
        right.append(-told)
    sums = csr_matrix((signs, (rows, columns)), shape=(len(right), len(order)))
    ends = []
    for direction in (1, -1):
        wish = np.zeros(len(order))
        wish[column[target]] = direction
        found = linprog(wish, A_eq=sums, b_eq=right, bounds=(0, CEILING), method="highs")
        assert found.status == 0, found.message
        ends.append(direction * found.fun)
    return ends[0], ends[1]


def knowers(system: System, target: int) -> list[str]:
    """Every unit that could compare with its own numbers, except those that hold this one anyway."""
    every = {unit for cell in system.cells for unit in cell.known_to}
    return ["", *sorted(every - system.cells[target].known_to)]


def leaks(
    system: System,
    hidden: frozenset[int],
    targets: Iterable[int] | None = None,
    who: Iterable[str] | None = None,
) -> list[str]:
    """Every small number that somebody can find out or nearly, in words; empty when all are safe."""
    small = [
        place
        for place, cell in enumerate(system.cells)
        if cell.fate is not Fate.SHOWN
        and (0 < cell.value < cell.threshold or (cell.sensitive and cell.value == 0))
    ]
    found = []
    for target in small if targets is None else targets:
        for knower in knowers(system, target) if who is None else who:
            if knower in system.cells[target].known_to:
                continue
            low, high = span(system, hidden, target, knower)
            threshold = system.cells[target].threshold
            if high < threshold - 1e-6 or high - low < threshold - 1e-6:
                found.append(
                    f"{system.cells[target].key}: {knower or 'public'} knows {low:.0f} to {high:.0f}"
                )
    return found
