"""Writing recommendations and opinions, and entering what was answered to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import permissions as policy
from danvan.organizations.queries import unit_by_code
from danvan.oversight.forms import outcomes as shapes
from danvan.oversight.models import OversightSession
from danvan.oversight.queries import outcomes, sessions
from danvan.oversight.services import opining, recommending
from danvan.oversight.views import shared


@require_http_methods(["GET", "POST"])
def recommend(request: HttpRequest, session_id: int) -> HttpResponse:
    found = _editable(request, session_id)
    form = shapes.RecommendationForm(request.POST or None, on=clock.today())

    def work() -> int:
        return recommending.recommend(
            session_id=found.pk, values=_recommended(form), by=request.actor, at=clock.now()
        ).pk

    return _page(
        request, form, found, _("Write a recommendation"), lambda: shared.done_once(request, work),
        open_=recommending.may_write(found),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def recommendation(request: HttpRequest, recommendation_id: int) -> HttpResponse:
    """Before it is sent its words; afterwards another body's answer."""
    one = outcomes.find_recommendation(request.actor, recommendation_id)
    found = one.session
    policy.require(request.actor, "edit", found.kind, found.unit_id)
    same = {
        "recommendation_id": one.pk,
        "version": shared.version_of(request),
        "by": request.actor,
        "at": clock.now(),
    }
    if one.sent_on is None:
        initial = {
            "finding": one.finding, "text": one.text, "to_unit": one.to_unit.code if one.to_unit else "",
            "to_body": one.to_body, "due_on": one.due_on,
        }  # fmt: skip
        form: Form = shapes.RecommendationForm(request.POST or None, on=clock.today(), initial=initial)
        return _page(
            request, form, found, _("Change the recommendation"),
            lambda: recommending.change(values=_recommended(form), **same), version=one.version,
            open_=recommending.may_write(found),
        )  # fmt: skip
    form = shapes.AnswerForm(request.POST or None, initial={"on": clock.today()})
    return _page(
        request, form, found, _("Enter the answer"),
        lambda: recommending.answer(**_answer(form), **same), version=one.version, about=one.text,
        open_=one.is_open and one.commitment_id is None,
    )  # fmt: skip


@require_POST
def take_out(request: HttpRequest, recommendation_id: int) -> HttpResponse:
    one = outcomes.find_recommendation(request.actor, recommendation_id)
    policy.require(request.actor, "edit", one.session.kind, one.unit_id)
    try:
        recommending.take_out(
            recommendation_id=one.pk, version=shared.version_of(request), by=request.actor, at=clock.now()
        )
    except DomainError as refusal:
        if refusal.status in {403, 404}:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Taken out."))
    return redirect("oversight:session", one.session_id)


@require_http_methods(["GET", "POST"])
def opine(request: HttpRequest, session_id: int) -> HttpResponse:
    found = _editable(request, session_id)
    form = shapes.OpinionForm(request.POST or None)

    def work() -> int:
        return opining.opine(
            session_id=found.pk, values=form.cleaned_data, by=request.actor, at=clock.now()
        ).pk

    return _page(
        request, form, found, _("Enter an opinion"), lambda: shared.done_once(request, work),
        open_=found.kind == "criticism" and found.state in opining.WRITING,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """Before the document is sent its words; afterwards what the drafting body did with it."""
    one = outcomes.find_opinion(request.actor, opinion_id)
    found = one.session
    policy.require(request.actor, "edit", found.kind, found.unit_id)
    same = {
        "opinion_id": one.pk,
        "version": shared.version_of(request),
        "by": request.actor,
        "at": clock.now(),
    }
    if found.state in opining.WRITING:
        form: Form = shapes.OpinionForm(request.POST or None, initial={"part": one.part, "text": one.text})
        return _page(
            request, form, found, _("Change the opinion"),
            lambda: opining.change(values=form.cleaned_data, **same), version=one.version,
        )  # fmt: skip
    told = {"verdict": one.verdict, "reason": one.reason, "on": one.decided_on or clock.today()}
    form = shapes.VerdictForm(request.POST or None, initial=told)
    return _page(
        request, form, found, _("Enter what became of it"), lambda: opining.decide(**form.cleaned_data, **same),
        version=one.version, about=one.text, open_=found.state in opining.ANSWERING,
    )  # fmt: skip


def _editable(request: HttpRequest, session_id: int) -> OversightSession:
    found = sessions.find(request.actor, session_id)
    policy.require(request.actor, "edit", found.kind, found.unit_id)
    return found


def _recommended(form: Form) -> dict[str, Any]:
    given = dict(form.cleaned_data)
    given["to_unit"] = unit_by_code(given["to_unit"]) if given["to_unit"] else None
    return given


def _answer(form: Form) -> dict[str, Any]:
    return dict(form.cleaned_data)


def _page(
    request: HttpRequest, form: Form, found: OversightSession, heading: str, work: Callable[[], Any], *,
    version: int | None = None, about: str = "", open_: bool = True,
) -> HttpResponse:  # fmt: skip
    """A form about a session: shown, tried, and back to the session when it was done."""
    if request.method == "POST" and form.is_valid() and shared.attempt(form, work):
        messages.success(request, _("Saved."))
        return redirect("oversight:session", found.pk)
    context = {
        "form": form, "session": found, "heading": heading, "version": version, "about": about, "open": open_,
        "back": reverse("oversight:session", args=[found.pk]), "verb": _("Save"),
    }  # fmt: skip
    return render(request, "oversight/form.html", context, status=shared.status(form))
