"""Tasks of a meeting: drafted ones to tick and change, a look at what will be given, giving, taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.briefings.meetings import queries
from danvan.briefings.meetings.forms import ReasonForm, TaskForm
from danvan.briefings.meetings.models import BriefingMeeting, MeetingTask
from danvan.briefings.services import meeting_tasks as services
from danvan.briefings.services.meeting_tasks import Drafted
from danvan.briefings.views.meetings import TYPE, attempt, version_of
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import permissions as policy
from danvan.organizations.queries import unit_by_code

MOST = 100
TaskForms = formset_factory(TaskForm, extra=2, max_num=MOST, absolute_max=MOST)


def _found(request: HttpRequest, meeting_id: int, action: str) -> BriefingMeeting:
    found = queries.find(request.actor, meeting_id)
    policy.require(request.actor, action, TYPE, found.unit_id)
    return found


@require_http_methods(["GET", "POST"])
def tasks(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Tick, change, add; saving leads to the look before giving."""
    found = _found(request, meeting_id, "edit")
    lines = queries.tasks(found, clock.today(), given=False)
    first = [_drawn(line.task) for line in lines]
    rows = TaskForms(request.POST if request.method == "POST" else None, initial=first, prefix="viec")
    refused = ""
    if request.method == "POST" and rows.is_valid():
        try:
            chosen = services.save_drafts(
                meeting_id=found.pk,
                version=version_of(request),
                drafts=_drafts(rows),
                by=request.actor,
                at=clock.now(),
            )
        except DomainError as refusal:
            if refusal.status == 403:
                raise
            refused = refusal.message
        else:
            if chosen:
                return redirect("briefings:meeting_give", found.pk)
            messages.success(request, _("Saved. No task is ticked yet."))
            return redirect("briefings:meeting_tasks", found.pk)
    names = {line.task.pk: line for line in lines}
    context = {
        "meeting": found, "rows": rows, "refused": refused, "open": found.state in services.OPEN,
        "forms": [(form, names.get(_pk(form))) for form in rows],
        "given": queries.tasks(found, clock.today(), given=True),
        "may_give": policy.can(request.actor, "issue", TYPE, found.unit_id),
    }  # fmt: skip
    status = 422 if refused or (request.method == "POST" and not rows.is_valid()) else 200
    return render(request, "briefings/meetings/tasks.html", context, status=status)


def _drawn(task: MeetingTask) -> dict[str, Any]:
    return {
        "task_id": task.pk, "chosen": task.chosen, "text": task.text, "unit": task.unit.code, "due_on": task.due_on,
    }  # fmt: skip


def _pk(form: Any) -> int | None:
    value = form["task_id"].value()
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _drafts(rows: Any) -> list[Drafted]:
    """:raises OutOfSight: for a unit code that names none"""
    found = []
    for form in rows:
        given = form.cleaned_data
        task_id = given.get("task_id")
        text = given.get("text", "").strip()
        if not text and not task_id:
            continue
        if not text:
            found.append(Drafted(task_id, ""))
            continue
        found.append(
            Drafted(
                task_id, text, unit_by_code(given["unit"].strip().upper()), given["due_on"], given["chosen"]
            )
        )
    return found


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The look before: exactly what will be given, to whom, by when."""
    found = _found(request, meeting_id, "issue")
    lines = [line for line in queries.tasks(found, clock.today(), given=False) if line.task.chosen]
    refused = ""
    if request.method == "POST":
        try:
            given = services.give(
                meeting_id=found.pk, version=version_of(request), by=request.actor, at=clock.now()
            )
        except DomainError as refusal:
            if refusal.status == 403:
                raise
            refused = refusal.message
        else:
            told = _("%(n)d tasks are given. A task is taken back as long as its unit has not answered.")
            messages.success(request, told % {"n": len(given)})
            return redirect("briefings:meeting", found.pk)
    context = {"meeting": found, "lines": lines, "refused": refused, "today": clock.today()}
    return render(request, "briefings/meetings/give.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, meeting_id: int, task_id: int) -> HttpResponse:
    found = _found(request, meeting_id, "issue")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def work() -> Any:
            return services.take_back(
                meeting_id=found.pk,
                task_id=task_id,
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=clock.now(),
            )

        if attempt(form, work):
            messages.success(request, _("The task is taken back and stands among the drafts again."))
            return redirect("briefings:meeting_tasks", found.pk)
    context = {
        "form": form, "heading": _("Take a task back"), "verb": _("Take it back"), "meeting": found,
        "lead": _("As long as its unit has not answered. What was asked stays readable."),
    }  # fmt: skip
    return render(request, "briefings/meetings/form.html", context, status=422 if form.errors else 200)
