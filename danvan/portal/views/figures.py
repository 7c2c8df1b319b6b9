"""Figures of issued reports: in a sentence, as bars, as a table, over time and on a map. Only what somebody signed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danvan.briefings import public as briefings
from danvan.common import clock
from danvan.common.numbers import format_number
from danvan.common.periods import InvalidPeriod, Period
from danvan.organizations import maps
from danvan.organizations import public as organizations
from danvan.portal.frame import show
from danvan.portal.openness import open_door

FIRST = "dialogue.held.total"
MAP_WIDTH = 340


@open_door(keep=60)
def figures(request: HttpRequest) -> HttpResponse:
    """Every issued report, the newest first."""
    reports = briefings.issued(clock.today())
    rows = [
        {"report": one, "label": label(one.period), "href": _href(one.unit_code, one.period)}
        for one in reports
    ]
    return show(request, "portal/figures.html", {"rows": rows})


@open_door(keep=60)
def report(request: HttpRequest, unit: str, period: str) -> HttpResponse:
    """One report. `chi-tieu` is the indicator that is drawn."""
    today = clock.today()
    try:
        kind = Period.parse(period).kind
    except InvalidPeriod as fault:
        raise Http404 from fault
    found = briefings.figures(unit, period, today)
    if found is None:
        raise Http404
    shown = [one for one in found.figures if one.all is not None or one.withheld]
    asked = request.GET.get("chi-tieu", FIRST)
    chosen = found.figure(asked) or (shown[0] if shown else None)
    places = organizations.places(Period.parse(period).ends_on)
    context = {
        "found": found, "label": label(period), "rows": [_row(one) for one in shown], "chosen": chosen,
        "levels": _level_bars(chosen), "units": _unit_rows(found, chosen), "map": _map(found, chosen, places),
        "points": _points(unit, chosen, kind, today), "here": _href(unit, period),
        "choices": [(one.code, one.name) for one in shown],
        "units_withheld": bool(chosen and chosen.code in found.withheld),
    }  # fmt: skip
    return show(request, "portal/report.html", context)


def label(period: str) -> str:
    return Period.parse(period).label(get_language() or "vi")


def level_name(level: str) -> str:
    names = {
        "city": _("city level"), "district": _("district level"), "commune": _("commune level"), "agency": _("agencies"),
    }  # fmt: skip
    return names.get(level, level)


def _shown(value: Any) -> str:
    return format_number(value) if value is not None else "–"


def _href(unit: str, period: str) -> str:
    return reverse("portal:report", args=[unit, period])


def _row(one: briefings.Figure) -> dict[str, str]:
    """A line of the table; a dot for what is withheld, a dash for what nobody reported."""
    parts = {
        level: "•" if one.withheld else _shown(one.levels.get(level))
        for level in ("city", "district", "commune")
    }
    whole = "•" if one.withheld and one.all is None else _shown(one.all)
    return {"code": one.code, "name": one.name, "unit": one.unit, "all": whole, **parts}


def _level_bars(chosen: briefings.Figure | None) -> list[dict[str, Any]]:
    if chosen is None or len(chosen.levels) < 2:
        return []
    return [
        {"label": level_name(level), "value": value, "shown": _shown(value), "tone": level}
        for level, value in chosen.levels.items()
    ]


def _unit_rows(found: briefings.IssuedFigures, chosen: briefings.Figure | None) -> list[dict[str, Any]]:
    if chosen is None:
        return []
    rows = [(one, one.values[chosen.code]) for one in found.units if chosen.code in one.values]
    return [
        {
            "label": one.name, "value": value, "shown": _shown(value),
            "tone": one.level if one.level in ("city", "district", "commune", "agency") else "total", "code": one.code,
        }
        for one, value in rows
    ]  # fmt: skip


def _map(
    found: briefings.IssuedFigures, chosen: briefings.Figure | None, places: organizations.Places
) -> dict[str, Any] | None:
    """Circles at the middle of each unit; their area follows the number. The table beside it holds the same."""
    values = {row["code"]: row["value"] for row in _unit_rows(found, chosen) if row["value"]}
    on = [places.by_code[code] for code in values if code in places.by_code]
    drawn = maps.plane(on, MAP_WIDTH)
    if drawn is None or len(on) < 2:
        return None
    largest = float(max(values.values()))
    sizes = {
        code: (maps.radius(float(value), largest), format_number(value)) for code, value in values.items()
    }
    return {"plane": drawn, "dots": maps.dots(on, drawn, sizes)}


def _points(unit: str, chosen: briefings.Figure | None, kind: str, today: Any) -> list[dict[str, Any]]:
    found = briefings.series(unit, chosen.code, kind, today) if chosen else []
    return [
        {"label": str(Period.parse(period)), "value": value, "shown": _shown(value)}
        for period, value in found
    ] if len(found) > 1 else []  # fmt: skip
