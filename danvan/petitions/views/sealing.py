"""A denunciation that came by mistake: seal it, or hand it over on paper and destroy it here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations.queries import last_names
from danvan.petitions import forms, recipients, services
from danvan.petitions.views.shared import all_units, allowed, home_of, refuse


@require_http_methods(["GET", "POST"])
def seal(request: HttpRequest, reference: str) -> HttpResponse:
    row = allowed(request, reference, "seal")
    destroying = request.POST.get("way") == "paper"
    sealing = forms.SealForm(
        request.POST if request.method == "POST" and not destroying else None,
        initial={"version": row.version},
    )
    paper = forms.DestroyForm(request.POST if destroying else None, initial={"version": row.version})
    form = paper if destroying else sealing
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act = services.destroy if destroying else services.seal
                act(petition=row, **form.cleaned_data, by=request.actor, at=clock.now())
            except DomainError as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                messages.success(
                    request,
                    _("It is destroyed here. Nothing of it can be read any more.") if destroying
                    else _("It is sealed. Nothing of it can be read here any more."),
                )  # fmt: skip
                return redirect(home_of(request, row))
    found = recipients.recipient_for(row.unit_id, None, clock.today())
    name = last_names([found.unit.pk], clock.today())[found.unit.pk].name if found else ""
    context = {
        "case": row,
        "form": sealing,
        "paper": paper,
        "recipient": name,
        "units": all_units(),
        "wrong": form,
    }
    return render(request, "petitions/seal.html", context, status=status)
