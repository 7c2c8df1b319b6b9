"""Evaluations in a list: the own ones and those of units below."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan.common import clock
from danvan.evaluation.models import UnitEvaluation
from danvan.evaluation.queries import lists
from danvan.evaluation.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.models import Level
from danvan.organizations.queries import unit_by_code

STATES = UnitEvaluation.State


def wanted(request: HttpRequest) -> lists.Wanted:
    """The filters of the address; a word that means nothing is as if it were not there."""
    year = request.GET.get("nam", "")
    state, level = request.GET.get("trang-thai", ""), request.GET.get("cap", "")
    code = request.GET.get("don-vi", "").strip()
    branch = None
    if code:
        unit = unit_by_code(code)
        policy.require(request.actor, "see", "evaluation", unit.pk)
        branch = unit.pk
    return lists.Wanted(
        year=year if len(year) == 4 and year.isascii() and year.isdecimal() else "",
        state=state if state in STATES.values else "",
        level=level if level in Level.values else "",
        words=request.GET.get("tim", "").strip()[:100],
        branch=branch,
    )


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", "evaluation")
    asked = wanted(request)
    rows = lists.chosen(request.actor, asked, clock.today())
    page = shared.page_of(request, rows)
    context = {
        "page": page, "rows": shared.rows_for(request, list(page.object_list)), "asked": asked,
        "years": lists.years(request.actor), "states": STATES.choices,
        "levels": [(one.value, one.label) for one in (Level.DISTRICT, Level.COMMUNE, Level.AGENCY)],
        "branch": request.GET.get("don-vi", "").strip(), "tabs": shared.tabs(request, "board"),
        "query": request.GET.urlencode(), "own": set(request.actor.unit_ids()),
        "may_export": policy.holds(request.actor, "export", "evaluation"),
    }  # fmt: skip
    return render(request, "evaluation/board.html", context)
