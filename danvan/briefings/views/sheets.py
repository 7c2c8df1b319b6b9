"""A bundle as a page on screen: the same words as on paper, each number a door to its source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from danvan.briefings.bundle import Bundle
from danvan.briefings.layout.rules import MOTTO, NATIONAL_TITLE, PARTY_TITLE
from danvan.briefings.queries import Block
from danvan.briefings.runs import Bound, Paragraph
from danvan.briefings.tables import Table
from danvan.directives.terms import PARTY

Key = tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `bound` ones are marked and, where a trace exists, linked."""

    text: str
    bound: bool = False
    href: str = ""
    changed: bool = False


@dataclass(frozen=True)
class Line:
    source: str
    pieces: tuple[Piece, ...]


def sheet(
    bundle: Bundle, blocks: list[Block], changed: Collection[Key] = (), *, editable: bool = False
) -> dict[str, Any]:
    """Everything the preview template prints. Parts that stay off the paper are shown only where they can be written."""
    drawn = _Drawer(frozenset(changed))
    by_key = {block.part.key: block for block in blocks}
    printed = {section.part.key for section in bundle.printed_sections}
    party = bundle.fmt == PARTY
    return {
        "bundle": bundle,
        "party": party,
        "titles": [PARTY_TITLE] if party else [NATIONAL_TITLE, MOTTO],
        "opening": [drawn.line(paragraph) for paragraph in bundle.opening],
        "sections": [
            {
                "key": section.part.key,
                "depth": section.depth,
                "heading": section.heading,
                "lines": [drawn.line(paragraph) for paragraph in section.paragraphs],
                "block": by_key.get(section.narrative),
                "printed": section.part.key in printed,
            }
            for section in bundle.sections
            if editable or section.part.key in printed
        ],
        "notes": [drawn.line(paragraph) for paragraph in bundle.notes],
        "tables": [drawn.table(table) for table in bundle.tables],
    }


class _Drawer:
    def __init__(self, changed: frozenset[Key]):
        self._changed = changed

    def line(self, paragraph: Paragraph) -> Line:
        return Line(paragraph.source, tuple(self._piece(run) for run in paragraph.runs if run))

    def table(self, table: Table) -> dict[str, Any]:
        width = len(table.columns)
        rows = [
            {
                "role": row.role,
                "cells": [
                    {
                        "piece": self._piece(cell) if cell is not None else None,
                        "align": table.columns[place].align,
                        "span": width - place if place == len(row.cells) - 1 else 1,
                    }
                    for place, cell in enumerate(row.cells)
                ],
            }
            for row in table.rows
        ]
        return {"key": table.key, "label": table.label, "title": table.title, "note": table.note,
                "columns": table.columns, "rows": rows}  # fmt: skip

    def _piece(self, run: str | Bound) -> Piece:
        if isinstance(run, str):
            return Piece(run)
        return Piece(run.text, True, trace_address(run), run.key in self._changed)


def trace_address(bound: Bound) -> str:
    """Where a number's lineage is shown; empty for counts of units and for comparisons, which have none of their own."""
    if bound.measure != "value" or not bound.indicator:
        return ""
    try:
        return reverse("reporting:trace", args=[bound.unit.removesuffix("*"), bound.period, bound.indicator])
    except NoReverseMatch:
        # Reporting may name its page otherwise; a number that leads nowhere still prints.
        return ""
