"""
Moves: changes of hidden numbers under which every sum, and everything that was told, stays as it is.

The true numbers plus a move are another city that looks just the same from outside. So a move that raises a small number
by five proves that nobody can pin it down, and it can be checked by adding up, without trusting any solver. The solver
(HiGHS) only looks for them; what it finds counts after it was checked in whole numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import highspy
import numpy as np

from danvan.portal.suppression.tables import System

# A number nobody bounds is reported as bounded by this one.
UNBOUNDED = 1_000_000
EXACT = 1e-6

Move = dict[int, int]


def is_move(system: System, hidden: Collection[int], move: Mapping[int, int]) -> bool:
    """In whole numbers: only hidden cells change, none falls below zero, and no sum notices."""
    if any(place not in hidden or system.cells[place].value + change < 0 for place, change in move.items()):
        return False
    noticed: dict[int, int] = {}
    for place, change in move.items():
        for number in system.lines_of[place]:
            line = system.lines[number]
            sign = -1 if line.total == place else 1
            noticed[number] = noticed.get(number, 0) + sign * change
    return not any(noticed.values())


class Search:
    """Looks for moves among `cells`. `costs` makes it prefer some; all others and what `find` closes stay still."""

    def __init__(self, system: System, cells: Collection[int], costs: Mapping[int, float]):
        self.system = system
        self.cells = sorted(cells)
        self.column = {place: number for number, place in enumerate(self.cells)}
        self.size = len(self.cells)
        self.runs = 0
        # The first `size` columns raise a cell, the next ones lower it, at most to zero.
        self._room = np.concatenate([np.full(self.size, float(UNBOUNDED)), self._values()])
        self._costs = np.array([costs[place] for place in self.cells] * 2, dtype=np.float64)
        self._solver = self._model()

    def _values(self) -> np.ndarray:
        return self.system.values[self.cells].astype(np.float64)

    def _model(self) -> highspy.Highs:
        rows = sorted({number for place in self.cells for number in self.system.lines_of[place]})
        row_of = {number: row for row, number in enumerate(rows)}
        starts, index, value = [0], [], []
        for sign in (1.0, -1.0):
            for place in self.cells:
                for number in self.system.lines_of[place]:
                    index.append(row_of[number])
                    value.append(-sign if self.system.lines[number].total == place else sign)
                starts.append(len(index))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = 2 * self.size, len(rows)
        model.col_cost_ = self._costs
        model.col_lower_, model.col_upper_ = np.zeros(2 * self.size), self._room
        model.row_lower_ = model.row_upper_ = np.zeros(len(rows))
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(index, dtype=np.int32)
        model.a_matrix_.value_ = np.array(value)
        solver = highspy.Highs()
        for option, setting in (
            ("output_flag", False), ("threads", 1), ("presolve", "off"), ("solver", "simplex"), ("parallel", "off"),
            ("random_seed", 0),
        ):  # fmt: skip
            solver.setOptionValue(option, setting)
        solver.passModel(model)
        return solver

    def cheapen(self, places: Iterable[int], cost: float) -> None:
        """Make cells cheap from now on: they are hidden already."""
        for place in places:
            for column in (self.column[place], self.column[place] + self.size):
                self._costs[column] = cost
                self._solver.changeColCost(column, cost)

    def find(self, place: int, by: int, still: Iterable[int] = ()) -> Move | None:
        """The cheapest move that changes one cell by exactly `by`, while `still` cells keep their numbers."""
        column = self.column[place] + (0 if by > 0 else self.size)
        touched = self._close(place, still)
        self._bound([column], [abs(by)], [abs(by)])
        try:
            return self._solved(place)
        finally:
            self._open([*touched, column])

    def furthest(self, place: int, upwards: bool, still: Iterable[int] = ()) -> int:
        """How far one cell can be moved up or down at most, rounded towards where it is."""
        column = self.column[place] + (0 if upwards else self.size)
        touched = self._close(place, still)
        wish = np.zeros(2 * self.size)
        wish[column] = -1.0
        self._cost(wish)
        self._open([column])
        try:
            status = self._run()
            if status != highspy.HighsModelStatus.kOptimal:
                raise RuntimeError(f"the solver stopped with {status}; staying still is always possible")
            return int(np.floor(-self._solver.getInfo().objective_function_value + EXACT))
        finally:
            self._cost(self._costs)
            self._open([*touched, column])

    def _close(self, place: int, still: Iterable[int]) -> list[int]:
        own = self.column[place]
        columns = [self.column[one] for one in still if one in self.column]
        touched = [own, own + self.size, *columns, *(column + self.size for column in columns)]
        self._bound(touched, [0.0] * len(touched), [0.0] * len(touched))
        return touched

    def _open(self, columns: list[int]) -> None:
        self._bound(columns, [0.0] * len(columns), [self._room[column] for column in columns])

    def _bound(self, columns: list[int], lower: list[float], upper: list[float]) -> None:
        # The solver wants each column once, in order.
        bounds = dict(sorted(zip(columns, zip(lower, upper, strict=True), strict=True)))
        self._solver.changeColsBounds(
            len(bounds),
            np.array(list(bounds), dtype=np.int32),
            np.array([low for low, _high in bounds.values()], dtype=np.float64),
            np.array([high for _low, high in bounds.values()], dtype=np.float64),
        )

    def _cost(self, costs: np.ndarray) -> None:
        self._solver.changeColsCost(2 * self.size, np.arange(2 * self.size, dtype=np.int32), costs)

    def _run(self) -> highspy.HighsModelStatus:
        self.runs += 1
        self._solver.run()
        return self._solver.getModelStatus()

    def _solved(self, place: int) -> Move | None:
        if self._run() != highspy.HighsModelStatus.kOptimal:
            return None
        amounts: np.ndarray | None = np.array(self._solver.getSolution().col_value)
        assert amounts is not None
        if np.abs(amounts - np.rint(amounts)).max() > EXACT:
            amounts = self._whole()
            if amounts is None:
                return None
        whole = np.rint(amounts).astype(np.int64)
        change = whole[: self.size] - whole[self.size :]
        return {self.cells[number]: int(change[number]) for number in np.flatnonzero(change)}

    def _whole(self) -> np.ndarray | None:
        """Tables in three directions have corners in between whole numbers; numbers of people do not."""
        columns = np.arange(2 * self.size, dtype=np.int32)
        kinds = np.full(2 * self.size, highspy.HighsVarType.kInteger)
        self._solver.changeColsIntegrality(2 * self.size, columns, kinds)
        try:
            if self._run() != highspy.HighsModelStatus.kOptimal:
                return None
            return np.array(self._solver.getSolution().col_value)
        finally:
            kinds = np.full(2 * self.size, highspy.HighsVarType.kContinuous)
            self._solver.changeColsIntegrality(2 * self.size, columns, kinds)
