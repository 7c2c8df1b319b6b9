"""
Small numbers of the situation of the people (R-90): the unit that wrote one reads it, everybody else from a threshold on.

Topics marked sensitive have a higher one, and beyond the unit they are told for the whole city and a whole year only.
"""

from __future__ import annotations

from collections.abc import Iterable

FEWEST, FEWEST_SENSITIVE = 5, 10


def shown(count: int, *, own: bool, sensitive: bool = False, whole_city_and_year: bool = False) -> int | None:
    """The number, or None where it must not be told. Zero is told unless the topic is sensitive."""
    if own:
        return count
    if sensitive:
        return count if whole_city_and_year and count >= FEWEST_SENSITIVE else None
    return count if count == 0 or count >= FEWEST else None


def total(parts: Iterable[tuple[int, int | None]]) -> int | None:
    """
    The sum of (number, number as shown) pairs; None as soon as one part is hidden: what is left after taking the others
    off would be that part.
    """
    rows = list(parts)
    return None if any(seen is None for _count, seen in rows) else sum(count for count, _seen in rows)
