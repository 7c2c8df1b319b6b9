"""
The attack: can anybody find out a small number from all that was ever told?

Attackers are everybody (the public), and each unit, which also knows its own numbers. A small number is safe from one of
them when, as far as that one can tell, it may be `threshold` or more, and lies in a span of at least `threshold`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from danvan.portal.suppression.moves import Move, Search, is_move
from danvan.portal.suppression.tables import System

PUBLIC = ""


@dataclass(frozen=True)
class Witness:
    """A move that was checked, and the units that would notice it."""

    move: Mapping[int, int]
    noticed_by: frozenset[str]


@dataclass(frozen=True)
class Span:
    """Between which values a cell lies for an attacker, as far as witnesses or the solver show."""

    low: int
    high: int

    def safe(self, threshold: int) -> bool:
        return self.high >= threshold and self.high - self.low >= threshold


@dataclass
class Ledger:
    """
    Witnesses found so far. Hiding more never spoils one, so they are kept from round to round.

    :raises ValueError: from `add`, for what is no move
    """

    system: System
    witnesses: list[Witness] = field(default_factory=list)
    _of: dict[int, list[tuple[int, frozenset[str]]]] = field(default_factory=dict)

    def add(self, move: Move, hidden: frozenset[int]) -> None:
        if not is_move(self.system, hidden, move):
            raise ValueError("a number that everybody can see would change")
        noticed = frozenset(unit for place in move for unit in self.system.cells[place].known_to)
        self.witnesses.append(Witness(move, noticed))
        for place, change in move.items():
            if self.system.cells[place].small:
                self._of.setdefault(place, []).append((change, noticed))

    def span(self, place: int, attacker: str) -> Span:
        """What the witnesses that this attacker would not notice leave open. The truth itself is always possible."""
        value = self.system.cells[place].value
        changes = [change for change, noticed in self._of.get(place, ()) if attacker not in noticed]
        return Span(value + min([0, *changes]), value + max([0, *changes]))

    def suspects(self, place: int) -> set[str]:
        """Units that would notice at least one witness of a cell."""
        return {unit for _change, noticed in self._of.get(place, ()) for unit in noticed}

    def unsettled(self, place: int, skip: Iterable[str] = ()) -> str | None:
        """An attacker from whom the cell is not yet shown to be safe; None when there is none."""
        cell = self.system.cells[place]
        # Who holds the number anyway learns nothing; who notices no witness knows what the public knows.
        for attacker in [PUBLIC, *sorted(self.suspects(place) - cell.known_to)]:
            if attacker not in skip and not self.span(place, attacker).safe(cell.threshold):
                return attacker
        return None


@dataclass(frozen=True)
class Exposure:
    """A small number that this attacker can find out, or nearly."""

    place: int
    attacker: str
    span: Span


@dataclass
class Attack:
    """What came of attacking every small number. `runs` is how often the solver was asked."""

    exposed: list[Exposure] = field(default_factory=list)
    runs: int = 0


def attack(system: System, hidden: frozenset[int], ledger: Ledger) -> Attack:
    """Attack every primary cell, block by block, as everybody and as each unit in turn; witnesses go to the ledger."""
    found = Attack()
    known = _known(system, hidden)
    for place in system.primary:
        if place not in hidden:
            value = system.cells[place].value
            found.exposed.append(Exposure(place, PUBLIC, Span(value, value)))
    for block in system.blocks(hidden):
        open_cells = [p for p in block if system.cells[p].small and ledger.unsettled(p) is not None]
        if not open_cells:
            continue
        search = Search(system, block, dict.fromkeys(block, 1.0))
        for place in open_cells:
            _attack_one(system, hidden, ledger, search, place, known, found)
        found.runs += search.runs
    return found


def _known(system: System, hidden: frozenset[int]) -> dict[str, list[int]]:
    known: dict[str, list[int]] = {}
    for place in hidden:
        for unit in system.cells[place].known_to:
            known.setdefault(unit, []).append(place)
    return known


def _attack_one(
    system: System,
    hidden: frozenset[int],
    ledger: Ledger,
    search: Search,
    place: int,
    known: Mapping[str, list[int]],
    found: Attack,
) -> None:
    lost: list[str] = []
    while (attacker := ledger.unsettled(place, lost)) is not None:
        still = known.get(attacker, []) if attacker else []
        if not show_safe(system, hidden, ledger, search, place, attacker, still):
            lost.append(attacker)
            found.exposed.append(Exposure(place, attacker, ledger.span(place, attacker)))


def show_safe(
    system: System,
    hidden: frozenset[int],
    ledger: Ledger,
    search: Search,
    place: int,
    attacker: str,
    still: Iterable[int],
) -> bool:
    """
    Look for witnesses among the cells of `search` that make one cell safe from one attacker; those found are entered.

    A rise by the whole threshold settles it at once. Where there is no room for that, a smaller rise and a fall do.
    """
    cell = system.cells[place]
    still = list(still)
    move = search.find(place, cell.threshold, still)
    if move is not None:
        ledger.add(move, hidden)
        return True
    rise = search.furthest(place, True, still)
    fall = search.furthest(place, False, still)
    if not Span(cell.value - fall, cell.value + rise).safe(cell.threshold):
        return False
    for by in (rise, -fall):
        move = search.find(place, by, still) if by else None
        if move is not None:
            ledger.add(move, hidden)
    return ledger.span(place, attacker).safe(cell.threshold)
