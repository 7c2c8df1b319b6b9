"""
The annexes: table A (figures by level) and table B (figures by unit), as plain cells for Word, PDF and Excel alike.

A cell is text, a `Bound` number, or None for "nothing to print here"; numbers keep their value, so Excel can add them up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from danvan.briefings import words
from danvan.briefings.patterns import GROUPS
from danvan.briefings.runs import ALL_LEVELS, Bound, Number
from danvan.briefings.sentences import is_small, rounded, shown, value_in
from danvan.common.numbers import format_number
from danvan.common.periods import Period

Cell = str | Bound | None
NOT_REPORTED = "chưa báo cáo"
SMALL = "…"


@dataclass(frozen=True)
class Column:
    """`width` is a share of the table; figures stand right, names left, the rest in the middle."""

    title: str
    width: int
    align: str = "right"


@dataclass(frozen=True)
class Row:
    """
    `role` is ``row``, ``group`` (one heading over all columns), ``missing`` or ``total``. A row with fewer cells than
    the table has columns lets its last cell reach to the end.
    """

    cells: tuple[Cell, ...]
    role: str = "row"


@dataclass(frozen=True)
class Table:
    key: str
    label: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def bound(self) -> list[Bound]:
        return [cell for row in self.rows for cell in row.cells if isinstance(cell, Bound)]


@dataclass(frozen=True)
class UnitRow:
    """One line of table B: a unit, how many units of its branch sent, and its figures by code."""

    code: str
    name: str
    expected: int
    complete: int
    values: dict[str, Number | None]


def _bound(
    report: Any, code: str, level: str, value: Number | None, *, measure: str = "value", against: str = ""
) -> Cell:
    figure = report.by_code[code]
    if value is None:
        return None
    if is_small(figure, value):
        return SMALL
    unit = figure.indicator.unit
    text = shown(value, unit).replace("\u00a0%", "") if unit == "%" else shown(value)
    return Bound(code, report.unit.code, level, str(report.period), rounded(value), text, measure, against)


def by_level(
    report: Any, earlier: Any = None, year_to_date: Any = None, quarters: Sequence[Any] = ()
) -> Table:
    """
    Table A. Twelve columns; without districts eleven; a year has its four quarters in place of the sum since January.

    `earlier` is the report of the same period a year ago, `year_to_date` the one since January, `quarters` the four of
    a year; each may be missing, its cells then stay empty.
    """
    levels = words.levels_on(report.day)
    province = words.is_province(report.unit.name)
    columns = [
        Column("TT", 9, "center"),
        Column("Chỉ tiêu", 62, "left"),
        Column("Đơn vị tính", 17, "center"),
        Column("Tổng", 17),
        *(Column(words.column_phrase(level, report.day, province=province), 17) for level in levels),
        *(Column(_quarter_title(part.period), 15) for part in quarters),
        Column("Cùng kỳ năm trước", 17),
        Column("Tăng/giảm", 16),
    ]
    if not quarters:
        columns.append(Column("Lũy kế từ đầu năm", 18))
    columns.append(Column("Số đơn vị báo cáo", 19, "center"))
    rows: list[Row] = []
    group, number = "", 0
    for figure in report.figures:
        if figure.indicator.kind == "slice":
            continue
        if figure.indicator.group != group:
            group = figure.indicator.group
            rows.append(Row((_group_title(group),), "group"))
        number += 1
        rows.append(_row_a(number, report, figure, levels, earlier, year_to_date, quarters))
    title = f"Tổng hợp số liệu công tác dân vận {report.period.label('vi')} theo cấp"
    note = f"{report.unit.name}. Ô trống: chưa có số liệu hoặc cấp đó không thống kê chỉ tiêu."
    if earlier is not None and earlier.illustrative:
        note += f" {words.illustrative(earlier.period)}"
    return Table("table_a", "Phụ lục 1", title, note, tuple(columns), tuple(rows))


def _quarter_title(period: Period) -> str:
    label = period.label("vi").split("/")[0]
    return label[0].upper() + label[1:]


def _group_title(code: str) -> str:
    name = GROUPS[code].name if code in GROUPS else code
    return name[0].upper() + name[1:]


def _row_a(number, report, figure, levels, earlier, year_to_date, quarters) -> Row:
    code, total = figure.indicator.code, figure.all
    before = value_in(earlier.by_code, code) if earlier else None
    change = _change(total, before)
    cells: list[Cell] = [
        str(number),
        figure.indicator.name_vi,
        figure.indicator.unit,
        _bound(report, code, ALL_LEVELS, total),
        *(_bound(report, code, level, figure.levels.get(level)) for level in levels),
        *(
            _bound(part, code, ALL_LEVELS, value_in(part.by_code, code)) if code in part.by_code else None
            for part in quarters
        ),
        _bound(earlier, code, ALL_LEVELS, before) if earlier and before is not None else None,
    ]
    if change is None:
        cells.append(None)
    else:
        text = ("+" if change > 0 else "") + format_number(change)
        unit, period, against = report.unit.code, str(report.period), str(earlier.period)
        cells.append(Bound(code, unit, ALL_LEVELS, period, change, text, "difference", against))
    if not quarters:
        to_date = value_in(year_to_date.by_code, code) if year_to_date else None
        cells.append(_bound(year_to_date, code, ALL_LEVELS, to_date) if to_date is not None else None)
    cells.append(f"{format_number(figure.units_reported)}/{format_number(figure.units_expected)}")
    return Row(tuple(cells))


def _change(now: Number | None, before: Number | None) -> Number | None:
    if now is None or before is None:
        return None
    change = rounded(now) - rounded(before)
    return rounded(change) if isinstance(change, Decimal) else change


# The figures a reader compares units by; a form that lacks one leaves its column out.
TABLE_B_CODES = (
    "dialogue.held.total",
    "dialogue.opinions.raised",
    "supervision.sessions.total",
    "supervision.recommendations.made",
    "criticism.sessions.total",
    "petition.received.total",
    "petition.resolved",
    "model.active.total",
    "training.attendances",
    "award.collectives.total",
)  # fmt: skip


def by_unit(report: Any, units: Sequence[UnitRow], codes: Sequence[str] = TABLE_B_CODES) -> Table:
    """Table B: one row per unit in the order given (tree order), then the total. Who sent nothing is "chưa báo cáo"."""
    codes = [code for code in codes if code in report.by_code]
    columns = [
        Column("TT", 9, "center"),
        Column("Đơn vị", 48, "left"),
        Column("Số đơn vị báo cáo", 18, "center"),
    ]
    columns += [Column(_short(report.by_code[code].indicator), 18) for code in codes]
    rows = [_row_b(number, report, unit, codes) for number, unit in enumerate(units, 1)]
    total: list[Cell] = [
        "",
        "Tổng cộng",
        _fraction(sum(report.complete.values()), sum(report.expected.values())),
    ]
    total += [_bound(report, code, ALL_LEVELS, report.by_code[code].all) for code in codes]
    rows.append(Row(tuple(total), "total"))
    title = f"Tổng hợp số liệu công tác dân vận {report.period.label('vi')} theo đơn vị"
    note = "Số của một đơn vị gồm số của chính đơn vị và của các đơn vị trực thuộc. Ô trống: chưa có số liệu."
    return Table("table_b", "Phụ lục 2", title, note, tuple(columns), tuple(rows))


def _fraction(part: int, whole: int) -> str:
    return f"{format_number(part)}/{format_number(whole)}"


def _row_b(number: int, report: Any, unit: UnitRow, codes: Sequence[str]) -> Row:
    head: list[Cell] = [str(number), unit.name, _fraction(unit.complete, unit.expected)]
    if not unit.complete and all(unit.values.get(code) is None for code in codes):
        return Row((*head, NOT_REPORTED) if codes else tuple(head), "missing")
    cells: list[Cell] = []
    for code in codes:
        value = unit.values.get(code)
        if value is None:
            cells.append(None)
        elif is_small(report.by_code[code], value):
            cells.append(SMALL)
        else:
            printed = shown(value).replace("\u00a0%", "")
            cells.append(Bound(code, unit.code, ALL_LEVELS, str(report.period), rounded(value), printed))
    return Row((*head, *cells))


def _short(indicator: Any) -> str:
    names = {
        "dialogue.held.total": "Hội nghị đối thoại",
        "dialogue.opinions.raised": "Ý kiến tại đối thoại",
        "supervision.sessions.total": "Cuộc giám sát",
        "supervision.recommendations.made": "Kiến nghị sau giám sát",
        "criticism.sessions.total": "Cuộc phản biện",
        "petition.received.total": "Đơn tiếp nhận",
        "petition.resolved": "Đơn đã giải quyết",
        "model.active.total": "Mô hình “Dân vận khéo”",
        "training.attendances": "Lượt người tập huấn",
        "award.collectives.total": "Tập thể khen thưởng",
    }
    return names.get(indicator.code, indicator.name_vi)
