"""Workbooks of another layout: sent in, and their mapping looked through and mended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError, OutOfSight
from danvan.ingest import forms
from danvan.ingest.models import Import
from danvan.ingest.queries import imports
from danvan.ingest.services import importing, mapping
from danvan.ingest.views import shared
from danvan.ingest.workbooks.foreign import NONE, OWN, ROWS
from danvan.organizations import permissions as policy
from danvan.organizations.queries import unit_by_code

# Figures shown beside a label or under a header, so that people see what they map.
SAMPLES = 4


@require_http_methods(["GET", "POST"])
def foreign(request: HttpRequest) -> HttpResponse:
    """Workbooks of another layout: a mapping is proposed."""
    policy.require_somewhere(request.actor, "edit", shared.TYPE)
    units = shared.own_units(request)
    shape = forms.Foreign(
        request.POST or None, request.FILES or None, rounds=imports.rounds(open_only=True), units=units
    )
    if request.method == "POST" and shape.is_valid():
        try:
            with once_posted(request) as tried:
                if tried.fresh:
                    asked = shape.cleaned_data
                    tried.result = mapping.try_foreign(
                        unit=unit_by_code(asked["unit"]), round_=imports.round_of(asked["round"]),
                        given=_unpacked(asked["files"]), by=request.actor, at=clock.now(),
                    ).pk  # fmt: skip
            return redirect("ingest:import", tried.result)
        except DomainError as refusal:
            shape.add_error(None, shared.refused(refusal))
    context = {
        "form": shape,
        "tabs": shared.tabs(request, "imports"),
        "heading": _("Read workbooks of another layout"),
        "verb": _("Propose a mapping"),
        "hint": shared.many_files(),
    }
    return render(request, "ingest/upload.html", context, status=422 if shape.errors else 200)


def _unpacked(files: list[Any]) -> list[tuple[str, bytes]]:
    return [
        one
        for name, body in shared.given(files)
        for one in importing.unpacked(name, body, importing.WORKBOOKS)
    ]


@require_http_methods(["GET", "POST"])
def sheet_mapping(request: HttpRequest, import_id: int, sheet_id: int) -> HttpResponse:
    """What each label of a foreign sheet is, and whose figures stand in which of its columns."""
    made = imports.find(request.actor, import_id)
    sheet = imports.sheets_of(request.actor, made).filter(pk=sheet_id).first()
    if sheet is None or "matches" not in sheet.mapping:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    policy.require(request.actor, "edit", shared.TYPE, made.unit_id)
    fault = ""
    matches, series = sheet.mapping["matches"], sheet.mapping["series"]
    indicators = shared.labelled(imports.indicators_of(made))
    units = shared.labelled(mapping.units_of(made))
    if request.method == "POST":
        codes = {one["place"]: _said(request, f"ma-{one['place']}", indicators) for one in matches}
        whose = {one["place"]: _said(request, f"cot-{one['place']}", units) or NONE for one in series}
        try:
            mapping.confirm(
                sheet_id=sheet.pk, version=shared.version_of(request), codes=codes, whose=whose, by=request.actor,
                at=clock.now(),
            )  # fmt: skip
            messages.success(
                request, _("The mapping is remembered. Look at what would change, then take it in.")
            )
            return redirect("ingest:import", made.pk)
        except DomainError as refusal:
            fault = shared.refused(refusal)
            matches = [{**one, "code": codes[one["place"]]} for one in matches]
            series = [{**one, "whose": whose[one["place"]]} for one in series]
    context = {
        "made": made,
        "sheet": sheet,
        "lines": _lines(matches, sheet.mapping["grid"], "place", "code", indicators),
        "series": _lines(
            series, sheet.mapping["grid"], "series", "whose", units | {NONE: "", OWN: units[made.unit.code]}
        ),
        "by_rows": sheet.mapping["layout"] == ROWS,
        "indicators": list(indicators.values()),
        "units": list(units.values()),
        "may_map": made.state == Import.State.TRIED,
        "fault": fault,
        "tabs": shared.tabs(request, "imports"),
    }
    return render(request, "ingest/mapping.html", context, status=422 if fault else 200)


def _said(request: HttpRequest, name: str, labels: Mapping[str, str]) -> str:
    said = request.POST.get(name, "").strip()
    return shared.chosen(said, labels)[:80] if said else ""


def _lines(
    lines: list[dict[str, Any]], grid: list[dict[str, Any]], key: str, said: str, labels: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each label or column with what it is said to be, in words, and the first figures that stand with it."""
    found: dict[int, list[str]] = {}
    for cell in grid:
        found.setdefault(cell[key], []).append(cell["text"])
    return [
        {
            **one,
            "said": labels.get(one[said], one[said]),
            "sure": round(100 * one.get("score", 0)),
            "samples": found.get(one["place"], [])[:SAMPLES],
        }
        for one in lines
    ]
