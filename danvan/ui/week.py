"""
Lines of "This week" that other contexts bring: what somebody owes, and what waits for them.

A context registers a function in `AppConfig.ready()`; the page knows none of them::

    week.register("owe", lambda request: [week.Line(what=…, where=…, verb=…, href=…, due_on=…)])
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

COLUMNS = ("owe", "waits")


@dataclass(frozen=True)
class Line:
    """`state` and `tone` are the badge; `due_on` says where the line stands, and is told in words."""

    what: str
    where: str
    verb: str
    href: str
    state: str = ""
    tone: str = "neutral"
    due_on: date | None = None


@dataclass(frozen=True)
class More:
    """Lines of one context: the first ones, how many there are in all, and where the rest stands."""

    lines: tuple[Line, ...]
    count: int
    href: str


Source = Callable[[HttpRequest], More | None]
_sources: dict[str, dict[str, Source]] = {column: {} for column in COLUMNS}


def register(column: str, name: str, source: Source) -> None:
    """Ask `source` for its lines whenever the page is opened; None: nothing to do with this person."""
    _sources[column][name] = source


def found(column: str, request: HttpRequest) -> list[More]:
    return [more for source in _sources[column].values() if (more := source(request)) is not None]
