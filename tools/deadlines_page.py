"""
Write docs/reference/deadlines.md from the list of rules of time: ``python tools/deadlines_page.py`` (``--check`` only
looks).
"""

from __future__ import annotations

import os
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "deadlines.md"

HEAD = """\
# Rules of time

<!-- Written by tools/deadlines_page.py from danvan/reference/seed/. Do not edit: change the list. -->

The {count} versions of {codes} rules that `danvan.reference` knows. How they are counted:
[how a clock reckons](../explanation/deadlines.md).

- **WD** working days, **CD** calendar days, **WH** working hours, **H** hours. *Before* counts back from an event; *at
  least* is the shortest time, not the longest. In brackets: remote areas.
- **More** is how often and by how much a limit may be extended, and by whom.
- **Checked** says how far: *V* in the source named below, *S* stated in a seed article, *M* from experience, to be
  checked before anybody relies on it, *P* proposed by the project, no rule of law.
- *Takes over* marks a version that also governs what began before it and is still open.
"""
UNITS = {"working_day": "WD", "calendar_day": "CD", "working_hour": "WH", "hour": "H"}


def page() -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from danvan.reference.services.rules import read_rules
    from danvan.reference.sources import listed
    from danvan.reference.topics import TOPICS

    order = list(TOPICS)
    rules = sorted(read_rules(), key=lambda r: (order.index(r["topic"]), r["code"], r["valid_from"]))
    lines = [HEAD.format(count=len(rules), codes=len({rule["code"] for rule in rules}))]
    for topic, group in groupby(rules, key=lambda rule: rule["topic"]):
        lines += [
            f"## {_english(TOPICS[topic])}",
            "",
            "| Code | Rule | Time | From | In force | More | Source | Checked |",
        ]
        lines += ["|---|---|---|---|---|---|---|---|", *(_row(rule) for rule in group), ""]
    lines += ["## Where it was read", "", "| Key | Title | Address |", "|---|---|---|"]
    lines += [f"| {key} | {title} | <{address}> |" for key, (title, address) in sorted(listed().items())]
    return "\n".join(lines) + "\n"


def _english(words: object) -> str:
    from django.utils import translation

    with translation.override("en"):
        return str(words)


def _row(rule: dict[str, Any]) -> str:
    valid = f"{rule['valid_from']:%d/%m/%Y} –" + (f" {rule['valid_to']:%d/%m/%Y}" if rule["valid_to"] else "")
    source = ", ".join(part for part in (rule["document"], rule["article"]) if part)
    if rule["transition"] == "take_over":
        source += f". *Takes over*: {rule['transition_source']}"
    elif rule["transition_source"]:
        source += f". {rule['transition_source']}"
    if rule["note_vi"]:
        source += f". {rule['note_vi']}"
    cells = [
        f"`{rule['code']}`",
        f"{rule['name_vi']}<br>{rule['name_en']}",
        _time(rule),
        rule["starts_with_en"],
    ]
    cells += [valid, _more(rule), source, rule["tags"]]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _time(rule: dict[str, Any]) -> str:
    if rule["kind"] == "duty":
        return f"{rule['length']} a {rule['per']}"
    if rule["kind"] != "limit":
        return "named in the document" if rule["kind"] == "agreed" else "–"
    text = f"{rule['length']} {UNITS[rule['day_type']]}"
    text = f"at least {text}" if rule["bound"] == "earliest" else text
    text += " before" if rule["direction"] == "before" else ""
    return f"{text} ({rule['remote_length']})" if rule["remote_length"] else text


def _more(rule: dict[str, Any]) -> str:
    if not rule["extensions"]:
        return "–"
    remote = f" ({rule['remote_extension_length']})" if rule["remote_extension_length"] else ""
    who = f", {rule['extension_by'].replace(',', ', ')}" if rule["extension_by"] else ""
    return f"{rule['extensions']} × {rule['extension_length']}{remote}{who}"


def main(arguments: list[str]) -> int:
    wanted = page()
    if "--check" in arguments:
        if PAGE.exists() and PAGE.read_text("utf-8") == wanted:
            return 0
        print("docs/reference/deadlines.md is not what the list says: python tools/deadlines_page.py")
        return 1
    PAGE.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
