"""What to hide: small numbers, then as little else as keeps them from being found by subtraction."""

from __future__ import annotations

from collections.abc import Iterable

from danvan.portal.suppression.attack import Exposure, Ledger
from danvan.portal.suppression.moves import Move, Search
from danvan.portal.suppression.tables import Fate, Line, System

# Hiding a sum takes more from the reader than hiding one of its parts.
SUM = 1_000.0
ZERO = 300.0
HIDDEN = 0.01


def primaries(system: System) -> frozenset[int]:
    """Step 1: the small numbers themselves, with what is hidden whatever happens."""
    return frozenset(system.primary) | system.closed


def complements(system: System, hidden: frozenset[int]) -> frozenset[int]:
    """Step 2: wherever a line has exactly one hidden cell, a second one, the cheapest leaf first."""
    chosen = set(hidden)
    waiting = list(range(len(system.lines)))
    while waiting:
        line = system.lines[waiting.pop()]
        unknown = [place for place in line.cells if place in chosen]
        if len(unknown) != 1:
            continue
        second = _cheapest(system, line, unknown[0])
        if second is not None:
            chosen.add(second)
            waiting += system.lines_of[second]
    return frozenset(chosen)


def _cheapest(system: System, line: Line, but: int) -> int | None:
    may = [place for place in line.cells if place != but and system.can_hide(place)]
    return min(may, key=lambda place: (cost(system, place), place), default=None)


def cost(system: System, place: int) -> float:
    """What the reader loses: the number itself; zeros come late and sums last."""
    cell = system.cells[place]
    return cell.value + (1.0 if cell.leaf else SUM) + (0.0 if cell.value or cell.sensitive else ZERO)


class Mending:
    """
    Step 3, after an attack that found something: the cheapest further cells under which each find is lost again.

    `zeros` may only go where nothing else covers: a commune that knows its own 1 and reads zero elsewhere knows the sum.
    """

    def __init__(self, system: System, hidden: frozenset[int], zeros: bool = False):
        self.system = system
        self.hidden = set(hidden)
        every = range(len(system.cells))
        may = self.hidden | {place for place in every if system.can_hide(place, zeros)}
        costs = {place: HIDDEN if place in self.hidden else cost(system, place) for place in may}
        self.search = Search(system, may, costs)
        self.known: dict[str, list[int]] = {}
        for place in may:
            for unit in system.cells[place].known_to:
                self.known.setdefault(unit, []).append(place)

    def mend(self, exposures: Iterable[Exposure], ledger: Ledger) -> frozenset[int]:
        """The hidden cells, with those added that settle the exposures wherever that is possible."""
        for place in dict.fromkeys(exposure.place for exposure in exposures):
            lost: list[str] = []
            while (attacker := ledger.unsettled(place, lost)) is not None:
                for move in self._moves(place, self.known.get(attacker, [])):
                    self._hide(move)
                    ledger.add(move, frozenset(self.hidden))
                if not ledger.span(place, attacker).safe(self.system.cells[place].threshold):
                    lost.append(attacker)
        return frozenset(self.hidden)

    def _moves(self, place: int, still: list[int]) -> list[Move]:
        threshold = self.system.cells[place].threshold
        move = self.search.find(place, threshold, still)
        if move is not None:
            return [move]
        rise = self.search.furthest(place, True, still)
        fall = min(threshold - rise, self.search.furthest(place, False, still))
        if rise + self.system.cells[place].value < threshold or rise + fall < threshold:
            return []
        moves = [self.search.find(place, by, still) for by in (rise, -fall) if by]
        return [one for one in moves if one is not None]

    def _hide(self, move: Move) -> None:
        new = [place for place in move if place not in self.hidden]
        self.hidden.update(new)
        self.search.cheapen(new, HIDDEN)


def needed(system: System, ledger: Ledger) -> frozenset[int]:
    """
    The small numbers and what their witnesses move. All other hidden cells may be told after all: every witness stays one.
    """
    moved = {place for witness in ledger.witnesses for place in witness.move}
    return primaries(system) | moved


def whole_lines(system: System, hidden: frozenset[int], exposures: Iterable[Exposure]) -> frozenset[int]:
    """
    When five rounds were not enough: hide every line in which an exposed cell is a part, and publish only its parent.

    Zeros go too: a line of which nothing is told gives nothing away. Where all its lines are hidden already, the parents go.
    """
    chosen = set(hidden)
    for exposure in exposures:
        chosen |= _more_around(system, chosen, exposure.place)
    return frozenset(chosen)


def _more_around(system: System, hidden: set[int], place: int) -> set[int]:
    """The nearest not yet hidden parts of lines around a cell, then their parents; empty when nothing is left."""
    reached, front = {place}, [place]
    while front:
        parts = {
            part
            for one in front
            for number in system.lines_of[one]
            if system.lines[number].total != one
            for part in system.lines[number].parts
        }
        parents = {
            system.lines[number].total
            for one in front
            for number in system.lines_of[one]
            if system.lines[number].total != one
        }
        for group in (parts, parents):
            new = {one for one in group if one not in hidden and system.cells[one].fate is Fate.OPEN}
            if new:
                return new
        front = [one for one in sorted(parts | parents) if one not in reached]
        reached.update(front)
    # Above everything: what lies below the sums around it.
    return {
        part
        for one in reached
        for number in system.lines_of[one]
        for part in system.lines[number].cells
        if part not in hidden and system.cells[part].fate is Fate.OPEN
    }
