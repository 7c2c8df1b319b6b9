"""The exact span in which everybody can place a hidden number, knowing all that was told."""

from __future__ import annotations

from collections.abc import Collection

import highspy
import numpy as np

from danvan.portal.suppression.moves import EXACT, UNBOUNDED
from danvan.portal.suppression.tables import System


class Ranges:
    """Minimum and maximum of hidden cells subject to all sums and to "never below zero", block by block."""

    def __init__(self, system: System, hidden: frozenset[int]):
        self.system = system
        self.hidden = hidden
        self.runs = 0

    def of(self, places: Collection[int]) -> dict[int, tuple[int, int | None]]:
        """Spans by cell; None as maximum where there is none. What is told lies between itself and itself."""
        value = self.system.values
        spans: dict[int, tuple[int, int | None]] = {
            place: (int(value[place]), int(value[place])) for place in places if place not in self.hidden
        }
        wanted = set(places)
        for block in self.system.blocks(self.hidden):
            inside = [place for place in block if place in wanted]
            if inside:
                spans |= self._block(block, inside)
        return spans

    def _block(self, block: list[int], wanted: list[int]) -> dict[int, tuple[int, int | None]]:
        solver, column = self._model(block), {place: number for number, place in enumerate(block)}
        lows = {place: self._least(solver, column[place], 1.0) for place in wanted}
        highs = {place: -self._least(solver, column[place], -1.0) for place in wanted}
        return {
            place: (
                int(np.ceil(lows[place] - EXACT)),
                None if highs[place] >= UNBOUNDED else int(np.floor(highs[place] + EXACT)),
            )
            for place in wanted
        }

    def _model(self, block: list[int]) -> highspy.Highs:
        rows = sorted({number for place in block for number in self.system.lines_of[place]})
        row_of = {number: row for row, number in enumerate(rows)}
        known = np.zeros(len(rows))
        starts, index, value = [0], [], []
        for place in block:
            for number in self.system.lines_of[place]:
                sign = -1.0 if self.system.lines[number].total == place else 1.0
                index.append(row_of[number])
                value.append(sign)
                # What the told cells of the line leave for the hidden ones; the truth satisfies it.
                known[row_of[number]] += sign * float(self.system.values[place])
            starts.append(len(index))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(block), len(rows)
        model.col_cost_ = np.zeros(len(block))
        model.col_lower_, model.col_upper_ = np.zeros(len(block)), np.full(len(block), float(UNBOUNDED))
        model.row_lower_ = model.row_upper_ = known
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(index, dtype=np.int32)
        model.a_matrix_.value_ = np.array(value)
        solver = highspy.Highs()
        for option, setting in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            ("solver", "simplex"),
        ):
            solver.setOptionValue(option, setting)
        solver.passModel(model)
        return solver

    def _least(self, solver: highspy.Highs, column: int, cost: float) -> float:
        solver.changeColCost(column, cost)
        solver.run()
        self.runs += 1
        status = solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"the solver stopped with {status}; the true numbers are a solution")
        least = cost * solver.getSolution().col_value[column]
        solver.changeColCost(column, 0.0)
        return least
