"""
What a generated sentence is made of: plain text, and numbers that know what they count.

A printed number is never just characters. `Bound` carries the indicator, unit, level and period it was read from, so
the sealed snapshot, the preview and the Word file can all lead from the digits on paper back to their source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

Number = int | Decimal

ALL_LEVELS = "all"


@dataclass(frozen=True)
class Bound:
    """
    One printed number; "không phát sinh" is a printed 0, "chưa có số liệu" a printed None.

    `level` is ``all`` or a level code; `text` is what stands on paper, e.g. ``8.597``.

    `measure` says how the value follows from the indicator: ``value`` itself, ``change`` or ``change_rate`` against
    `against` (an earlier period), ``expected`` or ``complete`` units, ``missing`` units.
    """

    indicator: str
    unit: str
    level: str
    period: str
    value: Number | None
    text: str
    measure: str = "value"
    against: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What the number counts, apart from how much."""
        return (self.indicator, self.unit, self.level, self.period, self.measure, self.against)


Run = str | Bound


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a document. `source` is ``figures`` (generated), ``people`` (typed) or ``notes`` (about the data)."""

    runs: tuple[Run, ...]
    source: str = "figures"

    @property
    def text(self) -> str:
        return plain(self.runs)

    @property
    def bound(self) -> tuple[Bound, ...]:
        return tuple(bound_in(self.runs))


def plain(runs: Iterable[Run]) -> str:
    """The characters as they print."""
    return "".join(run if isinstance(run, str) else run.text for run in runs)


def bound_in(runs: Iterable[Run]) -> Iterator[Bound]:
    return (run for run in runs if isinstance(run, Bound))


def joined(parts: Iterable[Iterable[Run]], separator: str) -> list[Run]:
    """Runs of several parts with `separator` between them."""
    line: list[Run] = []
    for part in parts:
        if line:
            line.append(separator)
        line.extend(part)
    return line


def capitalised(runs: list[Run]) -> list[Run]:
    """The same runs beginning with a capital letter; a number at the beginning stays as it is."""
    while runs and runs[0] == "":
        runs = runs[1:]
    if runs and isinstance(runs[0], str):
        return [runs[0][0].upper() + runs[0][1:], *runs[1:]]
    return runs
