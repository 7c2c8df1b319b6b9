"""Programmes and theme years, with the documents they group."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.directives.forms.documents import ProgrammeForm
from danvan.directives.models import Programme
from danvan.directives.queries import documents, graph
from danvan.directives.services import programmes as services
from danvan.directives.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names, unit_by_code


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", "directive")
    page = shared.page_of(request, documents.programmes_seen(request.actor))
    names = last_names({one.unit_id for one in page.object_list}, clock.today())
    context = {
        "page": page, "rows": [(one, names[one.unit_id].name) for one in page.object_list],
        "may_write": bool(shared.own_units(request, "edit")),
    }  # fmt: skip
    return render(request, "directives/programmes.html", context)


@require_safe
def programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Its documents as a picture and as a list."""
    found, today = documents.find_programme(request.actor, programme_id), clock.today()
    rows = documents.filtered(request.actor, documents.Filters(programme=found.pk), today).select_related(
        "unit"
    )
    page = shared.page_of(request, rows)
    context = {
        "programme": found, "page": page, "lines": documents.lines(page.object_list, today), "today": today,
        "picture": graph.drawn(request.actor, [one.pk for one in page.object_list]),
        "may_edit": policy.can(request.actor, "edit", "directive", found.unit_id), "box": (graph.WIDTH, graph.HEIGHT),
        "unit": last_names([found.unit_id], today)[found.unit_id].name,
    }  # fmt: skip
    return render(request, "directives/programme.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "edit", "directive")
    year = clock.today().year
    form = ProgrammeForm(
        request.POST or None, units=shared.own_units(request, "edit"),
        initial={"kind": "theme_year", "first_year": year, "last_year": year},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():

        def work() -> int:
            unit = unit_by_code(form.cleaned_data["unit"])
            return services.begin(unit=unit, values=form.cleaned_data, by=request.actor, at=clock.now()).pk

        made = shared.attempt(form, lambda: shared.done_once(request, work))
        if made:
            messages.success(request, _("Saved. Documents are put into it on their own pages."))
            return redirect("directives:programme", made)
    context = {"form": form, "heading": _("Begin a programme"), "verb": _("Save"), "programme": None}
    return render(request, "directives/programme_form.html", context, status=shared.status(form))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, programme_id: int) -> HttpResponse:
    found = documents.find_programme(request.actor, programme_id)
    shared.require(request, "edit", found.unit_id)
    form = ProgrammeForm(
        request.POST or None, units=[(found.unit.code, found.unit.code)], initial=_initial(found)
    )
    if request.method == "POST" and form.is_valid():
        saved = shared.attempt(
            form,
            lambda: services.edit(
                programme_id=found.pk, version=shared.version_of(request), values=form.cleaned_data, by=request.actor,
                at=clock.now(),
            ),
        )  # fmt: skip
        if saved:
            messages.success(request, _("Saved."))
            return redirect("directives:programme", found.pk)
    context = {"form": form, "heading": _("Change the programme"), "verb": _("Save"), "programme": found}
    return render(request, "directives/programme_form.html", context, status=shared.status(form))


def _initial(found: Programme) -> dict[str, object]:
    return {name: getattr(found, name) for name in services.FIELDS}
