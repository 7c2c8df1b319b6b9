"""All imports, forms out as workbooks, and workbooks back."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError, Incomplete, NotAllowed
from danvan.ingest import forms
from danvan.ingest.models import Import
from danvan.ingest.queries import forms_out, imports
from danvan.ingest.queries.imports import Asked
from danvan.ingest.services import importing
from danvan.ingest.views import shared
from danvan.ingest.workbooks import packing, writing
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names, unit_by_code

PER_PAGE = 30


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", shared.TYPE)
    get = request.GET
    asked = Asked(
        get.get("q", "")[:100],
        get.get("loai", "") if get.get("loai") in Import.Kind.values else "",
        get.get("trang-thai", "") if get.get("trang-thai") in Import.State.values else "",
    )
    context = {
        "page": Paginator(imports.listed(request.actor, asked), PER_PAGE).get_page(get.get("trang")),
        "asked": asked,
        "kinds": Import.Kind.choices,
        "states": Import.State.choices,
        "tabs": shared.tabs(request, "imports"),
        "may_import": bool(shared.own_units(request)),
    }
    return render(request, "ingest/imports.html", context)


@require_safe
def forms_to_send(request: HttpRequest) -> HttpResponseBase:
    """A form to choose by; with a choice in its address, the workbooks."""
    if not imports.may_send_out(request.actor):
        raise NotAllowed(_("Your post does not open this. Ask the administrator of your unit if it should."))
    rounds = imports.rounds(open_only=False)
    shape = forms.FormsOut(request.GET or None, rounds=rounds, units=_units_to_send(request))
    if request.GET and shape.is_valid():
        try:
            return _sent(request, shape.cleaned_data)
        except DomainError as refusal:
            shape.add_error(None, shared.refused(refusal))
    context = {"form": shape, "rounds": rounds, "tabs": shared.tabs(request, "out")}
    return render(request, "ingest/forms_out.html", context, status=422 if shape.errors else 200)


def _units_to_send(request: HttpRequest) -> list[tuple[str, str]]:
    ids = list(request.actor.unit_ids())
    return [(name.code, name.name) for name in last_names(ids, clock.today()).values()]


def _sent(request: HttpRequest, asked: dict[str, Any]) -> HttpResponseBase:
    round_ = imports.round_of(asked["round"])
    unit = unit_by_code(asked["unit"])
    rows = list(imports.to_send(request.actor, round_, unit.pk, branch=asked["whose"] == "branch"))
    if not rows:
        raise Incomplete(_("No unit in your sight owes this report. Choose another one."))
    sheets = forms_out.of_round(round_, rows)
    name = f"{round_.form.code}-{round_.period_name}-{unit.code}"
    if len(sheets) == 1 or asked["packed"] == "sheets":
        return shared.attached(writing.workbook(sheets), f"{name}.xlsx")
    # Workbook by workbook, so that a city's download begins at once.
    answer = StreamingHttpResponse(packing.packed(packing.files_of(sheets)), content_type=packing.ZIP)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return answer


@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest) -> HttpResponse:
    """Workbooks that came back: read on trial."""
    policy.require_somewhere(request.actor, "edit", shared.TYPE)
    shape = forms.Returned(request.POST or None, request.FILES or None, units=shared.own_units(request))
    if request.method == "POST" and shape.is_valid():
        try:
            with once_posted(request) as tried:
                if tried.fresh:
                    tried.result = _tried(request, shape.cleaned_data)
            return redirect("ingest:import", tried.result)
        except DomainError as refusal:
            shape.add_error(None, shared.refused(refusal))
    context = {
        "form": shape,
        "tabs": shared.tabs(request, "imports"),
        "heading": _("Send filled forms back"),
        "verb": _("Read on trial"),
        "hint": shared.many_files(),
    }
    return render(request, "ingest/upload.html", context, status=422 if shape.errors else 200)


def _tried(request: HttpRequest, asked: dict[str, Any]) -> int:
    given = [
        one
        for name, body in shared.given(asked["files"])
        for one in importing.unpacked(name, body, importing.WORKBOOKS)
    ]
    unit = unit_by_code(asked["unit"])
    return importing.try_workbooks(unit=unit, given=given, by=request.actor, at=clock.now()).pk
