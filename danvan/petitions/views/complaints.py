"""Formal complaints: number outside, stage, clock."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import permissions
from danvan.organizations import queries as organizations
from danvan.petitions import forms, services
from danvan.petitions.services.complaints import NEXT
from danvan.petitions.views.entering import shown_once
from danvan.petitions.views.shared import act, allowed, own_units, refuse


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    permissions.require_somewhere(request.actor, "edit", "petition")
    first = {"received_on": clock.today()}
    form = forms.RegisterForm(
        request.POST or None, initial=first, on=clock.today(), units=own_units(request, "petition")
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = dict(form.cleaned_data)
            unit = organizations.unit_by_code(said.pop("unit"))
            try:
                told = services.register(
                    unit=unit, **said, key=request.POST.get("once", ""), by=request.actor, at=clock.now()
                )
            except DomainError as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                return shown_once(request, told)
    return render(request, "petitions/register.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, reference: str) -> HttpResponse:
    """The next stage of a complaint; for a case that is none yet, that it is followed as one from now on."""
    row = allowed(request, reference, "edit")
    file = getattr(row, "complaint", None)
    first = {"version": row.version, "on": clock.today()}
    if file is None:
        form = forms.FollowForm(request.POST or None, initial=first)
        return act(
            request, row, form, "petitions/act.html",
            lambda said: services.follow(petition=row, **said, by=request.actor, at=clock.now()),
            _("It is followed as a formal complaint; what was written is destroyed here."),
            title=_("Follow as a formal complaint"), button=_("Follow it and destroy the text here"), units=[],
            lead=_(
                "Enter it in the official register first: from now on only its stage and limits "
                "are kept here. Text, files and contact are destroyed."),
        )  # fmt: skip
    form = forms.StageForm(request.POST or None, initial=first, stages=[str(one) for one in NEXT[file.stage]])
    return act(
        request, row, form, "petitions/act.html",
        lambda said: services.enter_stage(petition=row, **said, by=request.actor, at=clock.now()),
        _("The stage is entered, and its limit runs."),
        title=_("Enter the stage reached"), button=_("Enter the stage"), units=[],
        lead=_("Number in the official register: %(number)s.") % {"number": file.external_case_ref},
    )  # fmt: skip
