"""
What the period brought: each figure beside the period before and the same period a year ago, with what hinders comparing.

Reporting knows no planned values, so there is no column for a plan; see `danvan.reporting.models`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from danvan.briefings.queries import unit_rows
from danvan.briefings.sentences import is_small, value_in
from danvan.briefings.words import illustrative
from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit
from danvan.reporting import queries as reporting
from danvan.reporting.figures import Report, ReportFigure, plain
from danvan.reporting.queries.comparing import in_words, redefined, reforms

# What a leader looks at first, in the order of the slides and of the two-page pack.
MAIN = (
    "dialogue.held.total",
    "dialogue.opinions.raised",
    "dialogue.opinions.resolved",
    "supervision.sessions.total",
    "criticism.sessions.total",
    "reception.visits.total",
    "petition.received.total",
    "petition.resolved",
    "model.active.total",
    "training.attendances",
    "inspection.held",
    "award.collectives.total",
)  # fmt: skip


def results(unit: OrgUnit, period: Period) -> dict[str, Any]:
    """
    Figures, completeness, rows by unit and marks, as plain values.

    :raises NoReport: when nothing was asked in the period, or the unit was not asked
    """
    against = {"previous": period.previous(), "year_ago": period.year_ago()}
    if against["previous"] == against["year_ago"]:
        del against["previous"]
    form = reporting.default_form()
    found = reporting.reports_of(unit, {period, *against.values()}, form)
    report = found.get(period) or reporting.report(unit, period, form)
    marks = {name: _marks(unit, before, period, found.get(before)) for name, before in against.items()}
    return {
        "against": {name: str(before) for name, before in against.items() if before in found},
        "marks": {name: words for name, words in marks.items() if words},
        "expected": report.units_expected,
        "complete": report.units_complete,
        "levels": list(report.expected),
        "illustrative": report.illustrative,
        "figures": [
            _figure(figure, report, {name: found.get(before) for name, before in against.items()}, against)
            for figure in report.figures
            if figure.indicator.kind != "slice"
        ],
        "units": _units(unit, period, report),
    }


def _marks(unit: OrgUnit, before: Period, period: Period, report: Report | None) -> list[str]:
    """Sentences about what makes the two periods unlike."""
    days = [text for _day, text in reforms(unit, before.ends_on, period.ends_on)]
    told = []
    if days:
        told.append(
            f"So với {before.label('vi')}, đã sắp xếp đơn vị hành chính từ ngày {', '.join(days)}: số liệu theo đơn vị"
            " không hoàn toàn cùng phạm vi."
        )
    if report is not None and report.illustrative:
        told.append(illustrative(before))
    if report is not None and report.units_complete < report.units_expected:
        told.append(
            f"{before.label('vi')[:1].upper()}{before.label('vi')[1:]} có {report.units_complete}/"
            f"{report.units_expected} đơn vị báo cáo."
        )
    return told


def _figure(
    figure: ReportFigure, report: Report, found: Mapping[str, Report | None], against: Mapping[str, Period]
) -> dict[str, Any]:
    spec = figure.indicator
    small = is_small(figure, figure.all)
    told: dict[str, Any] = {
        "code": spec.code, "name": spec.name_vi, "name_en": spec.name_en, "unit": spec.unit, "group": spec.group,
        "main": spec.code in MAIN, "value": None if small else plain(figure.all), "small": small,
        "levels": {
            level: None if is_small(figure, value) else plain(value) for level, value in figure.levels.items()
        },
        "reported": figure.units_reported, "expected": figure.units_expected,
    }  # fmt: skip
    if small or any(is_small(figure, value) for value in figure.levels.values()):
        # What is left when the others are taken off would be the small one.
        told["levels"] = dict.fromkeys(told["levels"])
    for name, before in found.items():
        if before is not None:
            told[name] = _compared(figure, before, against[name], report)
    return told


def _compared(figure: ReportFigure, before: Report, when: Period, report: Report) -> dict[str, Any]:
    code = figure.indicator.code
    then = value_in(before.by_code, code)
    other = before.by_code.get(code)
    hidden = is_small(figure, figure.all) or (other is not None and is_small(other, then))
    layout = reporting.layout(reporting.default_form())
    breaks = redefined(layout, [code], when.ends_on, report.period.ends_on).get(code, [])
    partial = other is not None and (other.complete != figure.complete)
    now, value = plain(figure.all), plain(then)
    known = now is not None and value is not None and not hidden
    return {
        "value": None if hidden else value,
        "change": round(now - value, 2) if known else None,  # type: ignore[operator]
        "percent": round(100 * (now - value) / value, 1) if known and value else None,  # type: ignore[operator]
        "marks": [in_words(day, what) for day, what in breaks],
        "partial": partial,
    }


def _units(unit: OrgUnit, period: Period, report: Report) -> list[dict[str, Any]]:
    rows = unit_rows(unit, period, report, reporting.default_form())
    return [
        {
            "code": row.code, "name": row.name, "expected": row.expected, "complete": row.complete,
            "values": {
                code: None if is_small(report.by_code[code], value) else plain(value)
                for code, value in row.values.items() if code in report.by_code
            },
        }
        for row in rows
    ]  # fmt: skip
