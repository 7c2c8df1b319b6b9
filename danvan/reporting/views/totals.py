"""Totals: the sentence first, then by level, by unit, over time; every number leads to where it comes from."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from danvan.accounts.kept import kept
from danvan.common.errors import DomainError
from danvan.common.numbers import format_number
from danvan.common.periods import Period
from danvan.organizations import permissions as policy
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName
from danvan.reporting import sentences
from danvan.reporting.figures import Number, ReportFigure
from danvan.reporting.queries import forms, panorama
from danvan.reporting.queries.forms import Choice
from danvan.reporting.queries.panorama import Focus, Line, Panorama
from danvan.reporting.queries.reports import NoReport
from danvan.reporting.queries.sheets import HIDDEN
from danvan.reporting.views.shared import Doors, form_tabs

TONES = {"city", "district", "commune", "agency"}


@kept
@require_GET
def totals(request: HttpRequest) -> HttpResponse:
    """`?don-vi=HN&ky=2019&bieu-mau=DV-QUY&nhom=5&chi-tieu=supervision.sessions.total`; what is not named is chosen."""
    get = request.GET
    unit = panorama.unit_in_sight(request.actor, get.get("don-vi", ""))
    try:
        choice = forms.choose(get.get("bieu-mau", "")[:40])
    except forms.NoForm:
        if get.get("bieu-mau"):
            raise
        return _empty(request, unit, None, [])
    form = choice.form
    periods = panorama.periods_of(form)
    if not periods:
        return _empty(request, unit, choice, [])
    period = Period.parse(get["ky"]) if get.get("ky") else panorama.settled(form) or periods[0]
    code = get.get("chi-tieu", "")
    section = section_number(form, get.get("nhom", ""), code)
    try:
        seen = panorama.panorama(request.actor, unit, period, section, form)
    except NoReport as refusal:
        return _empty(request, unit, choice, periods, period, refusal)
    code = code or first_code(seen)
    focus = panorama.focus(request.actor, seen, code)
    doors = Doors(choice)
    context = {
        "seen": seen,
        "unit": unit,
        "period": period,
        "label": period.label(),
        "periods": [(str(one), one.label()) for one in periods],
        "sections": [(number, part.title) for number, part in enumerate(seen.layout.sections, start=1)],
        "section": section,
        "code": code,
        "asked": choice.carried(f"?{urlencode({'don-vi': unit.code, 'ky': str(period)})}"),
        "forms": _tabs(choice, unit),
        "form_code": form.code if choice.named else "",
        "source": doors.trace(unit.code, period, code),
        "lines": [shown_line(line, unit, period, doors) for line in seen.lines],
        "levels": [(level, sentences.level_word(level)) for level in seen.levels],
        "words": get.get("q", "").strip()[:60],
        "found": [(one.name, doors.totals(one.code, period, code)) for one in _matching(request, seen)],
        "path": [(one.name, doors.totals(one.code, period, code)) for one in seen.path],
        "can_export": policy.can(request.actor, "export", "total", unit.pk),
        "export": choice.carried(
            f"?{urlencode({'don-vi': unit.code, 'ky': str(period), 'nhom': section, 'chi-tieu': code})}"
        ),
        **_focused(seen, focus, doors),
    }
    return render(request, "reporting/totals.html", context)


def _matching(request: HttpRequest, seen: Panorama) -> list[UnitName]:
    words = request.GET.get("q", "").strip()[:60]
    return panorama.matching_units(request.actor, seen, words) if words else []


def section_number(form, asked: str, code: str) -> int:
    layout = forms.layout(form)
    if code:
        layout.catalogue[code]
        for number, part in enumerate(layout.sections, start=1):
            if code in part.codes:
                return number
    if asked.isdecimal() and 0 < int(asked[:4]) <= len(layout.sections):
        return int(asked[:4])
    lead = [
        number
        for number, part in enumerate(layout.sections, start=1)
        if "supervision.sessions.total" in part.codes
    ]
    return lead[0] if lead else 1


def first_code(seen: Panorama) -> str:
    """The first total of the section, else its first indicator."""
    codes = [line.figure.indicator for line in seen.lines]
    totals_ = [spec.code for spec in codes if spec.kind == "total"]
    return totals_[0] if totals_ else codes[0].code if codes else seen.section.codes[0]


def _empty(
    request: HttpRequest,
    unit: OrgUnit,
    choice: Choice | None,
    periods: list[Period],
    period: Period | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    context = {
        "unit": unit,
        "forms": _tabs(choice, unit) if choice else [],
        "periods": [(Doors(choice).totals(unit.code, one), one.label()) for one in periods] if choice else [],
        "period": period,
        "why": refusal.message
        if refusal
        else _("Totals stand here as soon as a round is open and reports are accepted."),
    }
    return render(request, "reporting/no_totals.html", context, status=404 if refusal else 200)


def _tabs(choice: Choice, unit: OrgUnit) -> list[dict[str, Any]]:
    return form_tabs(
        choice.others, choice.form, lambda form: f"?{urlencode({'don-vi': unit.code, 'bieu-mau': form.code})}"
    )


def text_of(value: Number | None, *, hidden: bool = False) -> str:
    if hidden:
        return HIDDEN
    return format_number(value) if value is not None else "–"


def shown_line(line: Line, unit: OrgUnit, period: Period, doors: Doors) -> dict[str, Any]:
    """A row of the table of indicators, all its numbers as texts."""
    figure = line.figure
    spec = figure.indicator
    return {
        "code": spec.code,
        "name": spec.name,
        "unit": spec.unit,
        "part": spec.kind == "slice",
        "levels": {
            level: (
                text_of(value, hidden=line.hidden or level in line.hidden_levels),
                doors.trace(unit.code, period, spec.code, level),
            )
            for level, value in figure.levels.items()
        },
        "all": text_of(figure.all, hidden=line.hidden),
        "href": doors.trace(unit.code, period, spec.code),
        "before": text_of(line.before, hidden=line.hidden),
        "year_ago": text_of(line.year_ago, hidden=line.hidden),
        "change": "" if line.hidden else sentences.compared(figure, line.year_ago),
        "completeness": f"{format_number(figure.units_reported)}/{format_number(figure.units_expected)}",
        "complete": figure.complete,
        "redefined": [(f"{day:%d/%m/%Y}", what) for day, what in line.redefined],
    }


def _focused(seen: Panorama, focus: Focus, doors: Doors) -> dict[str, Any]:
    line = seen.line(focus.spec.code) or _line_of(seen, focus.spec.code)
    hidden = line.hidden
    figure = line.figure
    bars = [
        {
            "label": sentences.level_word(level).capitalize(),
            "value": None if hidden or level in line.hidden_levels else value,
            "shown": text_of(value, hidden=hidden or level in line.hidden_levels),
            "tone": level if level in TONES else "total",
            "href": doors.trace(seen.unit.code, seen.period, focus.spec.code, level),
        }
        for level, value in figure.levels.items()
    ]
    points = [
        {
            "label": point.period.label().replace("năm ", ""),
            "value": None if place in focus.hidden_points else point.value,
            "shown": text_of(point.value, hidden=place in focus.hidden_points)
            + ("*" if point.illustrative else ""),
            "break": bool(point.breaks),
            "note": point.breaks,
        }
        for place, point in enumerate(focus.points)
    ]
    return {
        "focus": focus,
        "focus_line": line,
        "sentence": _hidden_sentence(focus)
        if hidden or line.hidden_levels
        else sentences.sentence(figure, line.year_ago),
        "against_before": "" if hidden else sentences.compared(figure, line.before),
        "against_year": "" if hidden else sentences.compared(figure, line.year_ago),
        "bars": bars if len(bars) > 1 else [],
        "points": points if len(points) > 1 else [],
        "illustrative": any(point.illustrative for point in focus.points),
        "rows": [_child(row, place, focus, seen, doors) for place, row in enumerate(focus.rows)]
        if any(not row.itself for row in focus.rows)
        else [],
    }


def _line_of(seen: Panorama, code: str) -> Line:
    """An indicator the unit's levels are not asked for: nothing to show, but the page stands."""
    figure = seen.report.by_code[code]
    return Line(figure, None, None, hidden=False, hidden_levels=frozenset())


def _hidden_sentence(focus: Focus) -> str:
    return _("%(name)s: small numbers of another unit are not shown (•).") % {"name": focus.spec.name}


def _child(row, place: int, focus: Focus, seen: Panorama, doors: Doors) -> dict[str, Any]:
    figure: ReportFigure = row.figures[focus.spec.code]
    return {
        "name": _("%(unit)s, own") % {"unit": row.unit.name} if row.itself else row.unit.name,
        "itself": row.itself,
        "shown": text_of(figure.all, hidden=place in focus.hidden_rows),
        "href": doors.trace(row.unit.code, seen.period, focus.spec.code, own=row.itself),
        "totals": "" if row.itself else doors.totals(row.unit.code, seen.period, focus.spec.code),
        "reported": f"{format_number(figure.units_reported)}/{format_number(figure.units_expected)}",
        "complete": figure.complete,
        "units": f"{format_number(row.complete)}/{format_number(row.expected)}",
    }
