"""Figures consolidated: reports, lineage, by child unit, over time, as a table."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query

from danvan.api import shapes, veils
from danvan.api.asking import asking
from danvan.api.fields import FormCode, Indicator, Indicators, PeriodName, UnitCode
from danvan.api.house import house
from danvan.common.errors import DomainError
from danvan.common.exports import csv_lines
from danvan.common.periods import Period
from danvan.organizations import permissions
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import unit_by_code
from danvan.reporting import queries
from danvan.reporting.figures import plain
from danvan.reporting.queries import forms, masking

MOST_PERIODS = 60
CSV = {
    "200": {
        "description": "UTF-8 with a mark, CRLF, safe for spreadsheets.",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}


class TooManyPeriods(DomainError):
    """The series asked for is endless."""


def _unit(request: HttpRequest, code: str, action: str = "see") -> OrgUnit:
    unit = unit_by_code(code)
    permissions.require(asking(request), action, "total", unit.pk)
    return unit


@house.get(
    "/report",
    response=shapes.ReportOut,
    summary=_("A unit's report for a period"),
    tags=["totals"],
    exclude_unset=True,
)
def report(request: HttpRequest, unit: UnitCode, period: PeriodName, form: FormCode = "") -> Any:
    """Every indicator by level and in all, with completeness: what `danvan report --json` prints."""
    asked = Period.parse(period)
    found = _unit(request, unit)
    chosen = queries.form_of(form)
    told = queries.report(found, asked, chosen)
    return veils.report(asking(request), forms.layout(chosen), found, told)


@house.get(
    "/trace",
    response=shapes.NodeOut,
    summary=_("Where a number comes from"),
    tags=["totals"],
    exclude_unset=True,
)
def trace(
    request: HttpRequest, unit: UnitCode, period: PeriodName, indicator: Indicator, form: FormCode = ""
) -> Any:
    """The tree of everything that makes it: what `danvan trace --json` prints. Leaves add up to the top."""
    asked = Period.parse(period)
    found = _unit(request, unit)
    chosen = queries.form_of(form)
    node = queries.trace(found, asked, indicator, chosen)
    return veils.node(asking(request), queries.catalogue(chosen)[indicator], node)


@house.get(
    "/totals/by-child", response=shapes.ByChild, summary=_("Indicators by child unit"), tags=["totals"]
)
def by_child(
    request: HttpRequest, unit: UnitCode, period: PeriodName, indicator: Indicators, form: FormCode = ""
) -> Any:
    """The unit's own figures first, then each child's with all below it; the rows add up."""
    asked = Period.parse(period)
    found = _unit(request, unit)
    chosen = queries.form_of(form)
    layout = forms.layout(chosen)
    codes = list(dict.fromkeys(layout.catalogue[code].code for code in indicator))
    rows = queries.by_child(found, asked, list(layout.catalogue), chosen)
    hidden = {code: masking.hidden_rows(asking(request), layout, rows, code) for code in codes}
    items = []
    for place, row in enumerate(rows):
        veiled = [code for code in codes if place in hidden[code]]
        numbers = {code: None if code in veiled else plain(row.figures[code].all) for code in codes}
        items.append(
            {
                "unit": row.unit.code,
                "name": row.unit.name,
                "itself": row.itself,
                "units_complete": row.complete,
                "units_expected": row.expected,
                "figures": numbers,
                "hidden": veiled,
            }  # fmt: skip
        )
    return {"unit": found.code, "period": str(asked), "items": items}


@house.get("/totals/series", response=shapes.SeriesOut, summary=_("One indicator over time"), tags=["totals"])
def series(
    request: HttpRequest,
    unit: UnitCode,
    indicator: Indicator,
    first: Annotated[PeriodName, Query(alias="from")],
    last: Annotated[PeriodName, Query(alias="to")],
    form: FormCode = "",
) -> Any:
    """Periods of one kind from the first to the last; those nobody was asked in are left out."""
    found = _unit(request, unit)
    periods = _between(Period.parse(first), Period.parse(last))
    chosen = queries.form_of(form)
    spec = queries.catalogue(chosen)[indicator]
    points = queries.series(found, indicator, periods, chosen)
    hidden = masking.hidden_places(asking(request), found.pk, spec, [point.value for point in points])
    items = [_point(point, place in hidden) for place, point in enumerate(points)]
    return {"unit": found.code, "indicator": indicator, "items": items}


def _between(first: Period, last: Period) -> list[Period]:
    if first.kind != last.kind or last < first:
        raise TooManyPeriods(gettext("Name two periods of one kind, the earlier one first."))
    found = [first]
    while found[-1] < last:
        if len(found) == MOST_PERIODS:
            raise TooManyPeriods(
                gettext("Ask for at most %(most)s periods at a time.") % {"most": MOST_PERIODS}
            )
        found.append(found[-1].next())
    return found


def _point(point: Any, veiled: bool) -> dict[str, Any]:
    return {
        "period": str(point.period), "value": None if veiled else plain(point.value),
        "levels": {level: None if veiled else plain(value) for level, value in point.levels.items()},
        "units_reported": point.units_reported, "units_expected": point.units_expected, "breaks": point.breaks,
        "illustrative": point.illustrative, "hidden": veiled,
    }  # fmt: skip


@house.get(
    "/totals/figures.csv", summary=_("A report as a table"), tags=["totals"], openapi_extra={"responses": CSV}
)
def figures(request: HttpRequest, unit: UnitCode, period: PeriodName, form: FormCode = "") -> HttpResponse:
    """One row per indicator and level; “all” is the unit with everything below it."""
    asked = Period.parse(period)
    found = _unit(request, unit, "export")
    chosen = queries.form_of(form)
    told = queries.report(found, asked, chosen)
    plainly = veils.report(asking(request), forms.layout(chosen), found, told)
    head = (
        "unit",
        "period",
        "indicator",
        "name",
        "counted_in",
        "level",
        "value",
        "units_reported",
        "units_expected",
    )
    rows: list[tuple[object, ...]] = [head]
    for row, figure in zip(plainly["figures"], told.figures, strict=True):
        spec = figure.indicator
        for level, value in [*row["levels"].items(), ("all", row["all"])]:
            shown = "" if value is None else value
            about = (found.code, str(asked), spec.code, spec.name, spec.unit, level, shown)
            rows.append((*about, figure.units_reported, figure.units_expected))
    response = HttpResponse("".join(csv_lines(rows)).encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="danvan-{found.code}-{asked}.csv"'
    return response
