"""The steps of a meeting, its package as a page, as papers and as slides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.briefings.meetings import forms, papers, permissions, queries, slides, words
from danvan.briefings.meetings.models import BriefingMeeting, MeetingPackage
from danvan.briefings.services import meetings as services
from danvan.briefings.views.documents import file_answer
from danvan.briefings.views.meetings import TYPE, attempt, version_of
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.directives import terms
from danvan.organizations import permissions as policy

STEPS: dict[str, type[Any]] = {
    "da-hop": forms.HeldForm, "bien-ban": forms.MinutesForm, "ket-thuc": forms.NothingForm, "huy": forms.ReasonForm,
}  # fmt: skip


def _words(step: str) -> tuple[str, str]:
    """(verb, what follows from it)"""
    return {
        "da-hop": (_("Record that it was held"), _("From then on it counts as a meeting of the unit.")),
        "bien-ban": (_("Write the minutes"), _("What was said, and what the chair concluded.")),
        "ket-thuc": (_("Close"), _("Nothing is written here any more; the tasks go on as commitments.")),
        "huy": (_("Cancel"), _("The meeting will not be held. What its package showed stays readable.")),
    }[step]


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, meeting_id: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    found = queries.find(request.actor, meeting_id)
    policy.require(request.actor, "edit", TYPE, found.unit_id)
    verb, lead = _words(step)
    form = STEPS[step](request.POST if request.method == "POST" else None, initial=_initial(found))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: _take(request, found, step, form))
    ):
        messages.success(request, _("Saved."))
        return redirect("briefings:meeting", found.pk)
    context = {"form": form, "heading": verb, "verb": verb, "meeting": found, "lead": lead}
    return render(request, "briefings/meetings/form.html", context, status=422 if form.errors else 200)


def _initial(found: BriefingMeeting) -> dict[str, Any]:
    return {
        "held_on": found.held_on or min(found.day, clock.today()), "attended": found.attended, "minutes": found.minutes,
        "conclusion": found.conclusion,
    }  # fmt: skip


def _take(request: HttpRequest, found: BriefingMeeting, step: str, form: Any) -> BriefingMeeting:
    given = form.cleaned_data
    same: dict[str, Any] = {
        "meeting_id": found.pk, "version": version_of(request), "by": request.actor, "at": clock.now(),
    }  # fmt: skip
    if step == "da-hop":
        return services.record_held(held_on=given["held_on"], attended=given["attended"], **same)
    if step == "bien-ban":
        return services.write_minutes(minutes=given["minutes"], conclusion=given["conclusion"], **same)
    if step == "ket-thuc":
        return services.close(**same)
    return services.cancel(reason=given["reason"], **same)


@require_POST
def make(request: HttpRequest, meeting_id: int) -> HttpResponse:
    found = queries.find(request.actor, meeting_id)
    try:
        made = services.make_package(meeting_id=found.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        if refusal.status == 403 or not policy.can(request.actor, "edit", TYPE, found.unit_id):
            raise
        messages.error(request, refusal.message)
        return redirect("briefings:meeting", found.pk)
    messages.success(request, _("Package %(number)d is made and sealed.") % {"number": made.number})
    return redirect("briefings:meeting_package", found.pk, made.number)


def opened(
    request: HttpRequest, meeting_id: int, number: int | None = None
) -> tuple[BriefingMeeting, MeetingPackage]:
    """:raises OutOfSight: for a meeting or package that is not there; :raises NotAllowed: for those who only attend"""
    found = queries.find(request.actor, meeting_id)
    if not permissions.opens_package(request.actor, found.unit_id):
        policy.require(request.actor, "export", TYPE, found.unit_id)
    return found, queries.package_of(found, number)


@require_safe
def package(request: HttpRequest, meeting_id: int, number: int) -> HttpResponse:
    """What was known then, to read: the same values as the papers and the slides."""
    found, made = opened(request, meeting_id, number)
    content = made.content
    context = {
        "meeting": found, "package": made, "content": content, "period": words.label(content["period"]),
        "against": {name: words.label(period) for name, period in content["against"].items()},
        "figures": [_figure(figure, content) for figure in content["figures"] if figure["main"]],
        "others": [_figure(figure, content) for figure in content["figures"] if not figure["main"]],
        "marks": words.marks(content), "completeness": words.completeness(content),
        "made_on": words.day(content["on"]),
        "missing": [
            {**_dated(row), "state": words.STATES.get(row["state"], row["state"])} for row in content["missing"]
        ],
        "overdue": [_dated(row) for row in content["overdue"]["lines"]],
        "recommendations": [_dated(row) for row in content["recommendations"]["lines"]],
        "matters": [(row, words.matter(row), words.places(row)) for row in content["matters"]],
        "may_export": policy.can(request.actor, "export", TYPE, found.unit_id),
    }  # fmt: skip
    return render(request, "briefings/meetings/package.html", context)


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "due": words.day(row["due_on"])}


def _figure(figure: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    cells = []
    for name in content["against"]:
        compared = figure.get(name)
        cells += [words.shown(figure, compared["value"] if compared else None), words.change(figure, name)]
    return {
        "name": figure["name"], "unit": figure["unit"], "shown": words.shown(figure, figure["value"]), "cells": cells,
        "code": figure["code"], "reported": f"{figure['reported']}/{figure['expected']}",
    }  # fmt: skip


@require_safe
def archive(request: HttpRequest, meeting_id: int, number: int) -> HttpResponse:
    found, made = _to_take(request, meeting_id, number)
    answer = HttpResponse(
        papers.zipped(found, made, queries.tasks(found, clock.today())), content_type="application/zip"
    )
    name = f"giao-ban-{found.unit.code}-{found.period_name}-{made.number}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
def paper(request: HttpRequest, meeting_id: int, number: int, paper: str, fmt: str) -> HttpResponse:
    found, made = _to_take(request, meeting_id, number)
    if fmt not in terms.FORMATS or paper not in papers.kinds(found):
        raise Http404
    content = papers.render(found, made, queries.tasks(found, clock.today()), paper, fmt)
    return file_answer(content, "docx", f"{paper}-{found.unit.code}-{found.period_name}-{fmt}.docx")


def _to_take(request: HttpRequest, meeting_id: int, number: int) -> tuple[BriefingMeeting, MeetingPackage]:
    found, made = opened(request, meeting_id, number)
    policy.require(request.actor, "export", TYPE, found.unit_id)
    return found, made


@require_safe
def show(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """`?trang=3` opens at a slide, `?goi=1` an earlier package. All slides are there; one is in sight."""
    asked = request.GET.get("goi", "")
    found, made = opened(
        request, meeting_id, int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else None
    )
    shown = slides.slides(found, made, queries.tasks(found, clock.today()))
    place = request.GET.get("trang", "")
    here = (
        min(max(int(place), 1), len(shown)) if place.isascii() and place.isdecimal() and len(place) < 6 else 1
    )
    context = {
        "meeting": found, "package": made, "slides": shown, "here": here, "all": len(shown),
        "before": here - 1 or None, "after": here + 1 if here < len(shown) else None, "asked": made.number if asked else "",
    }  # fmt: skip
    return render(request, "briefings/meetings/slides.html", context)
