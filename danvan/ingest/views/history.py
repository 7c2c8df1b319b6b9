"""History read in: figures of printed reports, each with the file, page and place it stands at."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from danvan.common import clock
from danvan.common.errors import OutOfSight
from danvan.common.numbers import format_number
from danvan.common.periods import Period
from danvan.ingest.models import HistoryFigure
from danvan.ingest.queries import imports
from danvan.ingest.services import undoing
from danvan.ingest.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names, unit_by_code

PER_PAGE = 50
ORDER = ("all", "city", "province", "district", "commune", "agency")


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", shared.TYPE)
    page = Paginator(imports.history_kept(request.actor), PER_PAGE).get_page(request.GET.get("trang"))
    names = last_names([row["unit_id"] for row in page], clock.today())
    rows = [
        {**row, "name": names[row["unit_id"]].name, "period": Period.parse(row["period_name"]).label()}
        for row in page
    ]
    context = {"page": page, "rows": rows, "tabs": shared.tabs(request, "history")}
    return render(request, "ingest/history.html", context)


@require_safe
def history_of(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """A unit's history of a period: indicators by level, every figure a door to the place it was read from."""
    unit, name = unit_by_code(code), str(Period.parse(period))
    policy.require(request.actor, "see", shared.TYPE, unit.pk)
    figures = imports.history_figures(request.actor, unit.pk, name)
    if not figures:
        raise OutOfSight(_("There is no history of this unit and period, or it is not open to you."))
    levels = [level for level in ORDER if any(row.level == level for row in figures)]
    names = dict(imports.indicators())
    by_code: dict[str, dict[str, HistoryFigure]] = {}
    for row in figures:
        by_code.setdefault(row.code, {})[row.level] = row
    context = {
        "unit": last_names([unit.pk], clock.today())[unit.pk],
        "period": Period.parse(name),
        "levels": [(level, word) for level, word in shared.levels() if level in levels],
        "rows": [
            (names.get(code, code), [_cell(found.get(level)) for level in levels])
            for code, found in by_code.items()
        ],
        "may_undo": policy.can(request.actor, "submit", shared.TYPE, unit.pk),
        "tabs": shared.tabs(request, "history"),
    }
    return render(request, "ingest/history_of.html", context)


def _cell(row: HistoryFigure | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "value": format_number(row.value.normalize()),
        "href": f"{reverse('ingest:import', args=[row.whole_id])}?tep={row.file_id}&tai={row.start}#cho",
        "where": _("%(file)s, page %(page)s") % {"file": row.file.name, "page": row.page},
    }


@require_POST
def history_back(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Take a unit's history of a period back; what it had replaced is in force again."""
    unit, name = unit_by_code(code), str(Period.parse(period))
    count = undoing.take_history_back(unit=unit, period_name=name, by=request.actor, at=clock.now())
    said = ngettext("%(count)d figure is taken back.", "%(count)d figures are taken back.", count)
    messages.success(request, said % {"count": count})
    return redirect("ingest:history")


@require_safe
def history_file(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """The same for programs, as published totals are written."""
    unit, name = unit_by_code(code), str(Period.parse(period))
    policy.require(request.actor, "see", shared.TYPE, unit.pk)
    totals = imports.history(request.actor, unit.pk, name)
    return JsonResponse(
        {"unit": unit.code, "period": name, "totals": totals},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
