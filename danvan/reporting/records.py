"""
What the record contexts count, taken up as measures.

A unit's records speak for it only once it keeps any: until its first dialogue is recorded here, its number of dialogues is
typed as before, and no zero is claimed for it. One query tells what units keep and whether anything changed since it was
counted last; only then are records read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date

from django.core.cache import cache
from django.db.models import CharField, Count, Max, QuerySet, Sum, Value
from django.utils.translation import get_language

from danvan.common.books import Book
from danvan.democracy import measures as democracy
from danvan.directives import measures as directives
from danvan.engagement import measures as engagement
from danvan.exemplars import measures as exemplars
from danvan.oversight import measures as oversight
from danvan.petitions import measures as petitions
from danvan.reporting.measures import Measured, Record, register_family
from danvan.reporting.models import Round

Stamp = tuple[tuple[str, int, int, int], ...]

BOOKS: list[Book] = [
    *engagement.BOOKS,
    *petitions.BOOKS,
    *directives.BOOKS,
    *oversight.BOOKS,
    *exemplars.BOOKS,
    *democracy.BOOKS,
]
MEASURES = {name: measure for book in BOOKS for name, measure in book.measures.items()}
HOUR = 3600


def counted(round_: Round, unit_ids: Collection[int]) -> dict[str, Measured]:
    """Every measure of the record contexts at once; None for a unit that keeps no such records."""
    kept = stamps(unit_ids, round_.counts_to)
    found: dict[str, dict[int, list[Record] | None]] = {name: dict.fromkeys(unit_ids) for name in MEASURES}
    todo: list[int] = []
    for unit_id in unit_ids:
        remembered = cache.get(_key(round_, unit_id, kept[unit_id])) if unit_id in kept else {}
        if remembered is None:
            todo.append(unit_id)
        for name, records in (remembered or {}).items():
            found[name][unit_id] = records
    for name, by_unit in _read(round_, todo, kept).items():
        found[name].update(by_unit)
    for unit_id in todo:
        mine = {name: by_unit[unit_id] for name, by_unit in found.items()}
        cache.set(_key(round_, unit_id, kept[unit_id]), mine, HOUR)
    return dict(found)


def stamps(unit_ids: Collection[int], day: date) -> dict[int, Stamp]:
    """What each unit keeps up to a day, with a mark that changes whenever one of these records does. One query."""
    ids = list(unit_ids)
    rows = [
        _kept(kind, read(ids, day))
        for book in BOOKS
        for kind, read in {book.name: book.kept, **book.watched}.items()
    ]
    found: dict[int, list[tuple[str, int, int, int]]] = {}
    for unit_id, kind, number, last, versions in rows[0].union(*rows[1:], all=True):
        found.setdefault(unit_id, []).append((kind, number, last, versions))
    return {unit_id: tuple(sorted(told)) for unit_id, told in found.items()}


def _kept(kind: str, rows: QuerySet) -> QuerySet:
    named = rows.order_by().values("unit_id").annotate(kept_as=Value(kind, output_field=CharField()))
    counted = named.annotate(n=Count("pk"), last=Max("pk"), changes=Sum("version"))
    return counted.values_list("unit_id", "kept_as", "n", "last", "changes")


def _read(
    round_: Round, unit_ids: Collection[int], kept: dict[int, Stamp]
) -> dict[str, dict[int, list[Record]]]:
    found: dict[str, dict[int, list[Record]]] = {}
    span = round_.counts_from, round_.counts_to
    for book in BOOKS:
        units = [unit_id for unit_id in unit_ids if any(told[0] == book.name for told in kept[unit_id])]
        for name, measure in book.measures.items():
            silent = book.untold[name](units, *span) if units and name in book.untold else set()
            proofs = measure(units, *span) if units else {}
            found[name] = {
                unit_id: [Record(*proof) for proof in proofs.get(unit_id, [])]
                for unit_id in units
                if unit_id not in silent
            }
    return found


def _key(round_: Round, unit_id: int, stamp: Stamp) -> str:
    # The words beside a record are in the reader's language.
    mark = hashlib.sha256(repr(stamp).encode()).hexdigest()[:24]
    return f"measured:{round_.pk}:{round_.counts_to}:{unit_id}:{get_language()}:{mark}"


def register() -> None:
    """Take the measures of the contexts below up; asked once, when the house starts."""
    register_family(list(MEASURES), counted)
