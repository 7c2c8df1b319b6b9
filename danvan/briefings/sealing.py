"""
The seal of an issued document: every number with what it counts, every text, as canonical JSON under SHA-256; and the
comparison of sealed numbers with what the totals say today.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from danvan.briefings.bundle import Bundle, Sources
from danvan.briefings.runs import Bound, Number, Paragraph
from danvan.briefings.sentences import rounded, value_in

UNKNOWN: Any = object()


@dataclass(frozen=True)
class Placed:
    """A bound number and where it stands: ``mục II.3``, ``Phụ lục 1``."""

    place: str
    bound: Bound


@dataclass(frozen=True)
class Difference:
    """A sealed number that today's totals contradict, with every place it stands in. `new` is as it would print."""

    bound: Bound
    places: tuple[str, ...]
    new_value: Number | None

    @property
    def key(self) -> tuple[str, ...]:
        return self.bound.key


def placed(bundle: Bundle) -> Iterator[Placed]:
    """Every number of a document with its place, in reading order."""
    for paragraph in bundle.opening:
        yield from _in("phần mở đầu", paragraph)
    over, roman = "", ""
    for section in bundle.sections:
        part = section.part
        if part.depth == 0:
            over = f"{part.number.capitalize()}, "
            continue
        roman = part.number if part.depth == 1 else roman
        name = f"{over}mục {roman}" if part.depth == 1 else f"{over}mục {roman}.{part.number}"
        for paragraph in section.paragraphs:
            yield from _in(name, paragraph)
    for table in bundle.tables:
        for bound in table.bound:
            yield Placed(table.label, bound)


def _in(place: str, paragraph: Paragraph) -> Iterator[Placed]:
    return (Placed(place, bound) for bound in paragraph.bound)


# --- sealing --------------------------------------------------------------------------------------------------------


def canonical(bundle: Bundle, reference: str) -> str:
    """What is sealed, as text that is the same wherever it is made: sorted keys, no spaces, numbers as strings."""
    content = {
        "document": reference,
        "title": bundle.title,
        "unit": bundle.unit_code,
        "period": str(bundle.period),
        "kind": bundle.kind,
        "format": bundle.fmt,
        "numbers": [_number(one) for one in placed(bundle)],
        "texts": [
            {"heading": section.heading, "paragraphs": [paragraph.text for paragraph in section.paragraphs]}
            for section in bundle.printed_sections
        ],
        "notes": [paragraph.text for paragraph in (*bundle.opening, *bundle.notes)],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _number(one: Placed) -> dict[str, str | None]:
    bound = one.bound
    return {
        "place": one.place,
        "indicator": bound.indicator,
        "unit": bound.unit,
        "level": bound.level,
        "period": bound.period,
        "measure": bound.measure,
        "against": bound.against,
        "value": None if bound.value is None else str(bound.value),
        "text": bound.text,
    }


def content_hash(sealed: str) -> str:
    return hashlib.sha256(sealed.encode("utf-8")).hexdigest()


def opened(sealed: str) -> list[Placed]:
    """The numbers of a sealed document."""
    return [
        Placed(
            row["place"],
            Bound(
                row["indicator"], row["unit"], row["level"], row["period"], read_value(row["value"]), row["text"],
                row["measure"], row["against"],
            ),
        )
        for row in json.loads(sealed)["numbers"]
    ]  # fmt: skip


def read_value(text: str | None) -> Number | None:
    """A number as the seal stores it."""
    if text is None:
        return None
    return int(text) if text.lstrip("-").isdigit() else Decimal(text)


# --- comparing ------------------------------------------------------------------------------------------------------


def differences(
    sealed: Iterable[Placed],
    sources: Sources,
    corrected: Mapping[tuple[str, ...], Number | None] | None = None,
) -> list[Difference]:
    """
    Sealed numbers that no longer agree with `sources`, each once. `corrected` holds values that errata gave since:
    a number is measured against the last word said about it.
    """
    corrected = corrected or {}
    places: dict[tuple[str, ...], list[str]] = {}
    first: dict[tuple[str, ...], Bound] = {}
    for one in sealed:
        key = one.bound.key
        first.setdefault(key, one.bound)
        if one.place not in places.setdefault(key, []):
            places[key].append(one.place)
    found = []
    for key, bound in first.items():
        now = value_now(sources, bound)
        said = corrected.get(key, bound.value)
        if now is not UNKNOWN and not _same(now, said):
            found.append(Difference(bound, tuple(places[key]), now))
    return found


def _same(now: Any, then: Number | None) -> bool:
    if now is None or then is None:
        return now is then
    return Decimal(now) == Decimal(then)


def value_now(sources: Sources, bound: Bound) -> Any:
    """What a sealed number would be today; `UNKNOWN` when today's sources do not speak about it."""
    report = sources.report
    if bound.measure in ("expected", "complete"):
        counts = report.expected if bound.measure == "expected" else report.complete
        return sum(counts.values()) if bound.level == "all" else counts.get(bound.level, 0)
    if bound.unit != report.unit.code:
        row = next((row for row in sources.units if row.code == bound.unit), None)
        value = row.values.get(bound.indicator, UNKNOWN) if row else UNKNOWN
    else:
        value = _own(sources, bound)
    if value is UNKNOWN or value is None or bound.measure == "value":
        return value if value is UNKNOWN or value is None else rounded(value)
    return _against(sources, bound, value)


def _own(sources: Sources, bound: Bound) -> Any:
    reports = (sources.report, sources.earlier, sources.year_to_date, *sources.quarters)
    report = next((one for one in reports if one is not None and str(one.period) == bound.period), None)
    if report is None or bound.indicator not in report.by_code:
        return UNKNOWN
    return value_in(report.by_code, bound.indicator, bound.level)


def _against(sources: Sources, bound: Bound, now: Number) -> Any:
    earlier = sources.earlier
    if earlier is None or str(earlier.period) != bound.against:
        return UNKNOWN
    before = value_in(earlier.by_code, bound.indicator)
    if before is None:
        return None
    if bound.measure == "difference":
        return rounded(now) - rounded(before)
    change: Number = now - before if now > before else before - now
    if bound.measure == "change":
        return rounded(change)
    return rounded(Decimal(100) * Decimal(change) / Decimal(before)) if before else None
