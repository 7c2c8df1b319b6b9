"""Forms out as workbooks, workbooks back, and the trial of either kind."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError, Incomplete, OutOfSight
from danvan.ingest import forms
from danvan.ingest.models import Import, StagedSheet
from danvan.ingest.queries import faults_back, forms_out, imports
from danvan.ingest.queries.imports import Asked
from danvan.ingest.services import importing, mapping
from danvan.ingest.views import shared
from danvan.ingest.workbooks import writing
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names, unit_by_code

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 30
State = StagedSheet.State


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
        "tabs": shared.tabs("imports"),
        "may_import": bool(shared.own_units(request)),
    }
    return render(request, "ingest/imports.html", context)


@require_safe
def forms_to_send(request: HttpRequest) -> HttpResponse:
    """A form to choose by; with a choice in its address, the workbooks."""
    policy.require_somewhere(request.actor, "export", "submission")
    units = _units_to_send(request)
    shape = forms.FormsOut(request.GET or None, rounds=imports.open_rounds(), units=units)
    if request.GET and shape.is_valid():
        try:
            return _sent(request, shape.cleaned_data)
        except DomainError as refusal:
            if refusal.status in {403, 404}:
                raise
            shape.add_error(None, refusal.message)
    context = {"form": shape, "tabs": shared.tabs("out")}
    return render(request, "ingest/forms_out.html", context, status=422 if shape.errors else 200)


def _units_to_send(request: HttpRequest) -> list[tuple[str, str]]:
    ids = request.actor.unit_ids()
    return [(name.code, name.name) for name in last_names(list(ids), clock.today()).values()]


def _sent(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    round_ = imports.round_of(asked["round"])
    unit = unit_by_code(asked["unit"])
    rows = list(imports.to_send(request.actor, round_, unit.pk, branch=asked["whose"] == "branch"))
    if not rows:
        raise Incomplete(_("No unit in your sight owes this report. Choose another one."))
    sheets = forms_out.of_round(round_, rows)
    name = f"{round_.form.code}-{round_.period_name}-{unit.code}"
    if len(sheets) == 1 or asked["packed"] == "sheets":
        return _attached(writing.workbook(sheets), f"{name}.xlsx", EXCEL)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            archive.writestr(f"{sheet.form}-{sheet.period}-{sheet.unit}.xlsx", writing.workbook([sheet]))
    return _attached(buffer.getvalue(), f"{name}.zip", "application/zip")


def _attached(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
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
            if refusal.status in {403, 404}:
                raise
            shape.add_error(None, refusal.message)
    context = {
        "form": shape,
        "tabs": shared.tabs("imports"),
        "heading": _("Send filled forms back"),
        "verb": _("Read on trial"),
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


@require_http_methods(["GET", "POST"])
def foreign(request: HttpRequest) -> HttpResponse:
    """Workbooks of another layout: a mapping is proposed."""
    policy.require_somewhere(request.actor, "edit", shared.TYPE)
    units = shared.own_units(request)
    shape = forms.Foreign(
        request.POST or None, request.FILES or None, rounds=imports.open_rounds(), units=units
    )
    if request.method == "POST" and shape.is_valid():
        try:
            with once_posted(request) as tried:
                if tried.fresh:
                    asked = shape.cleaned_data
                    tried.result = mapping.try_foreign(
                        unit=unit_by_code(asked["unit"]), round_=imports.round_of(asked["round"]),
                        given=shared.given(asked["files"]), by=request.actor, at=clock.now(),
                    ).pk  # fmt: skip
            return redirect("ingest:import", tried.result)
        except DomainError as refusal:
            if refusal.status in {403, 404}:
                raise
            shape.add_error(None, refusal.message)
    context = {
        "form": shape,
        "tabs": shared.tabs("imports"),
        "heading": _("Read workbooks of another layout"),
        "verb": _("Propose a mapping"),
    }
    return render(request, "ingest/upload.html", context, status=422 if shape.errors else 200)


def trial(request: HttpRequest, made: Import) -> HttpResponse:
    """The page of an import of workbooks."""
    rows = made.sheets.select_related("unit", "file").order_by("pk")
    state = request.GET.get("trang-thai", "")
    if state in State.values:
        rows = rows.filter(state=state)
    counts = {value: 0 for value in State.values}
    for value in made.sheets.values_list("state", flat=True):
        counts[value] += 1
    context = {
        "made": made,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")),
        "counts": [(value, label, counts[value]) for value, label in State.choices if counts[value]],
        "state": state,
        "ready": counts[State.READY],
        "faulty": counts[State.FAULTY] + counts[State.REFUSED] + made.files.exclude(fault="").count(),
        "broken": list(made.files.exclude(fault="")[:50]),
        "may_end": made.state == Import.State.TRIED
        and policy.can(request.actor, "submit", shared.TYPE, made.unit_id),
        "tabs": shared.tabs("imports"),
    }
    return render(request, "ingest/trial.html", context)


@require_POST
def take_in(request: HttpRequest, import_id: int) -> HttpResponse:
    made = imports.find(request.actor, import_id)
    taken, refused = importing.take_in(
        import_id=made.pk, version=shared.version_of(request), by=request.actor, at=clock.now()
    )
    said = ngettext("%(count)d report was filled in.", "%(count)d reports were filled in.", taken) % {
        "count": taken
    }
    messages.success(request, said)
    if refused:
        more = ngettext(
            "%(count)d was refused; its reason stands below.",
            "%(count)d were refused; the reasons stand below.",
            refused,
        )
        messages.warning(request, more % {"count": refused})
    return redirect("ingest:import", made.pk)


@require_POST
def discard(request: HttpRequest, import_id: int) -> HttpResponse:
    made = imports.find(request.actor, import_id)
    importing.discard(import_id=made.pk, version=shared.version_of(request), by=request.actor, at=clock.now())
    messages.success(request, _("Discarded. Nothing was changed."))
    return redirect("ingest:imports")


@require_safe
def faults(request: HttpRequest, import_id: int) -> HttpResponse:
    """The same workbook back, with its faults marked."""
    made = imports.find(request.actor, import_id)
    return _attached(faults_back.workbook(made), f"can-sua-{made.pk}.xlsx", EXCEL)


@require_http_methods(["GET", "POST"])
def sheet_mapping(request: HttpRequest, import_id: int, sheet_id: int) -> HttpResponse:
    """What each label of a foreign sheet is."""
    made = imports.find(request.actor, import_id)
    sheet = made.sheets.filter(pk=sheet_id).exclude(mapping={}).first()
    if sheet is None or "matches" not in sheet.mapping:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    policy.require(request.actor, "edit", shared.TYPE, made.unit_id)
    fault = ""
    matches = sheet.mapping["matches"]
    if request.method == "POST":
        codes = {match["place"]: request.POST.get(f"ma-{match['place']}", "")[:80] for match in matches}
        try:
            mapping.confirm(
                sheet_id=sheet.pk,
                version=shared.version_of(request),
                codes=codes,
                by=request.actor,
                at=clock.now(),
            )
            messages.success(
                request, _("The mapping is remembered. Look at what would change, then take it in.")
            )
            return redirect("ingest:import", made.pk)
        except DomainError as refusal:
            if refusal.status in {403, 404}:
                raise
            fault = refusal.message
            matches = [{**match, "code": codes[match["place"]]} for match in matches]
    values: dict[int, list[str]] = {}
    for cell in sheet.mapping["grid"]:
        values.setdefault(cell["place"], []).append(cell["text"])
    context = {
        "made": made,
        "sheet": sheet,
        "lines": [{**match, "values": values.get(match["place"], [])[:4]} for match in matches],
        "indicators": imports.indicators(),
        "fault": fault,
        "tabs": shared.tabs("imports"),
    }
    return render(request, "ingest/mapping.html", context, status=422 if fault else 200)
