"""Posts trained of posts that must be: along the tree, by level and unit; who still lacks it, as posts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.common import clock
from danvan.common.errors import OutOfSight
from danvan.common.numbers import format_number, format_percent
from danvan.engagement.models.trainings import PostKind
from danvan.engagement.queries import coverage
from danvan.engagement.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.models import Level
from danvan.organizations.queries import child_names, descendant_ids, last_names, path_ids, unit_by_code
from danvan.ui import downloads

TONES = {"city": "city", "district": "district", "commune": "commune", "agency": "agency"}


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", "training")
    today, year = clock.today(), shared.year_of(request)
    unit, rows = _branch(request, year, today)
    only = request.GET.get("xem", "")
    kind = request.GET.get("vi-tri", "")
    listed = [row for row in rows if _wanted(row, only, kind)]
    levels = [
        (level, coverage.tally(str(Level(level).label), "", [row for row in rows if row.unit.level == level]))
        for level in (Level.CITY, Level.DISTRICT, Level.COMMUNE, Level.AGENCY)
        if any(row.unit.level == level for row in rows)
    ]
    names = last_names(path_ids(unit.pk, today) or [unit.pk], today)
    context = {
        "unit": unit, "name": names[unit.pk], "year": str(year), "only": only, "kind": kind,
        "years": [str(today.year - back) for back in range(4)], "kinds": PostKind.choices,
        "path": [
            one for pk, one in names.items() if pk != unit.pk and policy.can(request.actor, "see", "training", pk)
        ],
        "whole": coverage.tally("", "", rows), "by_kind": coverage.by_kind(rows), "levels": [one for _l, one in levels],
        "bars": [_bar(one, TONES[level]) for level, one in levels],
        "groups": _groups(unit.pk, rows, today), "page": shared.page_of(request, listed, 50), "target": coverage.TARGET,
        "may_export": policy.can(request.actor, "export", "training", unit.pk), "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "engagement/coverage.html", context)


@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    """Unit by unit and kind by kind, as numbers of posts."""
    policy.require_somewhere(request.actor, "export", "training")
    year = shared.year_of(request)
    unit, rows = _branch(request, year, clock.today())
    policy.require(request.actor, "export", "training", unit.pk)
    head = [
        _("Unit"), _("Code"), _("Kinds of posts"), _("Must be trained"), _("newly appointed since"), _("excused this year"),
        _("Trained"), _("Still lacking"),
    ]  # fmt: skip
    lines = [
        [
            row.unit.name,
            row.unit.code,
            kind.label,
            kind.due,
            kind.appointed,
            kind.excused,
            kind.covered,
            kind.lacking,
        ]
        for row in rows
        for kind in row.kinds
    ]
    return downloads.excel(f"tap-huan-{unit.code}-{year}", f"{year}", [head, *lines], wide={0: 40, 2: 36})


def _branch(request: HttpRequest, year: int, today: date) -> tuple[Any, list[coverage.Standing]]:
    """The unit asked for, or the one of the person's own posts that sees most, and the units of its branch."""
    code = request.GET.get("don-vi", "").strip()
    if code:
        unit = unit_by_code(code)
        if not policy.can(request.actor, "see", "training", unit.pk):
            raise OutOfSight(_("There is nothing here, or it is not open to you."))
    else:
        codes = [one for one, _name in shared.own_units(request, "see", "training")]
        unit = unit_by_code(min(codes, key=len))
    day = min(today, date(year, 12, 31))
    return unit, coverage.standings([unit.pk, *descendant_ids(unit.pk, day)], year, day)


def _wanted(row: coverage.Standing, only: str, kind: str) -> bool:
    lacking = {one.code for one in row.lacking}
    if kind in PostKind.values:
        return kind in lacking if only == "thieu" else any(one.code == kind for one in row.kinds)
    return bool(lacking) if only == "thieu" else True


def _bar(one: coverage.Tally, tone: str) -> dict[str, Any]:
    shown = "–" if one.percent is None else format_percent(one.percent)
    counted = f"{format_number(one.covered)}/{format_number(one.due)}"
    return {
        "label": one.label,
        "value": one.percent,
        "of": 100,
        "shown": f"{shown} ({counted})",
        "tone": tone,
        "href": "",
    }


def _groups(unit_id: int, rows: list[coverage.Standing], today: date) -> list[coverage.Tally]:
    """Units just below with all of theirs, one line each."""
    parents = {row.unit.parent_id for row in rows}
    return [
        coverage.tally(
            child.name, child.code, [row for row in rows if child.id in (row.unit.id, row.unit.parent_id)]
        )
        for child in child_names(unit_id, today)
        if child.id in parents
    ]
