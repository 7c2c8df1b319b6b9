"""Opening a round: the form, then a preview of the units it is for, then the round."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from danvan.common import clock
from danvan.evaluation.forms.rounds import RoundForm
from danvan.evaluation.models import CriteriaSet
from danvan.evaluation.queries import criteria
from danvan.evaluation.queries import rounds as queries
from danvan.evaluation.services import rounds as services
from danvan.evaluation.views import shared
from danvan.organizations import permissions as policy


@require_http_methods(["GET", "POST"])
def open_round(request: HttpRequest) -> HttpResponse:
    """The first press shows the units; only the second one, from that page, opens the round."""
    policy.require_somewhere(request.actor, "manage", "evaluation")
    sets = criteria.usable(request.actor)
    today = clock.today()
    initial = {"period": str(today.year - 1)}
    choices = [(str(one.pk), f"{one.name} ({one.starts_on:%d/%m/%Y})") for one in sets]
    form = RoundForm(request.POST if request.method == "POST" else None, sets=choices, initial=initial)
    units: list[Any] = []
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in sets if str(one.pk) == form.cleaned_data["criteria"])
        if request.POST.get("buoc") == "mo":
            made = shared.attempt(
                form, lambda: shared.done_once(request, lambda: _open(request, chosen, form))
            )
            if made:
                messages.success(request, _("The round is open and the units were told."))
                return redirect("evaluation:round", made)
        else:
            units = queries.expected(chosen.unit_id, chosen.level, today)
            if not units:
                form.add_error(
                    "criteria", _("No unit of this level stands below on that day. Choose another set.")
                )
    told = ngettext("%(n)d unit will be evaluated", "%(n)d units will be evaluated", len(units)) % {
        "n": len(units)
    }
    context = {"form": form, "units": units, "told": told, "sets": sets}
    return render(request, "evaluation/open_round.html", context, status=shared.status(form))


def _open(request: HttpRequest, chosen: CriteriaSet, form: RoundForm) -> int:
    clean = form.cleaned_data
    return services.open_round(
        unit=chosen.unit, criteria=chosen, period=clean["period"], title=clean["title"], by=request.actor,
        self_due_on=clean["self_due_on"], review_due_on=clean["review_due_on"], at=clock.now(),
    ).pk  # fmt: skip
