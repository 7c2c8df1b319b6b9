"""Reading a filled-in grid: which cells were changed, which waivers given, what cannot be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from danvan.reporting import cells
from danvan.reporting.catalogue import UnknownIndicator
from danvan.reporting.layouts import Layout
from danvan.reporting.refusals import BadNumber, TooMuch
from danvan.reporting.services.entry import LONGEST_NOTE, Typed

CELL, SEEN, WAIVER = "o-", "s-", "w|"
LONGEST_TEXT = 200


@dataclass
class Filled:
    """Cells that differ from what the typist was shown, explanations by cell and rule, and refused texts with why."""

    typed: dict[str, Typed] = field(default_factory=dict)
    waivers: dict[str, dict[str, str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, str]:
        return {code: entry.text for code, entry in self.typed.items()}


def from_post(post: Mapping[str, str], layout: Layout, take: str = "") -> Filled:
    """
    The grid as a plain form sends it. `take` names a cell whose own text is given up for the other person's.

    All cells are read, so that every wrong one is named at once.
    """
    filled = Filled()
    for code in layout.codes:
        text = post.get(CELL + code)
        if text is None or code == take:
            continue
        revision, _bar, shown = post.get(SEEN + code, "0|").partition("|")
        if text.strip() != shown.strip():
            filled.typed[code] = Typed(text[:LONGEST_TEXT], _whole(revision))
    for name, text in post.items():
        if name.startswith(WAIVER) and name.count("|") == 2:
            _prefix, code, rule = name.split("|")
            if code in layout.index:
                filled.waivers.setdefault(code, {})[rule] = text[:LONGEST_NOTE]
    for code, entry in filled.typed.items():
        try:
            cells.read(layout.catalogue[code], entry.text)
        except BadNumber as refusal:
            filled.errors[code] = refusal.message
    return filled


def from_json(body: bytes, layout: Layout) -> Filled:
    """
    What the script sends: ``{"cells": {code: {"text", "seen"}}, "waivers": {code: {rule: text}}}``.

    :raises TooMuch: for more cells than a form has; :raises UnknownIndicator: for a code that is none
    """
    try:
        sent = json.loads(body)
        # JSON can name half a character (\ud800), which no answer could ever be written with.
        json.dumps(sent, ensure_ascii=False).encode()
        given = dict(sent.get("cells") or {})
        filled = Filled(
            {
                str(code): Typed(str(cell["text"])[:LONGEST_TEXT], _whole(cell.get("seen")))
                for code, cell in given.items()
            }
        )
        waivers = dict(sent.get("waivers") or {})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadNumber(
            _("The cells could not be read. Reload the page; what you typed is kept on this machine.")
        ) from None
    if len(filled.typed) > len(layout.catalogue):
        raise TooMuch(_("More cells were sent than the form has. Paste one column of this form at a time."))
    for code, rules in waivers.items():
        if code not in layout.catalogue or not isinstance(rules, dict):
            raise UnknownIndicator(
                _("There is no indicator “%(code)s”. The catalogue lists all codes.")
                % {"code": str(code)[:80]}
            )
        filled.waivers[code] = {str(rule)[:80]: str(text)[:LONGEST_NOTE] for rule, text in rules.items()}
    return filled


def _whole(text: Any) -> int:
    digits = str(text or "0")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0
