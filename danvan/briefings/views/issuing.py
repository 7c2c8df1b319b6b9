"""Issuing a document, and correcting an issued one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from danvan.briefings import forms, queries, services
from danvan.briefings.services.corrections import NothingToCorrect
from danvan.briefings.views.documents import file_answer, page_context, visible
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import permissions


@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible(request, pk)
    form = forms.IssueForm(request.POST)
    if form.is_valid():
        try:
            issued = services.issue(
                document=one,
                signed_on=form.cleaned_data["signed_on"],
                expected_version=form.cleaned_data["version"],
                by=request.actor,
                at=clock.now(),
            )
        except DomainError as refusal:
            if refusal.status in (403, 404):
                raise
            form.add_error(None, refusal.message)
        else:
            told = _(
                "Issued under number %(number)s. Its numbers are sealed; later changes are told by errata."
            )
            messages.success(request, told % {"number": queries.reference(issued)})
            return redirect("briefings:document", pk)
    one = visible(request, pk)
    return render(request, "briefings/document.html", page_context(request, one, issue_form=form), status=422)


@require_http_methods(["GET", "POST"])
def erratum(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible(request, pk)
    permissions.require(request.actor, "issue", "document", one.unit_id)
    form = forms.ErratumForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = services.issue_erratum(document=one, **form.cleaned_data, by=request.actor, at=clock.now())
        except NothingToCorrect as refusal:
            messages.info(request, refusal.message)
            return redirect("briefings:document", pk)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            status = refusal.status
        else:
            messages.success(request, _("Erratum %(number)s is issued.") % {"number": made.number})
            return redirect("briefings:document", pk)
    elif request.method == "POST":
        status = 422
    try:
        proposal = services.propose_erratum(one)
    except NothingToCorrect as refusal:
        messages.info(request, refusal.message)
        return redirect("briefings:document", pk)
    fresh = forms.ErratumForm({"reason": form.data.get("reason", ""), "fingerprint": proposal.fingerprint})
    if form.is_bound:
        fresh._errors = form.errors
    else:
        fresh = forms.ErratumForm(initial={"fingerprint": proposal.fingerprint})
    context = {"document": one, "proposal": proposal, "form": fresh, "reference": queries.reference(one)}
    return render(request, "briefings/erratum.html", context, status=status)


@require_GET
def erratum_word(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """An issued erratum as a Word file, to be signed and sent after the document."""
    one = visible(request, pk)
    permissions.require(request.actor, "export", "document", one.unit_id)
    made = get_object_or_404(one.errata.select_related("document__unit"), number=number)
    name = f"dinh-chinh-{made.number}-{one.unit.code}-{one.period_name}-{one.format}.docx"
    return file_answer(services.erratum_file(made), "docx", name)
