"""
Reading workbooks that came back: whose they are, what was typed, and what cannot be read, told by sheet and cell.

Cells are read by a compiled reader: formulas give the value they had when the file was saved, hidden sheets are read like
others and told. Nothing is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

import python_calamine
from django.utils.translation import gettext as _

from danvan.ingest.workbooks.sheets import CODE, FIRST_ROW, NOTE, STAMP_LABELS, STAMP_ROW, VALUE, Stamp

MOST_SHEETS = 1200
MOST_ROWS = 5000


class NoWorkbook(Exception):
    """The bytes are no workbook that can be opened. The text says why, for people."""


@dataclass(frozen=True)
class Typed:
    """What stands in the cell of a code: as text, with its row (counted from 0)."""

    text: str
    note: str
    row: int


@dataclass(frozen=True)
class Returned:
    """A sheet with its stamp. `trouble` says why it cannot be taken at all; then `cells` may be empty."""

    sheet: str
    stamp: Stamp | None
    cells: Mapping[str, Typed] = field(default_factory=dict)
    trouble: str = ""

    @property
    def codes(self) -> list[str]:
        return list(self.cells)


def returned(content: bytes) -> list[Returned]:
    """
    The stamped sheets of a workbook; those without a stamp are left out.

    :raises NoWorkbook: when the file cannot be opened, or has too many sheets or rows
    """
    return [one for name, rows in tables(content) if (one := _sheet(name, rows)) is not None]


def tables(content: bytes) -> list[tuple[str, list[list[object]]]]:
    """
    Every sheet as rows of values.

    :raises NoWorkbook: when the file cannot be opened, or has too many sheets or rows
    """
    try:
        with python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            if len(book.sheet_names) > MOST_SHEETS:
                raise NoWorkbook(
                    _("The workbook has more than %(most)s sheets. Split it.") % {"most": MOST_SHEETS}
                )
            found: list[tuple[str, list[list[object]]]] = []
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if sheet.height > MOST_ROWS:
                    raise NoWorkbook(
                        _("Sheet “%(sheet)s” has more than %(most)s rows. Take out what is not needed.")
                        % {"sheet": name, "most": MOST_ROWS}
                    )
                found.append((name, [list(row) for row in sheet.to_python(skip_empty_area=False)]))
            return found
    except python_calamine.PasswordError as error:
        raise NoWorkbook(_("The workbook is locked by a password. Save it without one.")) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise NoWorkbook(
            _("The workbook cannot be opened. Open it in Excel and save it anew as .xlsx.")
        ) from error


def _sheet(name: str, rows: list[list[object]]) -> Returned | None:
    stamp_cells = [text_of(_at(rows, STAMP_ROW + number, 1)) for number in range(len(STAMP_LABELS))]
    labels = tuple(text_of(_at(rows, STAMP_ROW + number, 0)) for number in range(len(STAMP_LABELS)))
    if labels != STAMP_LABELS:
        return None
    form, version, unit, period, check = stamp_cells
    if not version.isdigit():
        return Returned(
            name,
            None,
            trouble=_("The lines that say whose form this is were changed. Download the form again."),
        )
    stamp = Stamp(form, int(version), unit, period, check)
    cells: dict[str, Typed] = {}
    for row in range(FIRST_ROW, len(rows)):
        code = text_of(_at(rows, row, CODE))
        if "." not in code or " " in code:
            continue
        if code in cells:
            return Returned(
                name,
                stamp,
                cells,
                _("Row “%(code)s” stands twice. Download the form again.") % {"code": code},
            )
        cells[code] = Typed(text_of(_at(rows, row, VALUE)), text_of(_at(rows, row, NOTE)), row)
    if not stamp.covers(list(cells)):
        return Returned(
            name,
            stamp,
            cells,
            _(
                "Rows were added, taken out or moved, or the form is of another system. Download the form again and copy the figures."
            ),
        )
    return Returned(name, stamp, cells)


def _at(rows: list[list[object]], row: int, column: int) -> object:
    if row >= len(rows) or column >= len(rows[row]):
        return ""
    return rows[row][column]


def text_of(value: object) -> str:
    """A cell as text: whole numbers without a point, everything else as it stands; at most 500 signs."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return (
            str(int(value))
            if value == int(value) and abs(value) < 1e15
            else f"{value:.10g}".replace(".", ",")
        )
    return str(value).strip()[:500]
