"""
Write docs/reference/indicators.md from the starter catalogue: ``python tools/indicators_page.py`` (``--check`` only looks).
"""

from __future__ import annotations

import os
import re
import sys
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "indicators.md"

HEAD = """\
# Indicators

<!-- Written by tools/indicators_page.py from danvan/reporting/seed/indicators.csv. Do not edit: change the catalogue. -->

The {count} indicators of the starter catalogue, as they are loaded. What the words mean:
[periods and aggregation](periods-and-aggregation.md). How to add one: [add an indicator](../how-to/add-an-indicator.md).

- **Kind**: *input* is typed (or counted from records), *stock* is a state at a day, *total* the sum of its parts, *ratio*
  recomputed from summed parts, *slice* one level of another indicator. Ratios and slices are never stored.
- **Units** and **time** say how figures are added over units and over the periods of a year.
- **Levels** are those that are asked: T the city, H districts, X communes, S agencies.
- **Records** names what a record context may count; where no context does, the figure is typed.
- *•5* marks counts that are hidden from other units while they are below 5."""
LEVELS = {"city": "T", "district": "H", "commune": "X", "agency": "S"}
# Figures and notes that speak of the published texts behind the catalogue.
PUBLISHED = re.compile(r"\bseeds?\b", re.IGNORECASE)


def page() -> str:
    """The whole page, from the rows as `load_catalogue` would store them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from danvan.reporting.services import catalogue

    rows = [catalogue._indicator(row, place) for place, row in enumerate(catalogue.starter_rows())]
    parts = [HEAD.format(count=len(rows))]
    for group, members in groupby(rows, key=lambda row: row.group):
        title_vi, title_en = catalogue.SECTIONS[group]
        parts += [f"\n## {title_en} · {title_vi}\n", *_table(list(members))]
    return "\n".join(parts) + "\n"


def _table(rows) -> list[str]:
    lines = [
        "| Code | Name | Counted in | Levels | Kind | Units | Time | Formula or records | Source |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        small = f" •{row.small_cells_below}" if row.small_cells_below else ""
        levels = "".join(LEVELS[level] for level in row.levels.split("|"))
        made_of = f"`{row.formula}`" if row.formula else row.derived_from
        cells = [
            f"`{row.code}`{small}",
            f"{row.name_vi}<br>{row.name_en}",
            row.unit,
            levels,
            row.kind,
            row.over_units,
            row.over_time,
            made_of.replace("|", "\\|"),
            _source(row),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _source(row) -> str:
    source = "figures published for Hanoi, 2019" if PUBLISHED.search(row.source) else row.source
    note = "" if PUBLISHED.search(row.note) else row.note
    return ". ".join(part.replace("|", "\\|") for part in (source, note[:1].upper() + note[1:]) if part)


def main(arguments: list[str]) -> int:
    wanted = page()
    if "--check" in arguments:
        if PAGE.read_text("utf-8") == wanted:
            return 0
        print("docs/reference/indicators.md is not what the catalogue says: python tools/indicators_page.py")
        return 1
    PAGE.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
