"""What the tags of a rule stand for: how far its source was checked, and where."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

LIST = Path(__file__).parent / "seed" / "legal-sources.csv"
STANDING = {
    "V": (_("checked in a source"), "good"),
    "S": (_("stated in a seed article"), "neutral"),
    "M": (_("from experience, to be checked"), "warn"),
    "P": (_("proposed, no rule of law"), "gold"),
}


@dataclass(frozen=True)
class Source:
    """One tag in words; `address` is where it was read, empty when nowhere."""

    tag: str
    words: object
    tone: str
    title: str = ""
    address: str = ""


def sources_of(tags: str) -> list[Source]:
    """The tags of a rule, as in "V:MTTQ P"."""
    found = []
    for tag in tags.split():
        kind, _colon, key = tag.partition(":")
        words, tone = STANDING[kind]
        title, address = listed().get(key, ("", ""))
        found.append(Source(tag, words, tone, title, address))
    return found


@cache
def listed() -> dict[str, tuple[str, str]]:
    """Where the rules were read, by key: title and address."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return {row["key"]: (row["title"], row["address"]) for row in csv.DictReader(file)}
