"""Hide, attack, hide more, until nobody finds anything; then say so with a proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from danvan.portal.suppression import hiding
from danvan.portal.suppression.attack import Attack, Ledger, attack
from danvan.portal.suppression.proof import Proof, Unproven, prove
from danvan.portal.suppression.tables import System

ROUNDS = 5
# Each whole line takes in at least one more cell; this only stops a mistake of ours.
MOST_LINES = 200

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Protected:
    """`hidden` are the places of all cells that are not told, those of earlier releases included."""

    hidden: frozenset[int]
    proof: Proof


def _quiet(what: str, number: int) -> None:
    return None


def protect(system: System, progress: Progress = _quiet) -> Protected:
    """
    Decide what is hidden, and prove it. `progress` hears the step ("attack", "lines", "prove") and its round.

    :raises Unproven: when small numbers stay exposed although all of the release is hidden, as after an earlier release
        that told too much
    """
    ledger = Ledger(system)
    hidden = hiding.complements(system, hiding.primaries(system))
    lines = 0
    stuck = False
    for round_ in range(1, ROUNDS + MOST_LINES):
        progress("attack", round_)
        found = attack(system, hidden, ledger)
        if not found.exposed:
            # A line that had to go as a whole stays whole.
            hidden = hidden if lines else hiding.needed(system, ledger)
            break
        if round_ <= ROUNDS and not stuck:
            before = hidden
            hidden = hiding.Mending(system, hidden, zeros=round_ > 1).mend(found.exposed, ledger)
            stuck = round_ > 1 and hidden == before
        else:
            lines += 1
            hidden = _whole_lines(system, hidden, found, progress, lines)
    progress("prove", round_)
    return Protected(hidden, prove(system, hidden, ledger, rounds=round_, lines=lines))


def _whole_lines(
    system: System, hidden: frozenset[int], found: Attack, progress: Progress, lines: int
) -> frozenset[int]:
    progress("lines", lines)
    more = hiding.whole_lines(system, hidden, found.exposed)
    if more == hidden:
        raise Unproven([(system.cells[one.place].key, one.attacker) for one in found.exposed])
    return more
