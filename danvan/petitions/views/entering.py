"""Taking in what comes to the counter, by phone or by letter; the receipt is shown once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import permissions
from danvan.organizations import queries as organizations
from danvan.petitions import forms, receipts, services
from danvan.petitions.gate import gate
from danvan.petitions.shapes import Contact, Receipt
from danvan.petitions.views.shared import all_units, own_units, refuse


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    permissions.require_somewhere(request.actor, "edit", "petition")
    first = {"received_on": clock.today(), "urgency": "normal", "topic": "other"}
    form = forms.EnterForm(
        request.POST or None,
        request.FILES or None,
        initial=first,
        on=clock.today(),
        units=own_units(request, "petition"),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                told = _take_in(request, form.cleaned_data)
            except DomainError as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                return shown_once(request, told)
    closed = [door for door in gate().doors if not door.open]
    context = {"form": form, "units": all_units(), "doors": closed}
    return render(request, "petitions/enter.html", context, status=status)


def _take_in(request: HttpRequest, said: dict[str, Any]) -> Receipt:
    unit = organizations.unit_by_code(said["unit"])
    now = clock.now()
    day = said["received_on"]
    received = now if day == timezone.localtime(now).date() else datetime.combine(day, now.timetz())
    contact = Contact(said["name"], said["phone"], said["email"], said["address"])
    matter = services.Matter(
        kind=said["kind"], text=said["text"], topic=said["topic"], place=said["place"], where=said["where"], contact=contact,
        urgency=said["urgency"], wants_public=said["wants_public"], received_at=received,
        tells_by=said["tells_by"],
    )  # fmt: skip
    return services.take_in(
        matter=matter, channel=said["channel"], key=request.POST.get("once", ""), files=said["attached"], unit=unit,
        by=request.actor, at=now,
    )  # fmt: skip


def shown_once(request: HttpRequest, told: Receipt) -> HttpResponse:
    """The receipt is the answer to the form itself: no address leads to it, and no browser keeps it."""
    answer = render(
        request, "petitions/receipt.html", {"receipt": told, "qr": receipts.qr(told.code.replace(" ", ""))}
    )
    answer["Cache-Control"] = "no-store"
    return answer
