"""What a rule sees and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from danvan.common.numbers import format_number
from danvan.common.periods import Period
from danvan.reporting.layouts import Layout
from danvan.reporting.vectors import Cell, Presence, Vector

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """`code` is the indicator whose cell it stands under; `rule` the rule's name; `reason` an explanation given for it."""

    severity: Severity
    code: str
    rule: str
    message: str
    needs_reason: bool = False
    reason: str = ""

    @property
    def anchor(self) -> str:
        return f"cell-{self.code}"

    @property
    def settled(self) -> bool:
        """Whether sending may go on: a warning that asks for a reason has one."""
        return self.severity == "warning" and (not self.needs_reason or bool(self.reason))


@dataclass(frozen=True)
class Peers:
    """
    What similar units (same level, same unit above) had accepted in the last period: median and largest value of each
    indicator that at least five of them answered. `explained` are indicators in which this unit was told apart then, and
    said why.
    """

    medians: Mapping[str, int] = field(default_factory=dict)
    largest: Mapping[str, int] = field(default_factory=dict)
    explained: frozenset[str] = frozenset()


NOT_REPORTED = Cell(Presence.NOT_REPORTED)


@dataclass(frozen=True)
class Context:
    """
    One unit's figures as they would be sent, with what they are compared with.

    `notes` maps a cell's index (as text) to what is said about it; `measured` an indicator's code to what records count.
    """

    layout: Layout
    level: str
    period: Period
    vector: Vector
    notes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    previous: Vector | None = None
    measured: Mapping[str, int] = field(default_factory=dict)
    peers: Peers = Peers()

    @cached_property
    def _cells(self) -> list[Cell]:
        # Rules ask for the same cells again and again.
        return self.vector.cells()

    def cell(self, code: str) -> Cell:
        """The cell of an indicator; not reported when the form does not ask for it."""
        index = self.layout.index.get(code)
        return self._cells[index] if index is not None and index < len(self._cells) else NOT_REPORTED

    def value(self, code: str) -> int | None:
        return self.cell(code).value

    def before(self, code: str) -> int | None:
        """The value of the last period, if it was reported."""
        index = self.layout.index.get(code)
        return self.previous.value(index) if self.previous is not None and index is not None else None

    def note(self, code: str) -> Mapping[str, Any]:
        return self.notes.get(str(self.layout.index.get(code)), {})

    def name(self, code: str) -> str:
        return self.layout.catalogue[code].name

    def shown(self, code: str) -> str:
        value = self.value(code)
        return format_number(value) if value is not None else "–"


Rule = Callable[[Context], Iterator[Finding]]
