"""
How well prose is read, against passages somebody wrote and judged by hand: one line per measure.

``python -m tests.ingest.scoring tune tune2 tune3 tune4 tune5`` scores the passages the reader may be tuned to; any ``.jsonl`` file of the
same shape may be named instead. ``held`` and ``held2`` are scored in totals only: which of their passages fail is never looked at.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from danvan.common.vietnamese import fold
from danvan.ingest.prose.reading import read

PASSAGES = Path(__file__).parent / "passages"
# "đối thoại định kỳ" and "hội nghị đối thoại định kỳ" say the same: half of the words in common is enough.
ALIKE = 0.5


@dataclass
class Score:
    """Right, too many, too few."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, found: Iterable[Any], wanted: Iterable[Any]) -> None:
        got, want = Counter(found), Counter(wanted)
        self.right += sum((got & want).values())
        self.found += sum(got.values())
        self.wanted += sum(want.values())

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Card:
    """Scores by measure, and the passages in which something differs."""

    scores: dict[str, Score] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    false_in_traps: int = 0

    def of(self, name: str) -> Score:
        return self.scores.setdefault(name, Score())


def passages(name: str) -> list[dict[str, Any]]:
    """Passages of a file beside this one by its stem, or of any other file by its path."""
    path = Path(name) if name.endswith(".jsonl") else PASSAGES / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def score(rows: list[dict[str, Any]], reader: Callable[[str], dict[str, Any]] | None = None) -> Card:
    card = Card()
    look = reader or (lambda text: read(text).plain())
    for row in rows:
        got = look(row["text"])
        _one(card, row, got)
    return card


def _one(card: Card, row: dict[str, Any], got: dict[str, Any]) -> None:
    mine, gold = got["figures"], row["figures"]
    if row.get("trap_only"):
        card.false_in_traps += len(mine)
    measures: dict[str, tuple[list[Any], list[Any]]] = {
        "value, unit": ([_value_unit(one) for one in mine], [_value_unit(one) for one in gold]),
        "value, what": _whats(mine, gold),
        "value, level": (
            [(one["value"], one["level"]) for one in mine],
            [(one["value"], one["level"]) for one in gold],
        ),
        "value, period": (
            [(one["value"], one["period"]) for one in mine],
            [(one["value"], one["period"]) for one in gold],
        ),
        "value, role": (
            [(one["value"], one["role"]) for one in mine],
            [(one["value"], one["role"]) for one in gold],
        ),
        "of": (_relations(mine), _relations(gold)),
        "ratio": (_ratios(mine), _ratios(gold)),
        "sums found": (_sums(got["sums"], mine, judged=False), _sums(row["sums"], gold, judged=False)),
        "sums judged": (_sums(got["sums"], mine, judged=True), _sums(row["sums"], gold, judged=True)),
        "documents": ([one["symbol"] for one in got["documents"]], list(row["documents"])),
    }
    for name, (found, wanted) in measures.items():
        card.of(name).add(found, wanted)
        if Counter(found) != Counter(wanted):
            card.wrong.setdefault(name, []).append(row["id"])


def _value_unit(one: dict[str, Any]) -> tuple[Any, str]:
    return one["value"], re.sub(r"\s+", " ", (one["unit"] or "").lower()).strip()


def _whats(mine: list[dict[str, Any]], gold: list[dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """Words that say the same are written the same: as in the gold figure with the value."""
    left = list(gold)
    found = []
    for one in mine:
        match = next(
            (
                other
                for other in left
                if other["value"] == one["value"] and _alike(other["what"], one["what"])
            ),
            None,
        )
        if match is not None:
            left.remove(match)
            found.append((one["value"], match["what"]))
        else:
            found.append((one["value"], f"≠ {one['what']}"))
    return found, [(one["value"], one["what"]) for one in gold]


def _alike(one: str, other: str) -> bool:
    a, b = set(fold(one or "").split()), set(fold(other or "").split())
    if not a or not b:
        return a == b
    return len(a & b) / min(len(a), len(b)) >= ALIKE


def _relations(figures: list[dict[str, Any]]) -> list[Any]:
    return [(one["value"], figures[one["of"]]["value"]) for one in figures if one["of"] is not None]


def _ratios(figures: list[dict[str, Any]]) -> list[Any]:
    return [(one["value"], one["ratio_of"]) for one in figures if one["ratio_of"] is not None]


def _sums(sums: list[dict[str, Any]], figures: list[dict[str, Any]], *, judged: bool) -> list[Any]:
    return [
        (
            figures[one["total"]]["value"],
            tuple(sorted(figures[part]["value"] for part in one["parts"])),
            *([one["holds"]] if judged else []),
        )
        for one in sums
    ]


def table(card: Card) -> list[str]:
    """Lines for a person."""
    lines = [
        f"{name:14} F1 {score.f1:.3f}  P {score.precision:.3f}  R {score.recall:.3f}  ({score.right}/{score.wanted})"
        for name, score in card.scores.items()
    ]
    return [*lines, f"figures in texts that hold none: {card.false_in_traps}"]


def main(names: list[str]) -> None:
    """The table of docs/reference/reading.md: a row per measure, a column per file, F1 with precision and recall."""
    cards = [score(passages(name)) for name in names]
    rows = [["measure", *names], ["---"] * (len(names) + 1)]
    for name in cards[0].scores:
        cells = [
            f"{one.f1:.3f} ({one.precision:.3f} / {one.recall:.3f})"
            for one in (card.of(name) for card in cards)
        ]
        rows.append([name, *cells])
    rows.append(["figures in texts that hold none", *(str(card.false_in_traps) for card in cards)])
    sys.stdout.write("".join("| " + " | ".join(row) + " |\n" for row in rows))


if __name__ == "__main__":
    main(sys.argv[1:] or ["tune", "tune2", "tune3", "tune4", "tune5"])
