"""
What a proposal needs: years since the last award of the same form, the share of people who do the direct work, papers.

The numbers stand in `seed/award-rules.csv` with their source. They are working rules: days and dossiers of the law on
emulation and commendation were not checked, so whatever they find warns and never blocks.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.utils.translation import gettext_lazy as _

PAPERS = {
    "report": _("report on the achievement, confirmed by the unit above"),
    "minutes": _("minutes of the council with the result of the vote"),
    "list": _("list attached to the submission"),
    "opinion": _("written opinion of the bodies that have to be asked"),
}


@dataclass(frozen=True)
class Rule:
    """`interval` in years, `direct` in percent; None where the form has none."""

    interval: int
    direct: int | None
    papers: tuple[str, ...]


@cache
def _rows() -> list[dict[str, str]]:
    text = resources.files("danvan.exemplars").joinpath("seed/award-rules.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def rule(form: str, authority: str, holder: str) -> Rule:
    """The first row that fits; an empty cell fits everything."""
    for row in _rows():
        if row["form"] == form and row["authority"] in ("", authority) and row["holder"] in ("", holder):
            direct = int(row["direct_percent"]) if row["direct_percent"] else None
            return Rule(int(row["interval_years"]), direct, tuple(row["dossier"].split("|")))
    return Rule(0, None, ())
