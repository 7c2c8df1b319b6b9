"""Lists that people take away: Excel and CSV, as attachments with a plain name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.http import HttpResponse, StreamingHttpResponse

from danvan.common.exports import csv_lines
from danvan.common.sheets import Cell, workbook

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def excel(
    name: str, title: str, rows: Iterable[Iterable[Cell]], *, wide: Mapping[int, int] | None = None
) -> HttpResponse:
    """`name` is the file's name without its ending, in plain letters; `title` names the sheet."""
    answer = HttpResponse(workbook(title, rows, wide=wide), content_type=_EXCEL)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def csv(name: str, rows: Iterable[Iterable[Cell]]) -> StreamingHttpResponse:
    """The same list for programs: UTF-8 with mark, days as dd/mm/yyyy."""
    # Read before the answer begins: a refusal must still be able to be told.
    told = [
        ["" if cell is None else f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row]
        for row in rows
    ]
    answer = StreamingHttpResponse(csv_lines(told), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
