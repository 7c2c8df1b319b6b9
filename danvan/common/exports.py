"""Cells of exported tables: what a spreadsheet would take for a formula goes out as text (R-82)."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

# = + - @, tab, CR, LF, NUL and the full-width forms of the four signs.
_DANGEROUS = tuple("=+-@\t\r\n\0＝＋－＠")
_NEGATIVE = re.compile(r"-[0-9][0-9.,]*", re.ASCII)

# Excel takes a file without this mark for an old code page and garbles every Vietnamese letter.
BOM = "\ufeff"


def safe_cell(value: object) -> object:
    """`value` as it may stand in a CSV cell; a text that starts like a formula gets a leading apostrophe."""
    if not isinstance(value, str) or not value.startswith(_DANGEROUS) or _NEGATIVE.fullmatch(value):
        return value
    return "'" + value


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """
    Each row as one line of an RFC 4180 file that opens rightly in Excel: mark first, cells safe, CRLF at the
    end.
    """
    yield BOM
    for row in rows:
        line = StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([safe_cell(cell) for cell in row])
        yield line.getvalue()
