"""A text that was read from a file, and why a file is not read; what the readers of every kind share."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from danvan.common.errors import DomainError

MAX_BYTES = 50 * 1024 * 1024
# About 2,500 pages: read in seconds. Longer is a mistake or a trick.
MAX_LETTERS = 5_000_000


class Unreadable(DomainError):
    """
    A file that cannot be read as text. `code` says why: kind, empty, too-large, locked, damaged, scan, encoding,
    direction, not-a-file.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Source:
    """A text and where its pages begin (places in it; one page for what has none)."""

    name: str
    kind: str
    text: str
    pages: list[int] = field(default_factory=lambda: [0])
    # What the reader is told: an old font that was converted, signs that cannot be seen, pages that are pictures.
    notes: list[str] = field(default_factory=list)

    def page_of(self, place: int) -> int:
        """Number of the page, from 1, that holds a place."""
        return bisect_right(self.pages, place) or 1


def damaged() -> Unreadable:
    return Unreadable("damaged", _("The file is damaged. Open it in its program and save it anew."))


def too_long() -> Unreadable:
    return Unreadable(
        "too-large",
        _("The file holds more than %(most)s letters of text. Split it and read the parts.")
        % {"most": f"{MAX_LETTERS:,}".replace(",", ".")},
    )
