"""The steps of one evaluation: scored, sent, taken back, reviewed, appealed against, decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from danvan.common import clock
from danvan.evaluation import permissions
from danvan.evaluation.forms import scores as shapes
from danvan.evaluation.models import UnitEvaluation
from danvan.evaluation.queries import sheets
from danvan.evaluation.services import reviewing, scoring
from danvan.evaluation.views import shared
from danvan.files import services as files
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names


def _opened(request: HttpRequest, evaluation_id: int) -> tuple[UnitEvaluation, Any, sheets.Sheet]:
    evaluation = sheets.find(request.actor, evaluation_id)
    name = last_names([evaluation.unit_id], clock.today())[evaluation.unit_id]
    return evaluation, name, sheets.sheet(evaluation, name)


def _same(request: HttpRequest, evaluation: UnitEvaluation) -> dict[str, Any]:
    return {
        "evaluation_id": evaluation.pk, "version": shared.version_of(request), "by": request.actor, "at": clock.now(),
    }  # fmt: skip


def _answer(
    request: HttpRequest, form: Any, evaluation: UnitEvaluation, work: Callable[[], Any], done: str
) -> HttpResponse | None:
    """The redirect when the form was posted and the work was done."""
    if request.method == "POST" and form.is_valid() and shared.attempt(form, work):
        messages.success(request, done)
        return redirect("evaluation:evaluation", evaluation.pk)
    return None


def _page(request: HttpRequest, template: str, opened: tuple, form: Any) -> HttpResponse:
    evaluation, name, sheet = opened
    context = {
        "evaluation": evaluation, "name": name, "sheet": sheet, "form": form, "period": evaluation.round.period,
        "parts": [(part, [(line, _fields(form, line)) for line in part.lines]) for part in sheet.parts],
    }  # fmt: skip
    return render(request, f"evaluation/{template}.html", context, status=shared.status(form))


def _fields(form: Any, line: sheets.Line) -> list[Any]:
    """What is asked about a line, in order."""
    names = (f"{what}_{line.criterion.pk}" for what in ("points", "reason", "note", "file"))
    return [form[name] for name in names if name in form.fields]


@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    opened = _opened(request, evaluation_id)
    evaluation, _name, sheet = opened
    policy.require(request.actor, "edit", "evaluation", evaluation.unit_id)
    lines = [line.score for line in sheet.lines]
    posted = request.method == "POST"
    form = shapes.OwnForm(request.POST if posted else None, request.FILES if posted else None, scores=lines)
    done = _answer(request, form, evaluation, lambda: _score(request, evaluation, form), _("Saved."))
    return done or _page(request, "score", opened, form)


def _score(request: HttpRequest, evaluation: UnitEvaluation, form: shapes.OwnForm) -> UnitEvaluation:
    given = {}
    for pk, points, note, upload in form.given():
        stored = None
        if upload:
            stored = files.store(upload=upload, unit_id=evaluation.unit_id, by=request.actor, at=clock.now())
        given[pk] = scoring.Own(points, note, stored)
    return scoring.score(given=given, **_same(request, evaluation))


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Shows what will be sent, then sends it."""
    opened = _opened(request, evaluation_id)
    evaluation = opened[0]
    policy.require(request.actor, "submit", "evaluation", evaluation.unit_id)
    form = shapes.forms.Form(request.POST or None)
    done = _answer(
        request, form, evaluation, lambda: scoring.submit(**_same(request, evaluation)),
        _("Sent for review. You can take it back until the review begins."),
    )  # fmt: skip
    return done or _page(request, "submit", opened, form)


@require_POST
def take_back(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    evaluation = sheets.find(request.actor, evaluation_id)
    scoring.take_back(**_same(request, evaluation))
    messages.success(request, _("Taken back. Change it and send it again."))
    return redirect("evaluation:evaluation", evaluation.pk)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    opened = _opened(request, evaluation_id)
    evaluation, _name, sheet = opened
    permissions.require_review(request.actor, evaluation.unit_id)
    # What the unit has noted is its own until it sends it.
    reviewing.require_sent(evaluation)
    lines = [line.score for line in sheet.lines]
    initial = {"remark": evaluation.remark}
    form = shapes.ReviewForm(
        request.POST if request.method == "POST" else None, scores=lines, initial=initial
    )

    def work() -> UnitEvaluation:
        given = {pk: reviewing.Reviewed(points, reason) for pk, points, reason in form.given()}
        same = _same(request, evaluation)
        return reviewing.review(given=given, remark=form.cleaned_data["remark"], **same)

    done = _answer(
        request,
        form,
        evaluation,
        work,
        _("Reviewed. The unit sees it once it is told, with the others of the round."),
    )
    return done or _page(request, "review", opened, form)


@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    opened = _opened(request, evaluation_id)
    evaluation = opened[0]
    policy.require(request.actor, "submit", "evaluation", evaluation.unit_id)
    form = shapes.AppealForm(request.POST if request.method == "POST" else None)

    def work() -> UnitEvaluation:
        return reviewing.appeal(reason=form.cleaned_data["reason"], **_same(request, evaluation))

    done = _answer(request, form, evaluation, work, _("The appeal was sent to the level above."))
    return done or _page(request, "appeal", opened, form)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    opened = _opened(request, evaluation_id)
    evaluation, _name, sheet = opened
    permissions.require_review(request.actor, evaluation.unit_id)
    lines = [line.score for line in sheet.lines]
    form = shapes.DecideForm(request.POST if request.method == "POST" else None, scores=lines)

    def work() -> UnitEvaluation:
        answer = form.cleaned_data["answer"]
        return reviewing.decide(given=form.given(), answer=answer, **_same(request, evaluation))

    done = _answer(request, form, evaluation, work, _("The unit was told of the answer."))
    return done or _page(request, "decide", opened, form)
