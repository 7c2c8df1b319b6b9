"""Lists as workbooks: texts that stay texts, real days and numbers, no formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

import xlsxwriter

Cell = str | int | float | date | None
_TEXTS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# The same list gives the same file, whenever it is asked for.
_MADE = datetime(2020, 1, 1, tzinfo=UTC)


def workbook(title: str, rows: Iterable[Iterable[Cell]], *, wide: Mapping[int, int] | None = None) -> bytes:
    """
    One sheet called `title` as an .xlsx file. The first row is the heading and stays in sight; `wide` gives widths, in
    characters, of columns counted from 0.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **_TEXTS})
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet(title[:31])
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, date):
                sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
            elif isinstance(cell, int | float):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, str(cell), None if number else bold)
    sheet.freeze_panes(1, 1)
    for column, width in (wide or {}).items():
        sheet.set_column(column, column, width)
    book.close()
    return buffer.getvalue()
