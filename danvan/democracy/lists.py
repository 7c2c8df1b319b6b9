"""
Closed lists: what must be published (`seed/disclosures.csv`, reviewed) and the ways to publish it.

`checked` V: read in the law's text; M: from knowledge of the field, to be confirmed. Items without months come up when they
come up; the yearly plan leaves them out.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Forms of publication (law 10/2022/QH15 art. 12 section 1), as short codes.
WAYS = {
    "board": _("posted at the office or meeting place"),
    "site": _("web portal"),
    "speaker": _("loudspeaker"),
    "meeting": _("told at a meeting"),
    "village": _("through the head of the village or street group"),
    "network": _("lawful social network"),
    "letter": _("sent in writing"),
}


@dataclass(frozen=True)
class Matter:
    """A matter of the law's list; `months` in which a year's plan expects it."""

    code: str
    scope: str
    months: tuple[int, ...]
    name_vi: str
    name_en: str
    source: str
    checked: str

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_vi


@cache
def matters() -> dict[str, Matter]:
    text = resources.files("danvan.democracy").joinpath("seed/disclosures.csv").read_text("utf-8")
    return {row["code"]: _read(row) for row in csv.DictReader(text.splitlines())}


def _read(row: dict[str, str]) -> Matter:
    months = tuple(int(month) for month in row["months"].split("|") if month)
    return Matter(
        row["code"], row["scope"], months, row["name_vi"], row["name_en"], row["source"], row["checked"]
    )


def of_level(level: str) -> list[Matter]:
    """What a unit of this level publishes: communes by art. 11, everybody else as an agency by art. 46."""
    scope = "commune" if level == "commune" else "agency"
    return [matter for matter in matters().values() if matter.scope == scope]


def named(code: str) -> str:
    found = matters().get(code)
    return found.name if found else code
