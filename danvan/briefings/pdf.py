"""
A bundle becomes a PDF/A-2b file, set by typst with the fonts committed here and no others.

The text goes in as JSON data and is printed as text; nothing a person typed is ever typst source. Why typst and not
LibreOffice or WeasyPrint: docs/decisions/0007-pdf-route.md.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from danvan.briefings.bundle import Bundle
from danvan.briefings.layout.ooxml import clean
from danvan.briefings.layout.rules import FORMATS, MOTTO, NATIONAL_TITLE, PARTY_TITLE
from danvan.briefings.runs import Bound, Paragraph
from danvan.briefings.tables import Table
from danvan.directives.terms import PARTY

_HERE = Path(__file__).parent
_SOURCE = _HERE / "typst" / "report.typ"
# The same files serve the preview on screen, so a page looks there as it prints.
FONTS = _HERE / "static" / "briefings" / "fonts"


def render(bundle: Bundle) -> bytes:
    """The document as PDF/A-2b: fonts embedded, title and language set, tagged for reading aloud."""
    return typst.compile(
        str(_SOURCE),
        root=str(_HERE / "typst"),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["a-2b"],
        sys_inputs={"data": json.dumps(as_data(bundle), ensure_ascii=False)},
    )


def as_data(bundle: Bundle) -> dict[str, Any]:
    """The bundle as JSON values: what `typst/report.typ` reads."""
    rules, issuer = FORMATS[bundle.fmt], bundle.issuer
    party = bundle.fmt == PARTY
    sizes = {element.key: element.default for element in rules.elements}
    titles = (
        [(PARTY_TITLE, sizes["title"])]
        if party
        else [(NATIONAL_TITLE, sizes["title"]), (MOTTO, sizes["motto"])]
    )
    return {
        "fmt": bundle.fmt,
        "title": clean(bundle.title),
        # PDF/A asks for a date; the document's own keeps the file the same whenever it is made.
        "date": [bundle.dated.year, bundle.dated.month, bundle.dated.day],
        "layout": {
            **sizes,
            "margins": list(rules.margins.default),
            "left": 68 if party else 60,
            "title_rule": 68 if party else 62,
        },
        "issuer": {
            "upper_body": clean(issuer.upper_body),
            "body": clean(issuer.body),
            "authority": clean(issuer.authority),
            "signatory_title": clean(issuer.signatory_title),
            "recipients": [clean(line) for line in issuer.recipients],
        },
        "number_line": clean(bundle.number_line),
        "date_line": clean(bundle.date_line),
        "title_lines": [{"text": text, "size": size} for text, size in titles],
        "subject": clean(bundle.subject),
        "signatory": clean(bundle.signatory),
        "opening": [_runs(paragraph) for paragraph in bundle.opening],
        "sections": [
            {
                "depth": section.depth,
                "heading": section.heading,
                "paragraphs": [_runs(paragraph) for paragraph in section.paragraphs],
            }
            for section in bundle.printed_sections
        ],
        "notes": [_runs(paragraph) for paragraph in bundle.notes],
        "tables": [_table(table) for table in bundle.tables],
    }


def _runs(paragraph: Paragraph) -> list[str]:
    return [clean(paragraph.text)]


def _table(table: Table) -> dict[str, Any]:
    return {
        "label": table.label,
        "title": clean(table.title),
        "note": clean(table.note),
        "columns": [{"title": c.title, "width": c.width, "align": c.align} for c in table.columns],
        "rows": [
            {
                "role": row.role,
                "cells": [clean(cell.text if isinstance(cell, Bound) else cell or "") for cell in row.cells],
            }
            for row in table.rows
        ],
    }
