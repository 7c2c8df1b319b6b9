"""Routing rules: who is in charge of what, from which day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import permissions
from danvan.organizations.queries import last_names
from danvan.petitions import forms, services, topics
from danvan.petitions.models import Route
from danvan.petitions.views.shared import all_units, refuse


@require_http_methods(["GET", "POST"])
def routes(request: HttpRequest) -> HttpResponse:
    permissions.require_somewhere(request.actor, "see", "route")
    form = forms.RouteForm(request.POST or None, initial={"starts_on": clock.today()}, on=clock.today())
    status = 200
    if request.method == "POST":
        permissions.require_somewhere(request.actor, "manage", "route")
        status = 422
        if form.is_valid():
            try:
                services.add_route(**form.cleaned_data, by=request.actor, at=clock.now())
            except DomainError as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                messages.success(
                    request,
                    _("The rule holds from that day; an earlier one for the same place and topic ends."),
                )
                return redirect("petitions:routes")
    return render(request, "petitions/routes.html", _context(request, form), status=status)


def _context(request: HttpRequest, form: forms.RouteForm) -> dict[str, object]:
    today = clock.today()
    found = list(
        Route.scoped(request.actor, "see")
        .exclude(ends_on__lte=today)
        .select_related("unit", "to_unit")
        .order_by("unit__code", "topic", "starts_on", "pk")
    )
    names = last_names({pk for row in found for pk in (row.unit_id, row.to_unit_id)}, today)
    labels = topics.names()
    manages = permissions.holds(request.actor, "manage", "route")
    open_ids = set(Route.scoped(request.actor, "manage").values_list("pk", flat=True)) if manages else set()
    rows = [
        {"route": row, "place": names[row.unit_id].name, "to": names[row.to_unit_id].name,
         "topic": labels.get(row.topic, row.topic) if row.topic else "", "may_end": row.pk in open_ids}
        for row in found
    ]  # fmt: skip
    return {
        "rows": rows, "form": form, "manages": manages, "units": all_units() if manages else [],
    }  # fmt: skip


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    route = get_object_or_404(Route.scoped(request.actor, "see"), pk=pk)
    permissions.require(request.actor, "manage", "route", route.unit_id)
    form = forms.EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Name the day on which the rule ends."))
        return redirect("petitions:routes")
    try:
        services.end_route(
            route=route, ends_on=form.cleaned_data["ends_on"], by=request.actor, at=clock.now()
        )
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The rule ends on that day."))
    return redirect("petitions:routes")
