"""A text read: figures, sums, documents and events, as plain data that compares by program."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from danvan.common.spoken import Value
from danvan.ingest.prose import (
    dating,
    events,
    figures,
    indicators,
    labels,
    levels,
    meaning,
    moments,
    numbers,
    parts,
    references,
    roles,
)
from danvan.ingest.prose.checks import Sum
from danvan.ingest.prose.figures import Figure
from danvan.ingest.prose.references import Reference
from danvan.ingest.prose.text import Text, prepare

_TOLD = re.compile(r"(?::|là|đạt|có)\s*$")
TABLE_LEVELS = frozenset({"city", "province", "district", "commune", "agency"})


@dataclass(frozen=True)
class Reading:
    """What one text says. Places are those of the text as given."""

    name: str
    text: Text
    figures: list[Figure]
    sums: list[Sum]
    documents: list[Reference]
    events: list[dict[str, str | None]]

    def plain(self) -> dict[str, Any]:
        """The object of ``danvan read --json`` (docs/reference/reading.md)."""
        index = {id(figure): place for place, figure in enumerate(self.figures)}
        origin = self.text.origin
        return {
            "id": self.name,
            "figures": [self._figure(figure, index) for figure in self.figures],
            "sums": [
                {
                    "total": index[id(one.total)],
                    "parts": [index[id(part)] for part in one.parts],
                    "holds": one.holds,
                }
                for one in self.sums
            ],
            "documents": [
                {
                    "symbol": one.symbol,
                    "kind": one.kind,
                    "date": one.dated.isoformat() if one.dated else None,
                    "issuer": one.issuer or None,
                    "start": origin(one.start),
                    "end": origin(one.end),
                }
                for one in self.documents
            ],
            "events": self.events,
        }

    def _figure(self, figure: Figure, index: dict[int, int]) -> dict[str, Any]:
        return {
            "value": number(figure.value),
            "raw": figure.raw,
            "unit": figure.unit,
            "what": figure.what,
            "level": figure.level or None,
            "period": figure.period or None,
            "approx": figure.approx or None,
            "of": index[id(figure.whole)] if figure.whole is not None else None,
            "ratio_of": number(figure.ratio_of) if figure.ratio_of is not None else None,
            "percent": figure.percent,
            "start": self.text.origin(figure.start),
            "end": self.text.origin(figure.end),
            "indicator": figure.indicator or None,
            "confidence": figure.confidence,
            "role": figure.role,
            "flags": figure.flags,
        }


def number(value: Value) -> int | float:
    """As JSON writes it: whole numbers whole."""
    return int(value) if value == int(value) else float(Decimal(value))


def read(given: str, name: str = "", learned: Mapping[tuple[str, str], str] | None = None) -> Reading:
    """Read one text. Nothing is written and nothing is asked of the network. `learned`: see `indicators.guess`."""
    text = prepare(given)
    documents = references.find(text)
    days = moments.days(text)
    spans = moments.periods(text, days)
    aside = [(one.start, one.end) for one in documents]
    aside += [(span.start, span.end) for span in spans]
    aside += [(moment.start, moment.end) for moment in days]
    found = figures.understand(text, numbers.find(text, aside))
    roles.assign(text, found)
    figures.name_units(text, found, alone=False)
    meaning.explain(text, found)
    levels.told(text, found)
    dating.date_figures(text, found, spans)
    sums = parts.relate(text, found)
    figures.name_units(text, found, alone=True)
    found = _kept(text, found)
    labels.of_parts(text, found)
    levels.of_parts(text, found)
    kept = {id(figure) for figure in found}
    sums = [one for one in sums if id(one.total) in kept and all(id(part) in kept for part in one.parts)]
    where = levels.Ground(text)
    for figure in found:
        if figure.level == "village":
            figure.level = "commune"
        if figure.level not in TABLE_LEVELS:
            said = where.before(figure.start, figure.sentence)
            figure.level = (figure.whole.level if figure.whole is not None else "") or said or where.first
    indicators.guess(text, found, learned)
    marked = [(one.start, one.end) for one in documents]
    return Reading(name, text, found, sums, documents, events.find(text, days, marked))


def _kept(text: Text, found: list[Figure]) -> list[Figure]:
    """Figures that say something; a part whose total says nothing has to say something itself."""
    while True:
        kept = [figure for figure in found if _says_something(text, figure)]
        if len(kept) == len(found):
            return kept
        ids = {id(figure) for figure in kept}
        for figure in kept:
            if figure.whole is not None and id(figure.whole) not in ids:
                figure.whole = None
        found = kept


def _says_something(text: Text, figure: Figure) -> bool:
    """A bare number is a figure only as a part, with a level before it, or as a percentage."""
    if "doubtful" in figure.flags:
        return figure.whole is not None
    if figure.unit or figure.percent or figure.whole is not None or figure.is_told:
        return True
    return not figure.is_zero_word and (
        figure.own_level
        and figure.ratio_of is None
        or bool(figure.what and _TOLD.search(text.low, max(0, figure.start - 12), figure.start))
    )
