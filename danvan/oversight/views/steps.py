"""The steps of a session's life: which are open to whom, one page for each, and taking the last one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import permissions as policy
from danvan.oversight import lives
from danvan.oversight.forms.sessions import StepForm
from danvan.oversight.models import OversightSession
from danvan.oversight.queries import outcomes, sessions
from danvan.oversight.services import stepping
from danvan.oversight.views import shared


def open_to(request: HttpRequest, found: OversightSession) -> list[lives.Step]:
    """Steps this person can take now, in order."""
    taken = lives.open_in(found)
    actions = {step.action for step in taken}
    open_ = {action for action in actions if policy.can(request.actor, action, found.kind, found.unit_id)}
    return [step for step in taken if step.action in open_]


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, session_id: int, step: str) -> HttpResponse:
    """One step: what it means, what it asks, what follows from it, and one button."""
    found, today = sessions.find(request.actor, session_id), clock.today()
    chosen = lives.find(found.kind, found.form, step)
    if chosen is None or chosen.to in lives.BY_ITSELF:
        raise Http404
    policy.require(request.actor, chosen.action, found.kind, found.unit_id)
    form = StepForm(request.POST or None, step=chosen, initial=_initial(found, chosen))
    if request.method == "POST" and form.is_valid():
        done = shared.attempt(
            form,
            lambda: stepping.take(
                session_id=found.pk, version=shared.version_of(request), slug=step, on=form.cleaned_data["on"],
                values=form.values, by=request.actor, at=clock.now(),
            ),
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("Done: %(state)s.") % {"state": done.get_state_display()})
            return redirect("oversight:session", found.pk)
    sends = chosen.to in (OversightSession.State.SENT, OversightSession.State.REMEDYING)
    context = {
        "step": chosen, "session": found, "form": form, "open": chosen in lives.open_in(found),
        "danger": chosen is lives.CANCEL, "sending": outcomes.recommendations(found, today) if sends else [],
    }  # fmt: skip
    return render(request, "oversight/step.html", context, status=shared.status(form))


def _initial(found: OversightSession, step: lives.Step) -> dict[str, Any]:
    told = {name: getattr(found, name) for name in step.fields if name != "reason"}
    return {"on": clock.today(), **told}


@require_POST
def take_back(request: HttpRequest, session_id: int) -> HttpResponse:
    found = sessions.find(request.actor, session_id)
    policy.require(request.actor, "edit", found.kind, found.unit_id)
    try:
        stepping.take_back(
            session_id=found.pk, version=shared.version_of(request), by=request.actor, at=clock.now()
        )
    except DomainError as refusal:
        if refusal.status in {403, 404}:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The last step was taken back."))
    return redirect("oversight:session", found.pk)
