"""The steps of a model's life: one by one, and for many at once with a preview."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from danvan.common import clock
from danvan.exemplars.forms import skilled as shapes
from danvan.exemplars.models import SkilledModel
from danvan.exemplars.permissions import stands_above
from danvan.exemplars.queries import skilled
from danvan.exemplars.services import checking, living, registering, steps_at_once
from danvan.exemplars.views import shared
from danvan.exemplars.views.shared import Step
from danvan.organizations import permissions as policy

State, STARTS = SkilledModel.State, checking.STARTS
LIVING = (State.REGISTERED, *SkilledModel.WORKING, State.LAPSED)


def _values(form: Any) -> dict[str, Any]:
    return {"values": dict(form.cleaned_data)}


STEPS = {
    step.slug: step
    for step in (
        Step(
            "hoat-dong", gettext_lazy("Record that it works"), "edit", (State.REGISTERED,), shapes.DayForm, living.activate,
            gettext_lazy("It counts as active from that day on."),
            gettext_lazy("From this day on it counts as active, until the end of the next year unless verified again."),
        ),
        Step(
            "kiem-tra", gettext_lazy("Check"), "verify", STARTS["assessed"], shapes.CheckForm,
            partial(checking.take, what="assessed"), gettext_lazy("The check is recorded."),
            gettext_lazy("On the spot: what works, what does not, what residents say."), keywords=_values,
        ),
        Step(
            "xac-minh", gettext_lazy("Verify again"), "verify", STARTS["reverified"], shapes.CheckForm,
            partial(checking.take, what="reverified"), gettext_lazy("It counts on, to the end of the next year."),
            gettext_lazy("Only what is verified again each year counts as active."), keywords=_values,
        ),
        Step(
            "cong-nhan", gettext_lazy("Recognise"), "verify", STARTS["recognised"], shapes.RecogniseForm,
            partial(checking.take, what="recognised"), gettext_lazy("It is recognised: other units can copy it."),
            gettext_lazy("By a decision of the level. It becomes public, with its unit and effect."), keywords=_values,
        ),
        Step(
            "hieu-qua", gettext_lazy("Add a number"), "edit", LIVING, shapes.EffectForm, registering.add_effect,
            gettext_lazy("The number is added."), gettext_lazy("What the model changed, before and after."),
        ),
        Step(
            "minh-chung", gettext_lazy("Add a file"), "edit", LIVING, shapes.FileForm, registering.add_file,
            gettext_lazy("The file is added."), gettext_lazy("A photo or a document that shows it."),
        ),
        Step(
            "dung", gettext_lazy("Stop"), "edit", LIVING, shapes.EndForm, living.stop, gettext_lazy("The model is stopped."),
            gettext_lazy("Your unit gives it up. It stays in the register with the reason."), danger=True,
        ),
        Step(
            "rut", gettext_lazy("Withdraw the model"), "verify", LIVING, shapes.EndForm, living.withdraw,
            gettext_lazy("The model is withdrawn."), gettext_lazy("The level above strikes a model that does not work."),
            danger=True,
        ),
    )
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, model_id: int, step: str) -> HttpResponse:
    found = skilled.find(request.actor, model_id)
    initial = {"on": clock.today(), "verdict": "good"}
    return shared.take(request, found, STEPS, step, "model_id", "exemplars:model", initial)


@dataclass(frozen=True)
class Many:
    """A step for many: what the service calls it, its words, its form, and the state it leads to."""

    what: str
    label: object
    form: type[forms.Form]
    becomes: object


BULK = {
    "kiem-tra": Many("assessed", gettext_lazy("Check the chosen"), shapes.CheckForm, State.ASSESSED.label),
    "xac-minh": Many(
        "reverified", gettext_lazy("Verify the chosen again"), shapes.CheckForm, gettext_lazy("verified again")
    ),
    "cong-nhan": Many("recognised", gettext_lazy("Recognise the chosen"), shapes.RecogniseForm, State.RECOGNISED.label),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    line: skilled.Line
    why_not: str


@require_http_methods(["GET", "POST"])
def at_once(request: HttpRequest, step: str) -> HttpResponse:
    """First exactly what will change, then the step for all of them."""
    if step not in BULK:
        raise Http404
    actor, many, today = request.actor, BULK[step], clock.today()
    policy.require_somewhere(actor, "verify", "model")
    posted = request.method == "POST"
    items = shared.pairs(request.POST.getlist("m")) if posted else []
    ids = (
        [pk for pk, _version in items]
        if posted
        else [shared.number(one, 0) for one in request.GET.getlist("m")]
    )
    rows = (
        SkilledModel.scoped(actor, "verify").filter(pk__in=ids[: steps_at_once.MOST]).select_related("unit")
    )
    shown = [
        Shown(line, _why_not(request, line.model, many.what))
        for line in skilled.lines(rows.order_by("pk"), today)
    ]
    form = many.form(request.POST if posted else None, initial={"on": today, "verdict": "good"})
    if posted and form.is_valid():

        def work() -> int:
            return steps_at_once.take_all(
                what=many.what, items=items, values=form.cleaned_data, by=actor, at=clock.now()
            ).count

        done = shared.attempt(form, lambda: shared.done_once(request, work))
        if done:
            words = ngettext("Done for %(n)d model. You can take it back while nothing follows.",
                             "Done for %(n)d models. You can take it back while nothing follows.", done)  # fmt: skip
            messages.success(request, words % {"n": done})
            return redirect("exemplars:models")
    fit = [one for one in shown if not one.why_not]
    context = {"many": many, "form": form, "shown": shown, "fit": fit, "today": today}
    return render(request, "exemplars/at_once.html", context, status=shared.status(form))


def _why_not(request: HttpRequest, model: SkilledModel, what: str) -> str:
    if model.state not in STARTS[what]:
        return _("it is “%(state)s”") % {"state": model.get_state_display()}
    if what != "recognised" and not stands_above(request.actor, model.unit_id):
        return _("the level above does this")
    return ""


@require_POST
def take_back(request: HttpRequest, bulk_id: int) -> HttpResponse:
    steps_at_once.take_back(bulk_id=bulk_id, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back: the models stand as before."))
    return redirect("exemplars:models")
