"""Things done with many units of a round at once; a page shows first exactly which, and what will change for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from danvan.common import clock
from danvan.evaluation.forms.rounds import RemindForm
from danvan.evaluation.models import EvaluationRound, UnitEvaluation
from danvan.evaluation.queries import rounds as queries
from danvan.evaluation.services import rounds as services
from danvan.evaluation.views import shared
from danvan.evaluation.views.rounds import STEPS
from danvan.organizations import permissions as policy
from danvan.reference.calendar import add_working_days
from danvan.reference.queries import calendar


@dataclass(frozen=True)
class Shown:
    """How a step presents itself. `lead` says what will happen."""

    step: str
    heading: str
    lead: str
    verb: str


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, round_id: int) -> HttpResponse:
    found = _found(request, round_id)
    form = RemindForm(request.POST if request.method == "POST" else None)
    shown = Shown(
        "remind", _("Remind units"), _("These units have not sent their self-score. People of theirs are told."),
        _("Remind"),
    )  # fmt: skip

    def work(**given: Any) -> int:
        services.remind(text=form.cleaned_data["text"], **given)
        return len(given["evaluation_ids"])

    return _page(request, found, form, shown, work)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, round_id: int) -> HttpResponse:
    found = _found(request, round_id)
    until = add_working_days(clock.today(), found.criteria.appeal_days, calendar())
    shown = Shown(
        "publish", _("Tell units their scores"),
        _("Each unit sees its own review and band, nobody else's. An appeal is open until %(day)s.")
        % {"day": f"{until:%d/%m/%Y}"}, _("Tell the units"),
    )  # fmt: skip
    return _page(request, found, _nothing(request), shown, services.publish)


@require_http_methods(["GET", "POST"])
def finalise(request: HttpRequest, round_id: int) -> HttpResponse:
    found = _found(request, round_id)
    shown = Shown(
        "finalise", _("Close evaluations"),
        _("The days for an appeal are over, or the appeal was answered. Nothing changes after this."), _("Close them"),
    )  # fmt: skip
    return _page(request, found, _nothing(request), shown, services.finalise)


def _found(request: HttpRequest, round_id: int) -> EvaluationRound:
    found = queries.find(request.actor, round_id)
    policy.require(request.actor, "manage", "evaluation", found.unit_id)
    return found


def _nothing(request: HttpRequest) -> Any:
    form = RemindForm(request.POST if request.method == "POST" else None)
    del form.fields["text"]
    return form


def _page(
    request: HttpRequest, found: EvaluationRound, form: Any, shown: Shown, work: Callable[..., int]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        given = {"round_id": found.pk, "evaluation_ids": shared.chosen_ids(request), "by": request.actor}
        done = shared.attempt(form, lambda: work(**given, at=clock.now()))
        if done:
            told = ngettext("Done for %(n)d unit.", "Done for %(n)d units.", done) % {"n": done}
            messages.success(request, told)
            return redirect("evaluation:round", found.pk)
    rows = [
        row.evaluation for row in queries.rows_of(found, clock.today()) if _fits(row.evaluation, shown.step)
    ]
    ticked = set(shared.chosen_ids(request)) if request.method == "POST" else {row.pk for row in rows}
    context = {
        "round": found, "form": form, "shown": shown, "rows": shared.rows_for(request, rows), "ticked": ticked,
    }  # fmt: skip
    return render(request, "evaluation/bulk.html", context, status=shared.status(form))


def _fits(row: UnitEvaluation, step: str) -> bool:
    if row.state not in STEPS[step]:
        return False
    # Whoever may still appeal is not closed.
    waits = row.state == UnitEvaluation.State.PUBLISHED and row.appeal_until >= clock.today()
    return not (step == "finalise" and waits)
