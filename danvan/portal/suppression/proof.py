"""
The proof that goes with a release: what is known about every small number, by whom, and how that was found.

`prove` trusts nobody: it takes the true numbers, what is hidden, and moves that others found, checks every move again in
whole numbers, and asks the solver for the exact span that the public is left with. Whoever holds the true numbers can
repeat that with `check`. The part of the proof that everybody may read says nothing that everybody could not work out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy

from danvan.portal.suppression.attack import PUBLIC, Ledger, Span
from danvan.portal.suppression.ranges import Ranges
from danvan.portal.suppression.tables import System

VERSION = 1


class Unproven(Exception):
    """Small numbers that could be found out: pairs of cell and attacker ("" is everybody)."""

    def __init__(self, pairs: Sequence[tuple[str, str]]):
        super().__init__(f"{len(pairs)} small numbers could be found out")
        self.pairs = tuple(pairs)


@dataclass(frozen=True)
class CellProof:
    """
    One small number. `public` is the exact span left to everybody (`high` None: no bound at all); `worst` the narrowest
    span shown for any unit, with how many units were looked at one by one.
    """

    key: str
    threshold: int
    low: int
    high: int | None
    worst_width: int
    worst_high: int
    units: int

    @property
    def safe(self) -> bool:
        public = self.high is None or (self.high >= self.threshold and self.high - self.low >= self.threshold)
        return public and self.worst_high >= self.threshold and self.worst_width >= self.threshold


@dataclass(frozen=True)
class Proof:
    cells: tuple[CellProof, ...]
    moves: tuple[Mapping[str, int], ...]
    counts: Mapping[str, int]
    inputs: str
    outputs: str

    @property
    def holds(self) -> bool:
        return all(cell.safe for cell in self.cells)

    def as_json(self) -> dict[str, Any]:
        """Everything, for the keeper of the true numbers. Moves and worst cases would help an attacker: never public."""
        return {
            **self.public_json(),
            "cells": [
                {
                    "cell": one.key,
                    "threshold": one.threshold,
                    "public": [one.low, one.high],
                    "worst_unit": {"width": one.worst_width, "high": one.worst_high, "units": one.units},
                }
                for one in self.cells
            ],
            "moves": [dict(move) for move in self.moves],
        }

    def public_json(self) -> dict[str, Any]:
        """
        For everybody: counts, method, hashes, and the worst case of each class of attacker as "kept or not".

        Which hidden cells are the small ones, and how narrow a unit's own numbers make them, is part of the secret.
        """
        return {
            "version": VERSION,
            "holds": self.holds,
            "rule": "max >= threshold and max - min >= threshold, for every small number and every attacker",
            "attackers": {
                "public": {"checked": len(self.cells), "safe": sum(_public_safe(one) for one in self.cells)},
                "any_one_unit": {
                    "checked": len(self.cells),
                    "safe": sum(
                        one.worst_high >= one.threshold and one.worst_width >= one.threshold
                        for one in self.cells
                    ),
                },
            },
            "solver": f"HiGHS {highspy.Highs().version()}, witnesses checked in whole numbers",
            "counts": dict(self.counts),
            "inputs_sha256": self.inputs,
            "outputs_sha256": self.outputs,
        }


def _public_safe(one: CellProof) -> bool:
    return one.high is None or Span(one.low, one.high).safe(one.threshold)


def digest(value: Any) -> str:
    """SHA-256 of plain JSON, keys sorted."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def inputs_of(system: System) -> list[Any]:
    cells = [
        [c.key, c.value, c.threshold, c.sensitive, sorted(c.known_to), c.fate.value, c.leaf]
        for c in system.cells
    ]
    return [cells, [[line.total, list(line.parts), line.along] for line in system.lines]]


def outputs_of(system: System, hidden: Collection[int]) -> list[Any]:
    return [[cell.key, None if place in hidden else cell.value] for place, cell in enumerate(system.cells)]


def prove(system: System, hidden: frozenset[int], found: Ledger, *, rounds: int, lines: int) -> Proof:
    """
    Check everything again and write it down.

    :raises Unproven: when a small number is told, or not shown to be safe from everybody
    """
    ledger = Ledger(system)
    for witness in found.witnesses:
        ledger.add(dict(witness.move), hidden)
    spans = Ranges(system, hidden).of(system.primary)
    cells = tuple(_cell(system, ledger, place, spans[place]) for place in system.primary)
    lost = [(one.key, PUBLIC) for one in cells if not one.safe]
    if lost or not set(system.primary) <= hidden:
        raise Unproven(lost or [(system.cells[p].key, PUBLIC) for p in system.primary if p not in hidden])
    counts = {
        "cells": len(system.cells),
        "small": len(system.primary),
        "hidden": len(hidden),
        "witnesses": len(ledger.witnesses),
        "rounds": rounds,
        "whole_line_rounds": lines,
    }
    keys = [cell.key for cell in system.cells]
    moves = tuple({keys[place]: change for place, change in one.move.items()} for one in ledger.witnesses)
    return Proof(cells, moves, counts, digest(inputs_of(system)), digest(outputs_of(system, hidden)))


def _cell(system: System, ledger: Ledger, place: int, public: tuple[int, int | None]) -> CellProof:
    cell = system.cells[place]
    suspects = ledger.suspects(place) - cell.known_to
    # A unit that notices no witness is left with all that the witnesses show.
    spans = [ledger.span(place, unit) for unit in ("\0nobody", *sorted(suspects))]
    width = min(span.high - span.low for span in spans)
    high = min(span.high for span in spans)
    return CellProof(cell.key, cell.threshold, public[0], public[1], width, high, len(suspects))


def check(
    system: System, hidden: frozenset[int], moves: Iterable[Mapping[str, int]], outputs: str
) -> list[tuple[str, str]]:
    """
    Repeat a stored proof without any solver: pairs of cell and attacker it leaves open; empty when it holds.

    :raises ValueError: when a stored move does not keep every sum, or the outputs are not those proven
    """
    if digest(outputs_of(system, hidden)) != outputs:
        raise ValueError("these are not the numbers the proof was made for")
    place_of = {cell.key: place for place, cell in enumerate(system.cells)}
    ledger = Ledger(system)
    for move in moves:
        ledger.add({place_of[key]: change for key, change in move.items()}, hidden)
    left = []
    for place in system.primary:
        attacker = ledger.unsettled(place) if place in hidden else PUBLIC
        if attacker is not None:
            left.append((system.cells[place].key, attacker))
    return left
