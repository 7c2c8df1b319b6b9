"""
Writing forms as workbooks: input cells open, the rest locked, totals as formulas, instructions in Vietnamese.

A workbook that comes back with faults is written again by the same code, with what was typed, the cells marked and a sheet
that lists every fault: export format and import format are one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from danvan.ingest.workbooks.sheets import (
    BEFORE,
    CODE,
    FAULT,
    FIRST_ROW,
    HEAD_ROW,
    NAME,
    NOTE,
    STAMP_LABELS,
    STAMP_ROW,
    UNIT,
    VALUE,
    YEAR_AGO,
    Line,
    Sheet,
)  # fmt: skip

GUIDE, FAULTS = "Hướng dẫn", "Lỗi cần sửa"
HEADS = (
    "Mã",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Số liệu kỳ này",
    "Giải trình, ghi chú",
    "Kỳ trước",
    "Cùng kỳ năm trước",
)
_MADE = datetime(2020, 1, 1, tzinfo=UTC)
_STEPS = (
    "1. Mỗi đơn vị có một trang tính. Chỉ các ô nền vàng nhạt là ô nhập; các ô khác đã khóa để biểu giữ đúng cấu trúc.",
    "2. Nhập số nguyên, ví dụ 1250 hoặc 1.250. Không phát sinh thì nhập 0. Chỉ tiêu không áp dụng cho đơn vị thì nhập: kad.",
    "3. Ô để trống nghĩa là chưa có số liệu, khác với số 0.",
    "4. Các dòng tổng và tỷ lệ được tính sẵn bằng công thức, không nhập.",
    "5. Số liệu tăng, giảm nhiều so với kỳ trước thì ghi lý do ở cột “Giải trình, ghi chú”.",
    "6. Lưu tệp rồi gửi lại bằng cách tải lên hệ thống (Nhập từ tệp → Gửi lại biểu đã nhập) hoặc gửi cho đơn vị cấp trên.",
    "7. Không đổi các dòng nhận dạng ở đầu trang tính: hệ thống dựa vào đó để biết tệp của đơn vị nào, kỳ nào.",
    "8. Tải tệp lên hai lần không làm thay đổi gì thêm. Nếu có lỗi, hệ thống trả lại chính tệp này với các ô lỗi được tô đỏ.",
)


@dataclass(frozen=True)
class Fault:
    """One fault as the summary tells it."""

    sheet: str
    cell: str
    name: str
    reason: str
    remedy: str


def workbook(sheets: Sequence[Sheet], faults: Sequence[Fault] = ()) -> bytes:
    """The forms as one .xlsx file: a sheet per unit behind the instructions (and the faults, if there are any)."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _MADE, "title": sheets[0].form_name if sheets else ""})
    formats = _Formats(book)
    if faults:
        _faults(book, formats, faults)
    if sheets:
        _guide(book, formats, sheets)
    names = sheet_names([sheet.unit for sheet in sheets])
    pages = [_sheet(book, formats, sheet, name) for sheet, name in zip(sheets, names, strict=True)]
    if pages and not faults:
        pages[0].activate()
    book.close()
    return buffer.getvalue()


def sheet_names(units: Sequence[str]) -> list[str]:
    """Names Excel takes: at most 31 signs, none of []:*?/\\, each once."""
    names: list[str] = []
    for unit in units:
        name = re.sub(r"[\[\]:*?/\\']", "-", unit)[:31] or "Biểu"
        number = 2
        while name.lower() in {one.lower() for one in names}:
            tail = f" ({number})"
            name, number = name[: 31 - len(tail)] + tail, number + 1
        names.append(name)
    return names


class _Formats:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
        edge = {**base, "border": 1, "border_color": "#9AA5B1"}
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.plain = book.add_format({**base, "text_wrap": True})
        self.label = book.add_format({**base, "font_color": "#52606D"})
        self.head = book.add_format(
            {**edge, "bold": True, "bg_color": "#E4E7EB", "text_wrap": True, "align": "center"}
        )
        self.section = book.add_format({**edge, "bold": True, "bg_color": "#F5F7FA"})
        self.cell = book.add_format({**edge, "text_wrap": True})
        self.earlier = book.add_format(
            {**edge, "num_format": "#,##0", "font_color": "#52606D", "align": "right"}
        )
        self.input = book.add_format({**edge, "bg_color": "#FFF8DC", "locked": False, "num_format": "#,##0"})
        self.note = book.add_format({**edge, "bg_color": "#FFF8DC", "locked": False, "text_wrap": True})
        self.total = book.add_format({**edge, "bold": True, "num_format": "#,##0"})
        self.share = book.add_format({**edge, "num_format": "0.0"})
        self.wrong = book.add_format(
            {**edge, "bg_color": "#F8D7DA", "font_color": "#8A1C1C", "locked": False, "num_format": "#,##0"}
        )
        self.fault = book.add_format({**edge, "font_color": "#8A1C1C", "text_wrap": True})


def _guide(book: xlsxwriter.Workbook, formats: _Formats, sheets: Sequence[Sheet]) -> None:
    page = book.add_worksheet(GUIDE)
    page.set_column(0, 0, 110)
    page.write_string(0, 0, "HƯỚNG DẪN NHẬP BIỂU", formats.title)
    for row, step in enumerate(_STEPS, start=2):
        page.write_string(row, 0, step, formats.plain)
    if sheets and sheets[0].due:
        page.write_string(len(_STEPS) + 3, 0, f"Hạn gửi: {sheets[0].due}.", formats.title)
    page.protect()


def _faults(book: xlsxwriter.Workbook, formats: _Formats, faults: Sequence[Fault]) -> None:
    page = book.add_worksheet(FAULTS)
    for column, (head, width) in enumerate(
        (("Trang tính", 18), ("Ô", 8), ("Chỉ tiêu", 46), ("Lỗi", 56), ("Cách sửa", 56))
    ):
        page.set_column(column, column, width)
        page.write_string(0, column, head, formats.head)
    for row, fault in enumerate(faults, start=1):
        for column, said in enumerate((fault.sheet, fault.cell, fault.name, fault.reason, fault.remedy)):
            page.write_string(row, column, said, formats.cell)
        if fault.cell:
            page.write_url(row, 1, f"internal:'{fault.sheet}'!{fault.cell}", string=fault.cell)
    page.freeze_panes(1, 0)


def _sheet(
    book: xlsxwriter.Workbook, formats: _Formats, sheet: Sheet, name: str
) -> xlsxwriter.worksheet.Worksheet:
    page = book.add_worksheet(name)
    marked = any(line.fault for line in sheet.lines())
    for column, width in (
        (CODE, 34),
        (NAME, 58),
        (UNIT, 14),
        (VALUE, 16),
        (NOTE, 36),
        (BEFORE, 14),
        (YEAR_AGO, 14),
    ):
        page.set_column(column, column, width)
    page.write_string(0, 0, sheet.form_name.upper(), formats.title)
    page.write_string(1, 0, f"{sheet.unit_name}, {sheet.period_name}", formats.title)
    for row, (label, said) in enumerate(zip(STAMP_LABELS, sheet.stamp.cells(), strict=True), start=STAMP_ROW):
        page.write_string(row, 0, label, formats.label)
        page.write_string(row, 1, said, formats.label)
    for column, head in enumerate(HEADS):
        page.write_string(HEAD_ROW, column, head, formats.head)
    if marked:
        page.set_column(FAULT, FAULT, 60)
        page.write_string(HEAD_ROW, FAULT, "Lỗi và cách sửa", formats.head)
    rows = rows_of(sheet)
    row = FIRST_ROW
    for part in sheet.parts:
        page.merge_range(row, CODE, row, YEAR_AGO, part.title, formats.section)
        row += 1
        for line in part.lines:
            _line(page, formats, row, line, rows)
            row += 1
    page.freeze_panes(FIRST_ROW, VALUE)
    page.protect(options={"format_columns": True, "format_rows": True, "select_locked_cells": True})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD_ROW)
    return page


def rows_of(sheet: Sheet) -> dict[str, int]:
    """Code -> row of the sheet, counted from 0."""
    found: dict[str, int] = {}
    row = FIRST_ROW
    for part in sheet.parts:
        row += 1
        for line in part.lines:
            found[line.code] = row
            row += 1
    return found


def cell_of(rows: dict[str, int], code: str) -> str:
    """ "D12", where the figure of a code stands; empty for no code of the sheet."""
    return xl_rowcol_to_cell(rows[code], VALUE) if code in rows else ""


def _line(
    page: xlsxwriter.worksheet.Worksheet, formats: _Formats, row: int, line: Line, rows: dict[str, int]
) -> None:
    page.write_string(row, CODE, line.code, formats.cell)
    page.write_string(row, NAME, line.name, formats.cell)
    page.write_string(row, UNIT, line.unit, formats.cell)
    page.write_string(row, BEFORE, line.before, formats.earlier)
    page.write_string(row, YEAR_AGO, line.year_ago, formats.earlier)
    if line.is_input:
        _input(page, formats, row, line)
    else:
        form = formats.share if line.share else formats.total
        page.write_formula(row, VALUE, _formula(line, rows), form, "")
        page.write_blank(row, NOTE, None, formats.cell)
    if line.fault:
        page.write_string(row, FAULT, line.fault, formats.fault)


def _input(page: xlsxwriter.worksheet.Worksheet, formats: _Formats, row: int, line: Line) -> None:
    form = formats.wrong if line.fault else formats.input
    if isinstance(line.value, bool) or line.value is None or line.value == "":
        page.write_blank(row, VALUE, None, form)
    elif isinstance(line.value, int | float):
        page.write_number(row, VALUE, line.value, form)
    else:
        page.write_string(row, VALUE, line.value, form)
    page.write_string(row, NOTE, line.note, formats.note)
    cell = xl_rowcol_to_cell(row, VALUE)
    page.data_validation(
        row, VALUE, row, VALUE,
        {
            "validate": "custom",
            "value": f'=OR(AND(ISNUMBER({cell}),{cell}>=0,{cell}=INT({cell})),LOWER(TRIM({cell}))="kad")',
            "input_title": line.name[:32],
            "input_message": "Số nguyên từ 0 trở lên; kad nếu không áp dụng; để trống nếu chưa có số liệu.",
            "error_title": "Chưa đúng",
            "error_message": "Nhập số nguyên từ 0 trở lên (ví dụ 1250), hoặc kad nếu chỉ tiêu không áp dụng.",
            "error_type": "stop",
        },
    )  # fmt: skip


def _formula(line: Line, rows: dict[str, int]) -> str:
    def cell(code: str) -> str:
        return xl_rowcol_to_cell(rows[code], VALUE) if code in rows else "0"

    if line.share:
        top, bottom = (
            ",".join(cell(code) for code in codes) for codes in (line.share.top, line.share.bottom)
        )
        factor = line.share.factor
        return f'=IF(COUNT({top})*COUNT({bottom})=0,"",IF(SUM({bottom})>0,ROUND({factor}*SUM({top})/SUM({bottom}),1),""))'
    cells = ",".join(cell(code) for code in line.adds)
    return f'=IF(COUNT({cells})=0,"",SUM({cells}))'
