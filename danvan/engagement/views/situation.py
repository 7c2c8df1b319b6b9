"""Situation notes and followed topics."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.common import clock
from danvan.engagement import topics
from danvan.engagement.forms import situation as shapes
from danvan.engagement.models import SituationNote, SituationTopic
from danvan.engagement.queries import situation as reads
from danvan.engagement.services import situation as services
from danvan.engagement.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.queries import unit_by_code


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", "situation")
    today = clock.today()
    state, topic = request.GET.get("trang-thai", ""), request.GET.get("chu-de", "")
    page = shared.page_of(request, reads.notes(request.actor, state=state, topic=topic))
    context = {
        "page": page, "lines": reads.note_lines(page.object_list, request.actor), "state": state, "topic": topic,
        "states": SituationNote.State.choices, "topics": topics.choices(today),
        "followed": reads.topic_lines(reads.followed(request.actor), request.actor),
        "may_write": bool(shared.own_units(request, "edit", "situation")),
    }  # fmt: skip
    return render(request, "engagement/situation.html", context)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "edit", "situation")
    today = clock.today()
    form = shapes.NoteForm(
        request.POST or None, units=shared.own_units(request, "edit", "situation"), topics=topics.choices(today),
        initial={"period_name": f"{today:%Y}-M{today:%m}", "count": 1},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = shared.attempt(form, lambda: shared.done_once(request, lambda: _write(request, form)))
        if made:
            messages.success(request, _("The draft is saved. Read it once more, then send it."))
            return redirect("engagement:note", made)
    context = {"form": form, "note": None, "heading": _("Write a situation note")}
    return render(request, "engagement/note_form.html", context, status=shared.status(form))


def _write(request: HttpRequest, form: shapes.NoteForm) -> int:
    unit = unit_by_code(form.cleaned_data["unit"])
    return services.write(unit=unit, values=form.cleaned_data, by=request.actor, at=clock.now()).pk


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, note_id: int) -> HttpResponse:
    found = reads.note(request.actor, note_id)
    policy.require(request.actor, "edit", "situation", found.unit_id)
    form = shapes.NoteForm(
        request.POST or None, units=[(found.unit.code, found.unit.code)], topics=topics.choices(clock.today()),
        initial={name: getattr(found, name) for name in services.FIELDS},
    )  # fmt: skip
    sent = request.method == "POST" and form.is_valid()
    if sent and shared.attempt(
        form, lambda: services.edit(values=form.cleaned_data, **_same(request, found))
    ):
        messages.success(request, _("Saved."))
        return redirect("engagement:note", found.pk)
    context = {"form": form, "note": found, "heading": _("Change the note")}
    return render(request, "engagement/note_form.html", context, status=shared.status(form))


@require_safe
def note(request: HttpRequest, note_id: int) -> HttpResponse:
    found = reads.note(request.actor, note_id)
    return _note_page(request, found, shapes.ReviewForm(), _merging(request))


@require_POST
def decide(request: HttpRequest, note_id: int) -> HttpResponse:
    """Send, review or merge a note."""
    found = reads.note(request.actor, note_id)
    decision = request.POST.get("decision", "")
    review, merge = shapes.ReviewForm(), _merging(request)
    form: Any = shapes.ReviewForm(request.POST)
    if decision == "merge":
        form = merge = _merging(request, request.POST)
    elif decision == "review":
        review = form
    if form.is_valid() and shared.attempt(form, lambda: _decide(request, found, decision, form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("engagement:note", found.pk)
    if decision not in ("review", "merge"):
        review = form
    return _note_page(request, found, review, merge, form)


def _decide(request: HttpRequest, found: SituationNote, decision: str, given: dict[str, Any]) -> Any:
    if decision == "merge":
        return services.merge(unit=unit_by_code(given["unit"]), **_same(request, found))
    if decision == "review":
        return services.review(remark=given["remark"], **_same(request, found))
    return services.submit(**_same(request, found))


def _same(request: HttpRequest, found: SituationNote) -> dict[str, Any]:
    return {
        "note_id": found.pk,
        "version": shared.version_of(request),
        "by": request.actor,
        "at": clock.now(),
    }


def _merging(request: HttpRequest, posted: Any = None) -> shapes.MergeForm:
    return shapes.MergeForm(posted, units=shared.own_units(request, "edit", "situation"))


def _note_page(
    request: HttpRequest, found: SituationNote, review: Any, merge: Any, bad: Any = None
) -> HttpResponse:
    actor = request.actor
    may_edit = policy.can(actor, "edit", "situation", found.unit_id)
    may_review = policy.can(actor, "export", "situation", found.unit_id)
    context = {
        "note": found, "line": reads.note_lines([found], actor)[0], "review": review, "merge": merge,
        "may_edit": may_edit and found.state == SituationNote.State.DRAFT,
        "may_review": may_review and found.state == SituationNote.State.SUBMITTED,
        "may_merge": may_review and found.state == SituationNote.State.REVIEWED and bool(merge.fields["unit"].choices),
    }  # fmt: skip
    return render(request, "engagement/note.html", context, status=shared.status(bad) if bad else 200)


@require_http_methods(["GET", "POST"])
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """One followed topic: its notes, and moving it on."""
    found = reads.topic(request.actor, topic_id)
    may_edit = policy.can(request.actor, "edit", "situation", found.unit_id)
    if request.method == "POST":
        policy.require(request.actor, "edit", "situation", found.unit_id)
    states = [found.state, *services.STEPS.get(SituationTopic.State(found.state), ())]
    form = shapes.FollowForm(
        request.POST or None, states=states, initial={"state": found.state, "assessment": found.assessment}
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and shared.attempt(form, lambda: _follow(request, found, form))
    ):
        messages.success(request, _("Saved."))
        return redirect("engagement:topic", found.pk)
    merged = reads.notes(request.actor).filter(merged_into=found)
    rows = SituationTopic.scoped(request.actor, "see").filter(pk=found.pk)
    context = {
        "topic": found, "line": reads.topic_lines(rows, request.actor)[0], "form": form,
        "may_edit": may_edit and found.state != SituationTopic.State.CLOSED,
        "lines": reads.note_lines(merged[:100], request.actor),
    }  # fmt: skip
    return render(request, "engagement/topic.html", context, status=shared.status(form))


def _follow(request: HttpRequest, found: SituationTopic, form: shapes.FollowForm) -> SituationTopic:
    given = form.cleaned_data
    return services.follow(
        topic_id=found.pk, version=shared.version_of(request), state=given["state"], assessment=given["assessment"],
        responsible=shared.unit_named(given["responsible"]), by=request.actor, at=clock.now(),
    )  # fmt: skip
