"""The page of one record and its steps, the same way for every register."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.common import clock
from danvan.democracy.forms.shared import NothingForm, OfUnit
from danvan.democracy.models.base import Entry
from danvan.democracy.queries import registers
from danvan.democracy.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.queries import unit_by_code

# (record, what was typed, version, by and at) -> anything
Act = Callable[[Any, Mapping[str, Any], dict[str, Any]], Any]


@dataclass(frozen=True)
class Step:
    """`label` is the button; `states` it starts from; `act` does it."""

    label: Callable[[], str]
    states: Sequence[str]
    act: Act
    form: type[Form] = NothingForm
    action: str = "edit"
    tone: str = "plain"


@dataclass(frozen=True)
class Kind:
    """A kind of record: where its pages are, its steps by slug, and what a form begins with."""

    model: type[Entry]
    page: str
    board: str
    step: str
    steps: Mapping[str, Step]
    initial: Callable[[Any], dict[str, Any]]


def open_steps(request: HttpRequest, kind: Kind, record: Any) -> list[dict[str, str]]:
    """The buttons of what this person can do with the record now."""
    allowed: dict[str, bool] = {}
    found = []
    for slug, step in kind.steps.items():
        if getattr(record, "state", "") not in step.states:
            continue
        if step.action not in allowed:
            allowed[step.action] = policy.can(
                request.actor, step.action, kind.model.record_type, record.unit_id
            )
        if allowed[step.action]:
            href = reverse(kind.step, args=[record.pk, slug])
            found.append({"label": step.label(), "href": href, "tone": step.tone})
    return found


def page(request: HttpRequest, kind: Kind, record: Any, **context: Any) -> HttpResponse:
    today = clock.today()
    names = registers.unit_names([record], today)
    base = {
        "record": record, "unit": names[record.unit_id], "steps": open_steps(request, kind, record), "today": today,
        "back": reverse(kind.board), "limits": (), "remarks": (), "include": "", "papers": (),
    }  # fmt: skip
    return render(request, "democracy/record.html", {**base, **context})


def create(
    request: HttpRequest, kind: Kind, form_class: type[OfUnit], heading: str, make: Callable[..., Entry], **more: Any
) -> HttpResponse:  # fmt: skip
    """An empty form for a new record of one of the person's units."""
    record_type = kind.model.record_type
    policy.require_somewhere(request.actor, "edit", record_type)
    form = form_class(
        request.POST or None,
        request.FILES or None,
        units=shared.own_units(request, record_type),
        initial=more,
    )

    def work() -> int:
        unit = unit_by_code(form.cleaned_data["unit"])
        return make(unit=unit, values=form.cleaned_data, by=request.actor, at=clock.now()).pk

    if request.method == "POST" and form.is_valid():
        made = shared.attempt(form, lambda: shared.done_once(request, work))
        if made:
            messages.success(request, _("Saved."))
            return redirect(kind.page, made)
    return form_page(request, form, heading, _("Save"), reverse(kind.board))


def take(request: HttpRequest, kind: Kind, pk: int, slug: str) -> HttpResponse:
    """One step of a record: its form, then the step itself."""
    step = kind.steps.get(slug)
    if step is None:
        raise Http404
    found = registers.find(kind.model, request.actor, pk)
    policy.require(request.actor, step.action, kind.model.record_type, found.unit_id)
    more: dict[str, Any] = (
        {"units": [(found.unit.code, found.unit.code)]} if issubclass(step.form, OfUnit) else {}
    )
    posted = request.method == "POST"
    form = step.form(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial=kind.initial(found),
        **more,
    )

    def work() -> bool:
        same = {"version": shared.version_of(request), "by": request.actor, "at": clock.now()}
        step.act(found, form.cleaned_data, same)
        return True

    if posted and form.is_valid() and shared.attempt(form, work):
        messages.success(request, _("Saved."))
        return redirect(kind.page, found.pk)
    back = reverse(kind.page, args=[found.pk])
    return form_page(
        request, form, step.label(), step.label(), back, version=found.version, eyebrow=str(found)
    )


def form_page(
    request: HttpRequest, form: Form, heading: str, verb: str, back: str, *, version: int | None = None,
    eyebrow: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """`version` None: something new, so the form carries a key instead."""
    context = {
        "form": form, "heading": heading, "verb": verb, "back": back, "version": version, "eyebrow": eyebrow,
        "include": "", **more,
    }  # fmt: skip
    return render(request, "democracy/form.html", context, status=shared.status(form))
