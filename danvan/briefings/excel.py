"""
The annexes as an Excel workbook: the same tables as on paper, with numbers that can be added up.

Text is always written as text (R-82): nothing a unit typed can become a formula or a link, and the file carries no
metadata about who made it or when.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from danvan.briefings.bundle import Bundle
from danvan.briefings.layout.ooxml import clean
from danvan.briefings.runs import Bound
from danvan.briefings.tables import Row, Table

# The same bytes for the same document, whenever it is made.
_NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - the file format has no time zone
_SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# "#,##0" is the file's way to say "thousands grouped as the reader's country does": 8.597 in Vietnam.
_WHOLE, _TENTHS, _CHANGE = "#,##0", "#,##0.0", "+#,##0;-#,##0;0"
_EXACT = 10**15


def render(bundle: Bundle) -> bytes:
    """The annexes of a document as .xlsx, one sheet per table."""
    held = BytesIO()
    with xlsxwriter.Workbook(held, _SAFE) as book:
        book.set_properties({"created": _NO_DATE, "author": "", "title": clean(bundle.title)})
        styles = _Styles(book)
        for table in bundle.tables:
            _sheet(book.add_worksheet(table.label), table, bundle, styles)
    return held.getvalue()


class _Styles:
    """One format object per look, as the file format wants it."""

    def __init__(self, book: Any):
        self._book = book
        self._made: dict[Any, Any] = {}

    def get(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            base = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
            self._made[key] = self._book.add_format({**base, **look})
        return self._made[key]


_RULED = {"border": 1, "text_wrap": True}
_HEAD_ROW = 5


def _sheet(sheet: Any, table: Table, bundle: Bundle, styles: _Styles) -> None:
    last = len(table.columns) - 1
    lines: tuple[tuple[str, dict[str, Any]], ...] = (
        (table.label, {"bold": True, "font_size": 13}),
        (table.title, {"bold": True, "font_size": 13}),
        (table.note, {"italic": True}),
        (f"{bundle.issuer.body}, {bundle.number_line}", {"italic": True}),
    )
    for line, (text, look) in enumerate(lines):
        sheet.merge_range(line, 0, line, last, "", styles.get(align="center", **look))
        sheet.write_string(line, 0, clean(text), styles.get(align="center", **look))
    head = styles.get(bold=True, align="center", bg_color="#EDEDED", **_RULED)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width * 0.62)
        sheet.write_string(_HEAD_ROW, place, column.title, head)
    sheet.set_row(_HEAD_ROW, 48)
    for number, row in enumerate(table.rows, _HEAD_ROW + 1):
        _write_row(sheet, number, row, table, styles)
    sheet.freeze_panes(_HEAD_ROW + 1, 2)
    _print_setup(sheet, table)


def _write_row(sheet: Any, number: int, row: Row, table: Table, styles: _Styles) -> None:
    bold = row.role in ("group", "total")
    for place, column in enumerate(table.columns):
        cell = row.cells[place] if place < len(row.cells) else None
        look = {"bold": bold, "italic": row.role == "missing" and place >= 3, "align": column.align, **_RULED}
        if isinstance(cell, Bound) and cell.value is not None and -_EXACT < cell.value < _EXACT:
            sheet.write_number(number, place, cell.value, styles.get(num_format=_number_format(cell), **look))
        elif cell is None:
            sheet.write_blank(number, place, None, styles.get(**look))
        else:
            text = cell.text if isinstance(cell, Bound) else cell
            sheet.write_string(number, place, clean(text), styles.get(**look))
    if row.role == "group":
        look = styles.get(bold=True, align="left", bg_color="#F7F7F7", **_RULED)
        sheet.merge_range(number, 0, number, len(table.columns) - 1, "", look)
        sheet.write_string(number, 0, clean(str(row.cells[0])), look)


def _number_format(cell: Bound) -> str:
    if cell.measure == "difference":
        return _CHANGE
    whole = isinstance(cell.value, int) or cell.value == Decimal(cell.value or 0).to_integral_value()
    return _WHOLE if whole else _TENTHS


def _print_setup(sheet: Any, table: Table) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_footer("&C&P/&N")
    sheet.print_area(0, 0, _HEAD_ROW + len(table.rows), len(table.columns) - 1)
