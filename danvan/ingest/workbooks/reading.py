"""
Reading workbooks that came back: whose they are, what was typed, and what cannot be read, told by sheet and cell.

Cells are read by a compiled reader, after a look that it stays within bounds (`surveying`). Formulas give the value they had
when the file was saved; hidden sheets, rows and columns are read like others and told. Nothing is run.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import NamedTuple

import python_calamine
from django.utils.translation import gettext as _

from danvan.ingest.workbooks.sheets import CODE, FIRST_ROW, NOTE, STAMP_LABELS, STAMP_ROW, VALUE, Stamp
from danvan.ingest.workbooks.surveying import (
    MOST_ROWS,
    MOST_SHEETS,
    NoWorkbook,
    Survey,
    survey,
    too_many_rows,
)

__all__ = [
    "MOST_ROWS",
    "MOST_SHEETS",
    "NoWorkbook",
    "Returned",
    "Table",
    "Typed",
    "book",
    "returned",
    "tables",
    "text_of",
]


class Typed(NamedTuple):
    """
    What stands in the cell of a code: as text, with its row (counted from 0). `formula`: it was computed, not typed;
    `trouble` says why there is no value although the cell is not empty.
    """

    text: str
    note: str
    row: int
    formula: bool = False
    trouble: str = ""


@dataclass(frozen=True)
class Returned:
    """A sheet with its stamp. `trouble` says why it cannot be taken at all; then `cells` may be empty."""

    sheet: str
    stamp: Stamp | None
    cells: Mapping[str, Typed] = field(default_factory=dict)
    trouble: str = ""
    # What the reader is told: hidden rows and the like.
    notes: Sequence[str] = ()

    @property
    def codes(self) -> list[str]:
        return list(self.cells)


@dataclass(frozen=True)
class Table:
    """A sheet as rows of values; an error is the text Excel shows for it. `survey` tells formulas and what is hidden."""

    name: str
    rows: list[list[object]]
    survey: Survey

    @property
    def notes(self) -> list[str]:
        """What the reader is told about this sheet."""
        hidden = self.survey.hidden
        if "sheet" in hidden:
            return [_("Sheet “%(sheet)s” is hidden; it was read all the same.") % {"sheet": self.name}]
        if hidden:
            return [
                _("Sheet “%(sheet)s” has hidden rows or columns; they were read all the same.")
                % {"sheet": self.name}
            ]
        return []


def returned(content: bytes) -> list[Returned]:
    """
    The stamped sheets of a workbook; those without a stamp are left out.

    :raises NoWorkbook: when the file cannot be opened, or holds more than a report can
    """
    return [one for table in book(content) if (one := _sheet(table)) is not None]


def tables(content: bytes) -> list[tuple[str, list[list[object]]]]:
    """
    Every sheet as rows of values.

    :raises NoWorkbook: when the file cannot be opened, or holds more than a report can
    """
    return [(table.name, table.rows) for table in book(content)]


def book(content: bytes) -> list[Table]:
    """
    Every sheet with what its values alone do not tell.

    :raises NoWorkbook: when the file cannot be opened, or holds more than a report can
    """
    surveys = survey(content)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)) as opened:
            names = [
                one.name
                for one in opened.sheets_metadata
                if one.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
            return [_table(opened, name, surveys[name]) for name in names]
    except python_calamine.PasswordError as error:
        raise NoWorkbook(_("The workbook is locked by a password. Save it without one.")) from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError, KeyError) as error:
        raise _unopened() from error
    except BaseException as error:
        # What goes wrong inside the compiled reader ("panic") is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise _unopened() from error


def _table(opened: python_calamine.CalamineWorkbook, name: str, about: Survey) -> Table:
    sheet = opened.get_sheet_by_name(name)
    if sheet.end is not None and sheet.end[0] >= MOST_ROWS:
        raise too_many_rows(name)
    rows: list[list[object]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    for (row, column), said in about.errors.items():
        if row < len(rows):
            # Else an error would look like an empty cell.
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = said
    return Table(name, rows, about)


def _unopened() -> NoWorkbook:
    return NoWorkbook(_("The workbook cannot be opened. Open it in Excel and save it anew as .xlsx."))


def _sheet(table: Table) -> Returned | None:
    name, rows = table.name, table.rows
    head = [
        (text_of(_at(rows, STAMP_ROW + n, 0)), text_of(_at(rows, STAMP_ROW + n, 1)))
        for n in range(len(STAMP_LABELS))
    ]
    if tuple(label for label, _said in head) != STAMP_LABELS:
        return None
    form, version, unit, period, check = (said for _label, said in head)
    if not (version.isdecimal() and version.isascii() and len(version) < 6):
        return Returned(
            name,
            None,
            trouble=_("The lines that say whose form this is were changed. Download the form again."),
        )
    stamp = Stamp(form, int(version), unit, period, check)
    cells: dict[str, Typed] = {}
    for number, row in enumerate(rows[FIRST_ROW:], start=FIRST_ROW):
        code = text_of(row[CODE]) if row else ""
        if "." not in code or " " in code:
            continue
        if code in cells:
            said = _("Row “%(code)s” stands twice. Download the form again.") % {"code": code}
            return Returned(name, stamp, cells, said, table.notes)
        cells[code] = _typed(table, number, row)
    trouble = ""
    if not stamp.covers(list(cells)):
        trouble = _(
            "Rows were added, taken out or moved, or the form is of another system. Download the form again and copy the figures."
        )
    return Returned(name, stamp, cells, trouble, table.notes)


def _typed(table: Table, number: int, row: list[object]) -> Typed:
    text = text_of(row[VALUE]) if len(row) > VALUE else ""
    note = text_of(row[NOTE]) if len(row) > NOTE else ""
    if (number, VALUE) not in table.survey.formulas:
        return Typed(text, note, number)
    trouble = ""
    if not text and (number, VALUE) in table.survey.unsaved:
        trouble = _("The cell holds a formula whose value was never saved.")
    return Typed(text, note, number, True, trouble)


def _at(rows: list[list[object]], row: int, column: int) -> object:
    if row >= len(rows) or column >= len(rows[row]):
        return ""
    return rows[row][column]


def text_of(value: object) -> str:
    """A cell as text: whole numbers without a point, everything else as it stands; at most 500 signs."""
    if isinstance(value, str):
        return value.strip()[:500]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if not math.isfinite(value):
            return "#NUM!"
        return (
            str(int(value))
            if value == int(value) and abs(value) < 1e15
            else f"{value:.10g}".replace(".", ",")
        )
    return str(value)[:500]
