"""Figures in one sentence for the screen: the number, its levels, the change, the completeness."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from danvan.common.numbers import format_number, format_percent
from danvan.reporting.figures import Number, ReportFigure


def level_word(level: str) -> str:
    words = {
        "city": _("city"),
        "district": _("districts"),
        "commune": _("communes"),
        "agency": _("agencies"),
        "nation": _("nation"),
        "village": _("villages"),
    }
    return words.get(level, level)


def change(now: Number | None, then: Number | None, *, percentage: bool = False) -> str:
    """“up 3,1 %”, “down 12 %”, “unchanged”; for shares in percentage points; empty where nothing can be compared."""
    if now is None or then is None:
        return ""
    if now == then:
        return _("unchanged")
    if percentage:
        points = format_number(abs(Decimal(now) - Decimal(then)))
        return (_("up %(points)s points") if now > then else _("down %(points)s points")) % {"points": points}
    if then == 0:
        return _("none then")
    moved = format_percent(abs(Decimal(now) - Decimal(then)) * 100 / Decimal(then), 1)
    return (_("up %(percent)s") if now > then else _("down %(percent)s")) % {"percent": moved}


def compared(figure: ReportFigure, then: Number | None) -> str:
    """
    The change of a figure against an earlier one, once every unit has reported; before that nothing, because half the
    units always hold less than all of them did.
    """
    return change(figure.all, then, percentage=figure.indicator.unit == "%") if figure.complete else ""


def sentence(figure: ReportFigure, year_ago: Number | None) -> str:
    """
    “Cuộc giám sát: 8.597 cuộc (434 thành phố; 2.054 quận, huyện; 6.109 xã, phường); tăng 3,1 % so với cùng kỳ năm trước;
    615/615 đơn vị.”
    """
    spec = figure.indicator
    if figure.all is None:
        value = _("nothing reported")
    elif spec.unit == "%":
        value = format_percent(figure.all, 2)
    else:
        value = f"{format_number(figure.all)} {spec.unit}"
    parts = [f"{spec.name}: {value}"]
    known = [(level, number) for level, number in figure.levels.items() if number is not None]
    if len(known) > 1 and figure.all is not None:
        shown = [f"{format_number(number)} {level_word(level)}" for level, number in known]
        parts[0] += f" ({'; '.join(shown)})"
    if moved := compared(figure, year_ago):
        parts.append(_("%(change)s against the same period last year") % {"change": moved})
    counts = {
        "reported": format_number(figure.units_reported),
        "expected": format_number(figure.units_expected),
    }
    parts.append(_("%(reported)s/%(expected)s units") % counts)
    return "; ".join(parts) + "."
