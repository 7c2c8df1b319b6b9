"""The next steps of a document: sign, issue, end, attach; each a small page with its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.common import clock
from danvan.directives.forms import documents as shapes
from danvan.directives.models import Directive
from danvan.directives.queries import documents
from danvan.directives.services import documents as services
from danvan.directives.views import shared
from danvan.organizations import permissions as policy

State = Directive.State


@dataclass(frozen=True)
class Step:
    label: Callable[[], str]
    states: tuple[str, ...]
    right: str
    form: type[Form]
    tone: str = "plain"


STEPS: dict[str, Step] = {
    "ky": Step(lambda: _("Record the signature"), (State.DRAFT,), "issue", shapes.SignForm, "primary"),
    "ban-hanh": Step(lambda: _("Issue"), (State.SIGNED,), "issue", shapes.IssueForm, "primary"),
    "bo-ky": Step(lambda: _("Back to the draft"), (State.SIGNED,), "issue", shapes.NothingForm),
    "tep": Step(lambda: _("Add a file"), tuple(State.values), "edit", shapes.FileForm),
    "ket-thuc": Step(lambda: _("Record its end"), Directive.OPEN, "edit", shapes.EndForm),
}


def open_to(request: HttpRequest, found: Directive) -> list[tuple[str, str, str]]:
    """(slug, words, tone) of the steps that stand open for this person."""
    may = {right: policy.can(request.actor, right, "directive", found.unit_id) for right in ("edit", "issue")}
    return [
        (slug, step.label(), step.tone)
        for slug, step in STEPS.items()
        if may[step.right] and found.state in step.states
    ]


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, directive_id: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    found, chosen = documents.find(request.actor, directive_id), STEPS[step]
    shared.require(request, chosen.right, found.unit_id)
    today = clock.today()
    initial = {
        "signer": found.signer, "signed_on": today, "issued_on": today, "in_force_from": found.in_force_from,
        "ended_on": today,
    }  # fmt: skip
    posted = request.method == "POST"
    form = chosen.form(request.POST if posted else None, request.FILES if posted else None, initial=initial)
    if (
        posted
        and form.is_valid()
        and shared.attempt(form, lambda: _do(request, found, step, form.cleaned_data))
    ):
        messages.success(request, _said(request, step, found.pk))
        return redirect("directives:directive", found.pk)
    context = {
        "form": form,
        "heading": chosen.label(),
        "verb": chosen.label(),
        "directive": found,
        "step": step,
    }
    return render(request, "directives/step.html", context, status=shared.status(form))


def _do(request: HttpRequest, found: Directive, step: str, given: dict[str, Any]) -> Any:
    if step == "tep":
        return shared.done_once(request, lambda: _attach(request, found, given))
    same: dict[str, Any] = {
        "directive_id": found.pk, "version": shared.version_of(request), "by": request.actor, "at": clock.now(),
    }  # fmt: skip
    services_by_step = {
        "ky": services.sign,
        "ban-hanh": services.issue,
        "bo-ky": services.unsign,
        "ket-thuc": services.end,
    }
    return services_by_step[step](**given, **same)


def _attach(request: HttpRequest, found: Directive, given: dict[str, Any]) -> int:
    file = shared.stored(request, given["upload"], found.unit_id)
    assert file is not None
    return services.add_file(
        directive_id=found.pk, file=file, caption=given["caption"], by=request.actor, at=clock.now()
    ).pk


def _said(request: HttpRequest, step: str, directive_id: int) -> str:
    if step == "ban-hanh":
        symbol = documents.find(request.actor, directive_id).symbol
        return _("Issued under %(symbol)s. Now give it to the units.") % {"symbol": symbol}
    return _("Saved.")
