"""A kind of record that units keep and reports count: how each context tells what it measures, without knowing reports."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

# Reference of a record in the house, what a person reads, how much it counts.
Proof = tuple[str, str, int]
Measured = dict[int, list[Proof]]
Counted = Callable[[Collection[int], date, date], Measured]
Rows = Callable[[list[int], date], QuerySet]


@dataclass(frozen=True)
class Book:
    """
    What the reports need to know of one kind of record.

    `measures`: the words of an indicator's `derived_from` -> a function of unit ids and the first and last day that gives
    ``{unit id: [proof, ...]}``. `kept`: rows (with `unit_id` and `version`) of some units up to a day; a unit that has any
    keeps this book, and its records speak for it. `watched`: further rows whose change changes what is counted. `untold`:
    words -> the units for which the records cannot say it, although they keep the book.
    """

    name: str
    measures: Mapping[str, Counted]
    kept: Rows
    watched: Mapping[str, Rows] = field(default_factory=dict)
    untold: Mapping[str, Callable[[Collection[int], date, date], set[int]]] = field(default_factory=dict)
