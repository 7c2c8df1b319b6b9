"""Slots for contexts above: they hear what became of what they gave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from danvan.organizations.hooks import Slot

# callable(commitment, at): inside the transaction that closes it, kept or broken.
closed: Slot[Callable[[Any, datetime], None]] = Slot()
# callable(commitment, at): inside the transaction that opens it again.
reopened: Slot[Callable[[Any, datetime], None]] = Slot()
# callable(origin_ref) -> address of the page of what it came from, or "" (the first that knows it answers).
origin_pages: Slot[Callable[[str], str]] = Slot()


def tell_closed(commitment: Any, at: datetime) -> None:
    for function in closed.functions:
        function(commitment, at)


def tell_reopened(commitment: Any, at: datetime) -> None:
    for function in reopened.functions:
        function(commitment, at)


def origin_page(origin_ref: str) -> str:
    if not origin_ref:
        return ""
    return next((page for function in origin_pages.functions if (page := function(origin_ref))), "")
