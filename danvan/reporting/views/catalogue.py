"""The catalogue of indicators: everybody with a post reads it, an administrator at the top writes it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.reporting import permissions
from danvan.reporting.describing import levels_in_words
from danvan.reporting.forms import catalogue as forms
from danvan.reporting.formulas import BadFormula
from danvan.reporting.queries import indicators as queries
from danvan.reporting.queries.indicators import Entry
from danvan.reporting.services import indicators as services
from danvan.reporting.services.catalogue import SECTIONS


def group_title(group: str) -> str:
    titles = SECTIONS.get(group, (group, group))
    return titles[1] if (get_language() or "vi").startswith("en") else titles[0]


def grouped(found: list[Entry]) -> list[tuple[str, list[Entry]]]:
    """By group, in the order of the catalogue."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(entry.row.group, []).append(entry)
    return [(group_title(group), rows) for group, rows in groups.items()]


@require_GET
def indicators(request: HttpRequest) -> HttpResponse:
    """`?q=` searches names and codes, with and without diacritics."""
    permissions.require_forms(request.actor, "see")
    words = request.GET.get("q", "").strip()[:60]
    found = queries.entries(words)
    context = {
        "groups": [
            (title, [(entry, levels_in_words(entry.spec.levels)) for entry in rows])
            for title, rows in grouped(found)
        ],
        "count": len(found),
        "words": words,
        "may_manage": permissions.forms_grant(request.actor, "manage") is not None,
        "tabs": tabs("indicators"),
    }
    return render(request, "reporting/catalogue/indicators.html", context)


def tabs(current: str) -> list[dict[str, Any]]:
    pages = [("indicators", _("Indicators")), ("report_forms", _("Forms"))]
    return [
        {"label": label, "href": reverse(f"reporting:{name}"), "current": name == current}
        for name, label in pages
    ]


@require_GET
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    permissions.require_forms(request.actor, "see")
    row = queries.indicator(indicator)
    entry = next(one for one in queries.entries() if one.row.pk == row.pk)
    context = {
        "entry": entry,
        "row": row,
        "group": group_title(row.group),
        "levels": levels_in_words(entry.spec.levels),
        "in_use": queries.rests_on(row),
        "changes": [(change.starts_on, change.what) for change in row.changes.all()],
        "may_manage": permissions.forms_grant(request.actor, "manage") is not None,
    }
    return render(request, "reporting/catalogue/indicator.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, indicator: str) -> HttpResponse:
    """Words at any time; the definition as long as no accepted figure rests on it."""
    permissions.require_forms(request.actor, "manage")
    row = queries.indicator(indicator)
    in_use = queries.rests_on(row)
    # Whoever was shown the definition and sends it back late is told, not half obeyed.
    whole = not in_use or "kind" in request.POST
    posted = request.POST if request.method == "POST" else None
    initial = forms.IndicatorWords.from_row(row)
    form: forms.IndicatorWords = (
        forms.IndicatorDefinition(posted, initial=initial, groups=_groups())
        if whole
        else forms.IndicatorWords(posted, initial=initial)
    )
    if posted is not None and form.is_valid():
        try:
            services.edit_indicator(
                code=row.code, changes=form.values(), seen=request.POST.get("seen", "")[:80], by=request.actor,
                at=clock.now(), redefined=form.redefined(),
            )  # fmt: skip
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved. Every page shows it from now on."))
            return redirect("reporting:indicator", row.code)
    seen = posted.get("seen", "")[:80] if posted is not None else queries.stamp(row)
    context = {"form": form, "row": row, "in_use": in_use, "seen": seen}
    return render(request, "reporting/catalogue/indicator_edit.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    permissions.require_forms(request.actor, "manage")
    form = forms.NewIndicator(request.POST if request.method == "POST" else None, groups=_groups())
    if request.method == "POST" and form.is_valid():
        try:
            row = services.add_indicator(
                code=form.cleaned_data["code"], values=form.values(), by=request.actor, at=clock.now()
            )
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("It stands in the catalogue. Publish a form that asks it."))
            return redirect("reporting:indicator", row.code)
    return render(request, "reporting/catalogue/indicator_new.html", {"form": form}, status=_status(form))


def _groups() -> list[tuple[str, str]]:
    return [(group, group_title(group)) for group in SECTIONS]


def refuse(form: Form, refusal: DomainError) -> None:
    """Put a refusal at its field, above the form where it has none. Who may not do it at all gets a page of its own."""
    if refusal.status in {403, 404} and not isinstance(refusal, BadFormula):
        raise refusal
    field = "formula" if isinstance(refusal, BadFormula) else refusal.detail.get("field")
    form.add_error(str(field) if field in form.fields else None, refusal.message)


def _status(form: Form) -> int:
    return 422 if form.errors else 200
