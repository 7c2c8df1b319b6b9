"""Models: the list, one model, entering and changing it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.exemplars import phrases, public
from danvan.exemplars.forms import skilled as shapes
from danvan.exemplars.models import Field, Holder, SkilledModel
from danvan.exemplars.queries import skilled
from danvan.exemplars.services import registering, steps_at_once
from danvan.exemplars.views import shared
from danvan.exemplars.views.steps import BULK, STEPS
from danvan.organizations import permissions as policy
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.queries import last_names, unit_by_code
from danvan.ui import downloads

KNOWN = ("nam", "q", "trang-thai", "linh-vuc", "cap", "ai", "don-vi")
LEVELS = (Level.CITY, Level.DISTRICT, Level.COMMUNE, Level.AGENCY)


def _asked(request: HttpRequest) -> skilled.Asked:
    return shapes.FilterForm(request.GET).asked(shared.unit_of(request))


def unit_name(unit: OrgUnit | None) -> str:
    return last_names([unit.pk], clock.today())[unit.pk].name if unit else ""


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Every model in sight with three numbers that are never mixed."""
    actor, today = request.actor, clock.today()
    policy.require_somewhere(actor, "see", "model")
    asked = _asked(request)
    rows = skilled.filtered(actor, asked, today)
    page = shared.page_of(request, rows.select_related("unit"))
    year = asked.year or today.year
    verifies = policy.holds(actor, "verify", "model")
    context = {
        "page": page, "lines": skilled.lines(page.object_list, today), "asked": asked, "year": str(year),
        "tally": skilled.tally(rows, year, today), "years": [str(one) for one in skilled.years(actor, today)],
        "states": [("working", _("active")), ("due", _("to be verified this year")), ("checked", _("checked this year")),
                   *SkilledModel.State.choices],
        "fields": Field.choices, "levels": [(one.value, one.label) for one in LEVELS], "holders": Holder.choices,
        "unit": asked.unit, "unit_name": unit_name(asked.unit), "today": today,
        "may_register": bool(shared.own_units(request, "edit", "model")), "verifies": verifies,
        "bulk": [(slug, one.label) for slug, one in BULK.items()] if verifies else [],
        "last": steps_at_once.last_of(actor) if verifies else None, "what": phrases.MODEL_STEPS,
        "may_export": policy.holds(actor, "export", "model"),
        "query": urlencode({key: value for key, value in request.GET.items() if key in KNOWN}),
    }  # fmt: skip
    return render(request, "exemplars/models.html", context)


@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    return downloads.excel("mo-hinh-dan-van-kheo", _("Models"), _rows(request), wide={0: 44, 1: 28})


@require_safe
def csv(request: HttpRequest) -> HttpResponse:
    return downloads.csv("mo-hinh-dan-van-kheo", _rows(request))


def _rows(request: HttpRequest) -> list[list[Any]]:
    actor, today = request.actor, clock.today()
    policy.require_somewhere(actor, "export", "model")
    rows = skilled.filtered(actor, _asked(request), today, "export").select_related("unit")
    head = [
        _("Title"),
        _("Unit"),
        _("Level"),
        _("Field of work"),
        _("Run by"),
        _("State"),
        _("Registered on"),
        _("Verified until"),
    ]
    told: list[list[Any]] = [head]
    for line in skilled.lines(rows, today):
        one = line.model
        told.append([
            one.title, line.unit, str(one.get_level_display()), str(one.get_field_display()), str(one.get_holder_display()),
            str(one.get_state_display()), one.registered_on, one.verified_until,
        ])  # fmt: skip
    return told


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """A new model; with ``?nguon=`` a copy of that one."""
    policy.require_somewhere(request.actor, "edit", "model")
    source_id = shared.number(request.GET.get("nguon", ""), 0) or None
    source = registering.source(request.actor, source_id) if source_id else None
    initial: dict[str, Any] = {"registered_on": clock.today(), "holder": Holder.COLLECTIVE}
    if source is not None:
        initial |= {"title": source.title, "field": source.field, "summary": source.summary}
    form = shapes.RegisterForm(
        request.POST or None,
        units=shared.own_units(request, "edit", "model"),
        copied=source is not None,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():

        def work() -> int:
            unit = unit_by_code(form.cleaned_data["unit"])
            made = registering.register(
                unit=unit, values=form.cleaned_data, source_id=source_id, by=request.actor, at=clock.now()
            )
            return made.pk

        made = shared.attempt(form, lambda: shared.done_once(request, work))
        if made:
            messages.success(
                request, _("It is registered. It counts as active once you record that it works.")
            )
            return redirect("exemplars:model", made)
    context = {
        "form": form, "heading": _("Copy a model") if source else _("Register a model"), "verb": _("Register"),
        "source": source, "source_unit": unit_name(source.unit) if source else "", "record": None,
        "back": "exemplars:models",
        "why": _("Registered, active and recognised are three different numbers. Registering counts as the first only."),
    }  # fmt: skip
    return render(request, "exemplars/form.html", context, status=shared.status(form))


@require_safe
def model(request: HttpRequest, model_id: int) -> HttpResponse:
    """One model: what it is, what it changed, its checks, its story."""
    found, today = skilled.find(request.actor, model_id), clock.today()
    may_edit = (
        policy.can(request.actor, "edit", "model", found.unit_id) and found.state not in SkilledModel.OVER
    )
    context = {
        "model": found, "unit_name": unit_name(found.unit), "today": today, "may_edit": may_edit,
        "steps": shared.open_to(request, found, STEPS), "spells": list(found.spells.all()),
        "effects": list(found.effects.all()), "files": [one.file for one in found.files.select_related("file")],
        "checks": list(found.checks.all()), "recognitions": list(found.recognitions.filter(taken_back=False)),
        "copies": found.copies.count(), "line": skilled.lines([found], today)[0],
        "source_unit": unit_name(found.source.unit) if found.source else "",
        "story": [(phrases.MODEL_STEPS.get(one.what, one.what), one) for one in found.events.select_related("by")],
        "continued_by": getattr(found, "continued_by", None),
    }  # fmt: skip
    return render(request, "exemplars/model.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, model_id: int) -> HttpResponse:
    found = skilled.find(request.actor, model_id)
    policy.require(request.actor, "edit", "model", found.unit_id)
    initial = {name: getattr(found, name) for name in registering.FIELDS}
    form = shapes.DescriptionForm(request.POST or None, copied=found.source_id is not None, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = shared.attempt(
            form,
            lambda: registering.edit(
                model_id=found.pk, version=shared.version_of(request), values=form.cleaned_data, by=request.actor,
                at=clock.now(),
            ),
        )  # fmt: skip
        if saved:
            messages.success(request, _("Saved."))
            return redirect("exemplars:model", found.pk)
    context = {
        "form": form, "heading": _("Change the description"), "verb": _("Save"), "source": None, "source_unit": "",
        "record": found, "back": "exemplars:model",
        "why": _("Unit, holder and day of registration stay: figures were counted by them."),
    }  # fmt: skip
    return render(request, "exemplars/form.html", context, status=shared.status(form))


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Recognised models of the whole city, to be copied."""
    policy.require_somewhere(request.actor, "see", "model")
    field, words = request.GET.get("linh-vuc", ""), request.GET.get("q", "")[:100]
    place = shared.number(request.GET.get("trang", ""), 1) or 1
    rows, count = public.recognised(
        clock.today(), field=field, words=words, start=(place - 1) * shared.PER_PAGE, most=shared.PER_PAGE
    )
    context = {
        "rows": rows, "count": count, "field": field, "words": words, "fields": Field.choices,
        "page": shared.page_of(request, range(count)), "may_register": policy.holds(request.actor, "edit", "model"),
    }  # fmt: skip
    return render(request, "exemplars/library.html", context)
