"""A resolution pasted as a table (from Excel, Word or CSV): old code, new code, new name, share."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from django.utils.translation import gettext as _

from danvan.common.vietnamese import fold, nfc
from danvan.organizations.changes import Row

MOST_LINES = 5000
_SHARES = {
    "": "whole", "whole": "whole", "toan bo": "whole", "nguyen trang": "whole", "1": "whole", "100%": "whole",
    "part": "part", "mot phan": "part", "phan": "part",
}  # fmt: skip
_HEADS = {"old", "old code", "ma cu", "code", "ma", "new code", "ma moi"}


@dataclass(frozen=True)
class Read:
    """The rows that could be read, and a sentence for each line that could not."""

    rows: tuple[Row, ...]
    problems: tuple[str, ...]


def read_resolution(text: str) -> Read:
    """Columns old, new, name, share; tabs, semicolons or commas; a heading line is skipped."""
    return _read(text, lambda cells: Row(cells[0], cells[1], cells[2], cells[3]), needed=2)


def read_parts(text: str, old: str) -> Read:
    """Columns new code, name of the parts into which `old` is divided."""
    return _read(text, lambda cells: Row(old, cells[0], cells[1], "part"), needed=1)


def _read(text: str, build, needed: int) -> Read:
    lines = nfc(text).strip("\ufeff\r\n").splitlines()
    if len(lines) > MOST_LINES:
        words = {"most": MOST_LINES, "lines": len(lines)}
        return Read((), (_("The table has %(lines)d lines; at most %(most)d are read at once.") % words,))
    rows, problems = [], []
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=_separator(line)), [])] + [""] * 4
        if not any(cells) or (number == 1 and fold(cells[0]) in _HEADS):
            continue
        if not all(cells[:needed]):
            problems.append(_("Line %(line)d: a code is missing.") % {"line": number})
            continue
        row = build(cells)
        share = _SHARES.get(fold(row.share))
        if share is None:
            words = {"line": number, "share": row.share[:40]}
            problems.append(_("Line %(line)d: the share is “%(share)s”; write “whole” or “part”.") % words)
            continue
        rows.append(Row(row.old, row.new, row.name, share, number))
    return Read(tuple(rows), tuple(problems))


def _separator(line: str) -> str:
    return next((mark for mark in "\t;" if mark in line), ",")
