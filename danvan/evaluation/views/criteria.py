"""Criteria sets: the list, one set, and while it is a draft its headings and lines."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.common import clock
from danvan.common.errors import OutOfSight
from danvan.evaluation import rules
from danvan.evaluation.forms.criteria import GroupForm, LineForm, SetForm
from danvan.evaluation.models import CriteriaSet, Criterion
from danvan.evaluation.queries import criteria as queries
from danvan.evaluation.services import criteria as services
from danvan.evaluation.services import starter
from danvan.evaluation.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names, unit_by_code

STARTER = "mau"


@require_safe
def sets(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", "evaluation")
    page = shared.page_of(request, queries.visible(request.actor))
    found = list(page.object_list)
    names = last_names({row.unit_id for row in found}, clock.today()) if found else {}
    context = {
        "page": page, "lines": [(row, names[row.unit_id]) for row in found], "tabs": shared.tabs(request, "sets"),
        "may_make": bool(shared.own_units(request, "manage")),
    }  # fmt: skip
    return render(request, "evaluation/sets.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "manage", "evaluation")
    seen = list(queries.visible(request.actor))
    sources = [(STARTER, _("the starter set for the level"))]
    sources += [(str(one.pk), f"{one.name} ({one.starts_on:%d/%m/%Y})") for one in seen]
    usual = "\n".join(f"{name}: {limit}" for name, limit in starter.BANDS)
    form = SetForm(
        request.POST if request.method == "POST" else None, units=shared.own_units(request, "manage"), sources=sources,
        initial={"bands": usual, "copy_of": STARTER},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = shared.attempt(form, lambda: shared.done_once(request, lambda: _draft(request, form, seen)))
        if made:
            messages.success(request, _("The draft is there. Change its lines, then issue it."))
            return redirect("evaluation:set", made)
    context = {"form": form, "heading": _("New criteria set"), "verb": _("Make the draft"), "set": None}
    return render(request, "evaluation/form.html", context, status=shared.status(form))


def _draft(request: HttpRequest, form: SetForm, seen: list[CriteriaSet]) -> int:
    clean = form.cleaned_data
    source = clean["copy_of"]
    copy = next((one for one in seen if str(one.pk) == source), None)
    made = services.draft(
        unit=unit_by_code(clean["unit"]), values=clean, bands=[services.Band(*band) for band in clean["bands"]],
        copy_of=copy, from_starter=source == STARTER, by=request.actor, at=clock.now(),
    )  # fmt: skip
    return made.pk


@require_safe
def detail(request: HttpRequest, set_id: int) -> HttpResponse:
    found = queries.find(request.actor, set_id)
    parts = queries.parts(found)
    context = {
        "set": found, "parts": parts, "bands": list(found.bands.all()), "most": sum(part.most for part in parts),
        "name": last_names([found.unit_id], clock.today())[found.unit_id], "full": services.FULL,
        "may_edit": _open(found) and policy.can(request.actor, "manage", "evaluation", found.unit_id),
    }  # fmt: skip
    return render(request, "evaluation/set.html", context)


def _open(found: CriteriaSet) -> bool:
    return found.state == CriteriaSet.State.DRAFT


def _managed(request: HttpRequest, set_id: int) -> CriteriaSet:
    found = queries.find(request.actor, set_id)
    policy.require(request.actor, "manage", "evaluation", found.unit_id)
    return found


def _same(request: HttpRequest, found: CriteriaSet) -> dict[str, Any]:
    return {"set_id": found.pk, "version": shared.version_of(request), "by": request.actor, "at": clock.now()}


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, set_id: int) -> HttpResponse:
    found = _managed(request, set_id)
    form = GroupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        if shared.attempt(form, lambda: services.put_group(title=title, **_same(request, found))):
            return redirect("evaluation:set", found.pk)
    context = {"form": form, "heading": _("New heading"), "verb": _("Add the heading"), "set": found}
    return render(request, "evaluation/form.html", context, status=shared.status(form))


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, set_id: int, line_id: int | None = None) -> HttpResponse:
    found = _managed(request, set_id)
    parts = queries.parts(found)
    here = None if line_id is None else _line(parts, line_id)
    form = LineForm(
        request.POST if request.method == "POST" else None, groups=[part.group for part in parts],
        figures=queries.figures(), initial=_initial(here),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data

        def work() -> Criterion:
            return services.put_criterion(
                group_id=clean["group"], values=clean, criterion_id=line_id, **_same(request, found)
            )

        if shared.attempt(form, work):
            messages.success(request, _("Saved."))
            return redirect("evaluation:set", found.pk)
    context = {
        "form": form, "heading": _("Change a criterion") if here else _("New criterion"), "verb": _("Save"), "set": found,
    }  # fmt: skip
    return render(request, "evaluation/form.html", context, status=shared.status(form))


def _line(parts: list[queries.Part], line_id: int) -> Criterion:
    found = next((one.criterion for part in parts for one in part.lines if one.criterion.pk == line_id), None)
    if found is None:
        raise OutOfSight(_("There is no such line in this set."))
    return found


def _initial(here: Criterion | None) -> dict[str, Any]:
    if here is None:
        return {"kind": Criterion.Kind.JUDGED, "scope": Criterion.Scope.BRANCH}
    values = {field: getattr(here, field) for field in services.LINE}
    return {**values, "group": here.group_id, "steps": rules.written_steps(here.steps)}


@require_POST
def remove(request: HttpRequest, set_id: int, line_id: int) -> HttpResponse:
    found = _managed(request, set_id)
    services.remove_criterion(criterion_id=line_id, **_same(request, found))
    messages.success(request, _("The line was taken out."))
    return redirect("evaluation:set", found.pk)


@require_POST
def issue(request: HttpRequest, set_id: int) -> HttpResponse:
    found = _managed(request, set_id)
    services.issue(**_same(request, found))
    messages.success(request, _("The set is in use. A change is a new set from now on."))
    return redirect("evaluation:set", found.pk)
