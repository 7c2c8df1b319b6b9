"""Small things the pages share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from danvan.audit.posted import done_once as done_once
from danvan.common import clock
from danvan.common.posting import PER_PAGE as PER_PAGE
from danvan.common.posting import attempt as attempt
from danvan.common.posting import number as number
from danvan.common.posting import page_of as page_of
from danvan.common.posting import status as status
from danvan.common.posting import version_of as version_of
from danvan.organizations import permissions as policy
from danvan.organizations import serving
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import unit_by_code
from danvan.organizations.serving import choices as choices


def own_units(request: HttpRequest, action: str, record_type: str) -> list[tuple[str, str]]:
    return serving.own_units(request.actor, action, record_type)


def unit_of(request: HttpRequest) -> OrgUnit | None:
    """The unit in the address. :raises OutOfSight: for a code no unit ever had"""
    code = request.GET.get("don-vi", "").strip()
    return unit_by_code(code) if code else None


def pairs(values: list[str]) -> list[tuple[int, int]]:
    """(id, version) of ``id:version``; what looks different is left out."""
    found = {}
    for value in values:
        left, _colon, right = value.partition(":")
        if (pk := number(left, -1)) >= 0 and (version := number(right, -1)) >= 0:
            found[pk] = version
    return sorted(found.items())


@dataclass(frozen=True)
class Step:
    """
    `action` is what the policy table is asked, `states` where the step starts, `done` what is said afterwards. `keywords`
    makes the service's keywords of the form and the request.
    """

    slug: str
    label: object
    action: str
    states: tuple[str, ...]
    form: type[Form]
    work: Callable[..., Any]
    done: object
    lead: object = ""
    danger: bool = False
    keywords: Callable[[Any], dict[str, Any]] = lambda form: dict(form.cleaned_data)


def open_to(request: HttpRequest, record: Any, steps: dict[str, Step]) -> list[Step]:
    """Steps this person can take now, in the order of a life."""
    possible = [step for step in steps.values() if record.state in step.states]
    actions = {step.action for step in possible}
    open_ = {one for one in actions if policy.can(request.actor, one, record.record_type, record.unit_id)}
    return [step for step in possible if step.action in open_]


def take(
    request: HttpRequest, record: Any, steps: dict[str, Step], slug: str, id_name: str, back: str, initial: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    """One page for one step: the form, or why it is not open now."""
    if slug not in steps:
        raise Http404
    step = steps[slug]
    policy.require(request.actor, step.action, record.record_type, record.unit_id)
    posted = request.method == "POST"
    form = step.form(request.POST if posted else None, request.FILES if posted else None, initial=initial)
    if posted and form.is_valid():
        given = {id_name: record.pk, "version": version_of(request), "by": request.actor, "at": clock.now()}

        def work() -> bool:
            step.work(**given, **step.keywords(form))
            return True

        if attempt(form, work):
            messages.success(request, str(step.done))
            return redirect(back, record.pk)
    context = {
        "step": step, "form": form, "record": record, "back": back, "open": record.state in step.states,
        "heading": f"{step.label}", "asks_file": "upload" in form.fields,
    }  # fmt: skip
    return render(request, "exemplars/step.html", context, status=status(form))
