"""The list as Excel and CSV: texts that stay texts, real days and numbers, no formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime

import xlsxwriter
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.commitments import permissions, queries
from danvan.commitments.views.lists import asked
from danvan.commitments.views.rows import lines
from danvan.common.exports import csv_lines
from danvan.organizations import permissions as policy

Cell = str | int | date
MOST = 50_000


def _rows(request: HttpRequest) -> Iterable[list[Cell]]:
    actor = request.actor
    policy.require_somewhere(actor, "export", permissions.TYPE)
    filters, _unit = asked(request)
    found = lines(queries.found(actor, filters, actor.on, "export").select_related("unit")[:MOST], actor.on)
    yield [
        _("Reference"), _("Unit code"), _("Unit"), _("Asking unit"), _("Origin"), _("Comes from"), _("What is promised"),
        _("Given on"), _("Due"), _("First due on"), _("State"), _("Outcome"), _("Kept"), _("Days late"), _("Extensions"),
        _("Hand-overs"), _("Reopenings"), _("Reminders"),
    ]  # fmt: skip
    verdicts = {None: "", True: _("kept"), False: _("not kept")}
    for row in found:
        one = row.commitment
        yield [
            one.reference, one.unit.code, row.unit, row.asker, str(one.get_origin_display()), one.origin_label, one.text,
            one.given_on, one.due_on, one.first_due_on, str(one.get_state_display()),
            str(one.get_outcome_display()) if one.outcome else "", str(verdicts[one.kept]), row.late, one.extensions,
            one.hand_overs, one.reopenings, one.reminders,
        ]  # fmt: skip


@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC)})
    sheet = book.add_worksheet(_("Commitments"))
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(_rows(request)):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, cell, None if number else bold)
    sheet.freeze_panes(1, 1)
    sheet.set_column(6, 6, 60)
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _attached(HttpResponse(buffer.getvalue(), content_type=kind), "xlsx")


@require_safe
def csv(request: HttpRequest) -> StreamingHttpResponse:
    rows = [
        [f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row] for row in _rows(request)
    ]
    return _attached(StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8"), "csv")


def _attached(response, ending: str):
    response.headers["Content-Disposition"] = f'attachment; filename="cam-ket.{ending}"'
    return response
