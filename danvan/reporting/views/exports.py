"""Totals as Excel and CSV: real numbers, texts that stay texts, no formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime

import xlsxwriter
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from danvan.common.exports import csv_lines
from danvan.common.periods import Period
from danvan.organizations import permissions as policy
from danvan.reporting import sentences
from danvan.reporting.figures import Number, plain
from danvan.reporting.queries import forms, panorama
from danvan.reporting.queries.panorama import Focus, Panorama
from danvan.reporting.queries.sheets import HIDDEN
from danvan.reporting.views.totals import first_code, section_number

Cell = str | int | float | None
MADE = datetime(2020, 1, 1, tzinfo=UTC)


def _asked(request: HttpRequest) -> tuple[Panorama, Focus]:
    get = request.GET
    unit = panorama.unit_in_sight(request.actor, get.get("don-vi", ""))
    policy.require(request.actor, "export", "total", unit.pk)
    form = forms.form_of(get.get("bieu-mau", "")[:40])
    period = Period.parse(get["ky"]) if get.get("ky") else panorama.shown_first(form)
    section = section_number(form, get.get("nhom", ""), get.get("chi-tieu", ""))
    seen = panorama.panorama(request.actor, unit, period, section, form)
    return seen, panorama.focus(request.actor, seen, get.get("chi-tieu", "") or first_code(seen))


def _number(value: Number | None, *, hidden: bool) -> Cell:
    return HIDDEN if hidden else plain(value)


def _by_indicator(seen: Panorama) -> Iterable[list[Cell]]:
    levels = seen.levels
    yield [
        _("Code"), _("Indicator"), _("Counting unit"), *[sentences.level_word(level) for level in levels], _("In all"),
        _("Last period"), _("Year before"), _("Units reported"), _("Units expected"),
    ]  # fmt: skip
    for line in seen.lines:
        figure = line.figure
        yield [
            figure.indicator.code, figure.indicator.name, figure.indicator.unit,
            *[_number(figure.levels.get(level), hidden=line.hidden or level in line.hidden_levels) for level in levels],
            _number(figure.all, hidden=line.hidden), _number(line.before, hidden=line.hidden),
            _number(line.year_ago, hidden=line.hidden), figure.units_reported, figure.units_expected,
        ]  # fmt: skip


def _by_unit(focus: Focus) -> Iterable[list[Cell]]:
    yield [_("Unit code"), _("Unit"), focus.spec.name, _("Units reported"), _("Units expected")]
    for place, row in enumerate(focus.rows):
        figure = row.figures[focus.spec.code]
        name = _("%(unit)s, own") % {"unit": row.unit.name} if row.itself else row.unit.name
        yield [
            row.unit.code, name, _number(figure.all, hidden=place in focus.hidden_rows), figure.units_reported,
            figure.units_expected,
        ]  # fmt: skip


def _file_name(seen: Panorama, ending: str) -> str:
    part = "" if seen.form == forms.default_form() else f"-{seen.form.code}"
    return f"so-lieu-{seen.unit.code}-{seen.period}{part}.{ending}"


@require_GET
def excel(request: HttpRequest) -> HttpResponse:
    seen, focus = _asked(request)
    buffer = io.BytesIO()
    # Whatever a unit calls itself is text: nothing becomes a formula, a link or a number by its looks.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    # The same figures make the same file.
    book.set_properties(
        {"title": f"{seen.name.name}, {seen.period.label()}", "created": MADE.replace(tzinfo=None)}
    )
    title = f"{seen.name.name}, {seen.period.label()}: {seen.section.title}"
    _sheet(book, _("Indicators"), title, list(_by_indicator(seen)))
    if any(not row.itself for row in focus.rows):
        _sheet(book, _("By unit"), f"{focus.spec.name}, {seen.period.label()}", list(_by_unit(focus)))
    book.close()
    response = HttpResponse(
        buffer.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="{_file_name(seen, "xlsx")}"'
    return response


def _sheet(book: xlsxwriter.Workbook, name: str, title: str, rows: list[list[Cell]]) -> None:
    sheet = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    whole, part = book.add_format({"num_format": "#,##0"}), book.add_format({"num_format": "#,##0.00"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    right = book.add_format({"align": "right"})
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
    for column, word in enumerate(rows[0]):
        sheet.write_string(2, column, str(word), bold)
    for number, row in enumerate(rows[1:], start=3):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, right if cell == HIDDEN else text)
            elif cell is not None:
                sheet.write_number(number, column, cell, part if isinstance(cell, float) else whole)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 48)
    sheet.set_column(2, len(rows[0]) - 1, 14)
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


@require_GET
def csv(request: HttpRequest) -> StreamingHttpResponse:
    seen, _focus = _asked(request)
    # Worked out before the answer begins: a refusal halfway through a stream could not be told.
    rows = list(_by_indicator(seen))
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(seen, "csv")}"'
    return response
