"""Rounds: all of them, and one with its units and bands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan.common import clock
from danvan.evaluation.models import UnitEvaluation
from danvan.evaluation.queries import rounds as queries
from danvan.evaluation.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names

State = UnitEvaluation.State
# Page of a step -> states it takes units from.
STEPS = {
    "remind": (State.OPEN, State.SELF_SCORED),
    "publish": (State.REVIEWED,),
    "finalise": (State.PUBLISHED, State.DECIDED),
}


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", "evaluation")
    page = shared.page_of(request, queries.visible(request.actor))
    found = list(page.object_list)
    done = queries.progress([row.pk for row in found])
    names = last_names({row.unit_id for row in found}, clock.today()) if found else {}
    context = {
        "page": page, "lines": [(row, names[row.unit_id], done[row.pk]) for row in found],
        "tabs": shared.tabs(request, "rounds"), "today": clock.today(),
        "may_open": bool(shared.own_units(request, "manage")),
    }  # fmt: skip
    return render(request, "evaluation/rounds.html", context)


@require_safe
def round_(request: HttpRequest, round_id: int) -> HttpResponse:
    found = queries.find(request.actor, round_id)
    today = clock.today()
    rows = queries.rows_of(found, today)
    shown = shared.rows_for(request, [row.evaluation for row in rows])
    counts = queries.progress([found.pk])[found.pk]
    may_manage = policy.can(request.actor, "manage", "evaluation", found.unit_id)
    bands = queries.bands(found, rows)
    context = {
        "round": found, "name": last_names([found.unit_id], today)[found.unit_id], "today": today, "counts": counts,
        "page": shared.page_of(request, shown), "bands": bands, "period": found.period,
        "bars": [
            {"label": band.name, "value": band.count, "of": band.told, "shown": f"{band.count}/{band.told}",
             "tone": "total", "href": ""}
            for band in bands
        ],
        "steps": {
            step: sum(counts.by_state.get(state, 0) for state in states) for step, states in STEPS.items()
        } if may_manage else {},
        "states": [(label, counts.by_state.get(value, 0)) for value, label in State.choices],
        "may_export": policy.can(request.actor, "export", "evaluation", found.unit_id),
        "rest": counts.expected - counts.told,
    }  # fmt: skip
    return render(request, "evaluation/round.html", context)
