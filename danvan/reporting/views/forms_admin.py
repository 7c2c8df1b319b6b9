"""Report forms: what each asks, its versions, the next one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.common.numbers import format_number
from danvan.organizations.queries import last_names
from danvan.reporting import permissions
from danvan.reporting.describing import levels_in_words
from danvan.reporting.forms.catalogue import NewForm, NextVersion
from danvan.reporting.models import ReportForm
from danvan.reporting.own_rules import COMPARISONS
from danvan.reporting.queries import forms as layouts
from danvan.reporting.queries import indicators as queries
from danvan.reporting.sentences import level_word
from danvan.reporting.services import forms as services
from danvan.reporting.views.catalogue import group_title, grouped, refuse, tabs

MOST_CODES = 2000


def _may_manage(request: HttpRequest) -> bool:
    return permissions.forms_grant(request.actor, "manage") is not None


@require_GET
def report_forms(request: HttpRequest) -> HttpResponse:
    permissions.require_forms(request.actor, "see")
    rows = [
        {
            "form": form,
            "levels": levels_in_words(form.owed_by),
            "named": len(form.units.all()),
            "versions": sorted(form.versions.all(), key=lambda version: -version.number),
        }
        for form in ReportForm.objects.order_by("code").prefetch_related("versions", "units")
    ]
    context = {"rows": rows, "may_manage": _may_manage(request), "tabs": tabs("report_forms")}
    return render(request, "reporting/catalogue/forms.html", context)


@require_GET
def report_form(request: HttpRequest, form_code: str) -> HttpResponse:
    """`?phien-ban=1` shows an older version."""
    permissions.require_forms(request.actor, "see")
    form = queries.report_form(form_code)
    versions = list(form.versions.order_by("-number"))
    asked = request.GET.get("phien-ban", "")
    shown = next((one for one in versions if str(one.number) == asked), versions[0] if versions else None)
    layout = layouts.layout(form, shown.number) if shown else None
    sections = [
        (part.title, [_cell(layout.catalogue[code]) for code in part.codes]) for part in layout.sections
    ] if layout else []  # fmt: skip
    context = {
        "form": form,
        "versions": versions,
        "shown": shown,
        "sections": sections,
        "levels": levels_in_words(form.owed_by),
        "named": _named(form),
        "rules": [(row, COMPARISONS[row.comparison][0]) for row in form.rules.filter(ended_at=None)],
        "may_manage": _may_manage(request),
    }
    return render(request, "reporting/catalogue/form.html", context)


def _named(form: ReportForm) -> list[str]:
    """Names of the units that owe it besides whole levels."""
    ids = form.units.order_by("code").values_list("pk", flat=True)
    return [name.name for name in last_names(ids, clock.today()).values()]


def _cell(spec: Any) -> dict[str, Any]:
    return {
        "spec": spec,
        "levels": levels_in_words(spec.levels),
        "computed": not spec.stored or spec.formula is not None,
    }


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    permissions.require_forms(request.actor, "manage")
    form = NewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_form(by=request.actor, at=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The form is made. Choose what its first version asks."))
            return redirect("reporting:publish_form", made.code)
    context = {"form": form}
    return render(request, "reporting/catalogue/form_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, form_code: str) -> HttpResponse:
    """Choose, look at what changes, publish: one page, and what was ticked stays on it."""
    permissions.require_forms(request.actor, "manage")
    report = queries.report_form(form_code)
    now, gone = services.asked(report)
    posted = request.POST if request.method == "POST" else None
    ticked = set(posted.getlist("codes")[:MOST_CODES]) if posted is not None else now
    form, plan = NextVersion(posted), None
    if posted is not None and form.is_valid():
        period = form.cleaned_data["period"]
        try:
            if posted.get("step") == "publish":
                version = services.publish(
                    form_code=report.code, codes=ticked, period=period, base=_number(posted.get("base", "")),
                    by=request.actor, at=clock.now(),
                )  # fmt: skip
                told = _("Version %(number)s is published. Rounds from %(period)s on ask it.")
                messages.success(request, told % {"number": version.number, "period": period.label()})
                return redirect("reporting:report_form", report.code)
            plan = services.preview(form=report, codes=ticked, period=period, by=request.actor)
        except DomainError as refusal:
            refuse(form, refusal)
    context = {
        "form": form,
        "report": report,
        "plan": plan,
        "changes": _changes(plan) if plan else None,
        "groups": [
            (title, [(entry, entry.row.code in ticked, entry.row.code in gone) for entry in rows])
            for title, rows in grouped(queries.entries())
        ],
        "levels": levels_in_words(report.owed_by),
    }
    return render(request, "reporting/catalogue/publish.html", context, status=422 if form.errors else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1


def _changes(plan: services.Plan) -> dict[str, Any]:
    places = ngettext(
        "%(n)s new cell takes a place at the end; nothing already sent moves.",
        "%(n)s new cells take places at the end; nothing already sent moves.",
        plan.new_places,
    )
    return {
        "period": plan.period.label(),
        "places": places % {"n": format_number(plan.new_places)},
        "added": [(spec, group_title(spec.group)) for spec in plan.added],
        "ended": [(spec, group_title(spec.group)) for spec in plan.ended],
        "burden": [
            (level_word(row.level), row, f"{'+' if row.change > 0 else ''}{format_number(row.change)}")
            for row in plan.burden
        ],
    }
