"""
Querysets without an order come back shuffled.

A database may answer an unordered query in any order, and mostly answers by primary key, so a forgotten `order_by`
passes every test until the day it matters. Whole results that nobody ordered are therefore shuffled; ordered, sliced
and single-row ones are left as they are.
"""

import random
import zlib

from django.db.models.query import QuerySet

_dice = random.Random(0)


def seed(name: str) -> None:
    """Shuffle the same way each time the test called `name` runs, whatever ran before it."""
    _dice.seed(zlib.crc32(name.encode()))


def shuffle_unordered() -> None:
    """Patch Django for the life of the process."""
    fetch = QuerySet._fetch_all

    def fetch_shuffled(self):
        fresh = self._result_cache is None
        fetch(self)
        if fresh and len(self._result_cache) > 1 and not self.query.is_sliced and not self.ordered:
            _dice.shuffle(self._result_cache)

    QuerySet._fetch_all = fetch_shuffled
