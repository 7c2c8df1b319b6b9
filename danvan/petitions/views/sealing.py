"""A denunciation that came by mistake: seal it, or hand it over on paper and destroy it here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import permissions
from danvan.organizations.queries import last_names
from danvan.petitions import forms, recipients, services
from danvan.petitions.queries import sealed as sealed_records
from danvan.petitions.views.shared import all_units, allowed, home_of, refuse

PER_PAGE = 30


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


@require_GET
def sealed(request: HttpRequest) -> HttpResponse:
    """What was sealed for the own unit, to be taken out to the recipient's machine."""
    permissions.require_somewhere(request.actor, "seal", "petition")
    page = Paginator(sealed_records.for_units_of(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    names = last_names({row.unit_id for row in page}, clock.today())
    rows = [{"record": row, "unit": names[row.unit_id].name} for row in page]
    return render(request, "petitions/sealed.html", {"rows": rows, "page": page})


@require_http_methods(["GET", "POST"])
def take_out(request: HttpRequest, id: Any) -> HttpResponse:
    """One sealed record: who opened it, and the form that releases it. The file is still closed for its recipient."""
    record = get_object_or_404(sealed_records.for_units_of(request.actor), pk=id)
    form = forms.OpenForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                box = services.open_sealed(
                    record=record, **form.cleaned_data, by=request.actor, at=clock.now()
                )
            except DomainError as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                return _handed(box, record.petition.reference)
    context = {
        "record": record,
        "form": form,
        "unit": last_names([record.unit_id], clock.today())[record.unit_id].name,
        "openings": sealed_records.openings(record),
    }
    return render(request, "petitions/take_out.html", context, status=status)


def _handed(box: bytes, reference: str) -> HttpResponse:
    answer = HttpResponse(box, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="niem-phong-{reference}.danvan"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
