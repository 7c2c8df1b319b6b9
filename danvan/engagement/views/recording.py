"""Opinions at the event: the live page, the device's outbox, and how each one ends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from danvan.audit.once import new_key
from danvan.common import clock
from danvan.common.errors import DomainError, OutOfSight
from danvan.engagement import personal, topics
from danvan.engagement.forms.opinions import EndForm, RecordForm, SentForm, WordingForm
from danvan.engagement.models import DialogueOpinion
from danvan.engagement.queries import dialogues
from danvan.engagement.services import answering
from danvan.engagement.services import recording as services
from danvan.engagement.views import shared, steps
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, dialogue_id: int) -> HttpResponse:
    """The live page: type, save, next. Without scripts it is a plain form; with them it has an outbox."""
    found, today = dialogues.find(request.actor, dialogue_id), clock.today()
    policy.require(request.actor, "edit", "dialogue", found.unit_id)
    choices = topics.choices(today)
    form = RecordForm(request.POST or None, topics=choices, initial={"key": new_key()})
    if request.method == "POST" and form.is_valid():
        saved = shared.attempt(form, lambda: _record(request, found.pk, form.cleaned_data))
        if saved:
            opinion, _new = saved
            messages.success(request, _("Opinion %(number)d is recorded.") % {"number": opinion.number})
            return redirect("engagement:record", found.pk)
    rows = list(found.opinions.order_by("-number")[:10])
    context = {
        "dialogue": found, "form": form, "rows": rows, "all": found.opinions.count(),
        "open": steps.can_record(found, today), "words": {**dict(choices), "": ""},
    }  # fmt: skip
    return render(request, "engagement/record.html", context, status=shared.status(form))


@require_POST
def send(request: HttpRequest, dialogue_id: int) -> JsonResponse:
    """
    One opinion from a device's outbox, as form fields; repeated under the same key it answers the same.

    Answers JSON: ``{"number": 12}``, or ``{"code", "message"}`` with the status that fits. The outbox keeps what is refused.
    """
    try:
        found = dialogues.find(request.actor, dialogue_id)
        policy.require(request.actor, "edit", "dialogue", found.unit_id)
    except DomainError as refusal:
        return JsonResponse({"code": refusal.code, "message": refusal.message}, status=refusal.status)
    form = SentForm(request.POST, topics=topics.choices(clock.today()))
    if not form.is_valid():
        said = " ".join(error for errors in form.errors.values() for error in errors)
        return JsonResponse({"code": "not-valid", "message": said}, status=422)
    try:
        opinion, new = _record(request, dialogue_id, form.cleaned_data)
    except DomainError as refusal:
        return JsonResponse({"code": refusal.code, "message": refusal.message}, status=refusal.status)
    return JsonResponse({"number": opinion.number, "new": new})


def _record(request: HttpRequest, dialogue_id: int, given: dict[str, Any]) -> tuple[DialogueOpinion, bool]:
    said = services.Said(
        key=given["key"],
        text=given["text"],
        topic=given["topic"],
        answer=given["answer"],
        typed_at=given.get("typed_at"),
    )
    return services.record(dialogue_id=dialogue_id, said=said, by=request.actor, at=clock.now())


@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """How one opinion ends: answered, promised, handed on, or explained."""
    found = _find(request, opinion_id)
    form = EndForm(request.POST or None, initial=_initial(found))
    sent = request.method == "POST" and form.is_valid()
    if sent and shared.attempt(form, lambda: _end(request, found, form.cleaned_data)):
        messages.success(request, _("Opinion %(number)d: saved.") % {"number": found.number})
        return redirect(_beside(found))
    return _page(request, found, form, None)


@require_POST
def wording(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """Mend the wording, or write the one for publication."""
    found = _find(request, opinion_id)
    form = WordingForm(request.POST, topics=topics.choices(clock.today()))
    if form.is_valid() and shared.attempt(
        form,
        lambda: services.correct(
            opinion_id=found.pk,
            version=shared.version_of(request),
            **form.cleaned_data,
            by=request.actor,
            at=clock.now(),
        ),
    ):
        messages.success(request, _("Opinion %(number)d: wording saved.") % {"number": found.number})
        return redirect(_beside(found))
    return _page(request, found, None, form)


def _find(request: HttpRequest, opinion_id: int) -> DialogueOpinion:
    rows = DialogueOpinion.scoped(request.actor, "see").select_related("dialogue", "unit")
    found = rows.filter(pk=opinion_id).first()
    if found is None:
        raise OutOfSight(_("There is no such opinion, or it is not open to you."))
    policy.require(request.actor, "edit", "dialogue", found.unit_id)
    return found


def _initial(found: DialogueOpinion) -> dict[str, Any]:
    ways = {"answered_at_event": "answer", "explained_not_accepted": "explain", "transferred": "hand_on"}
    return {
        "way": ways.get(found.state, "answer" if found.state == "recorded" else ""),
        "words": found.answer,
    }


def _beside(found: DialogueOpinion) -> str:
    return f"{reverse('engagement:dialogue', args=[found.dialogue_id])}#y-kien-{found.number}"


def _end(request: HttpRequest, found: DialogueOpinion, given: dict[str, Any]) -> DialogueOpinion:
    same: dict[str, Any] = {
        "opinion_id": found.pk, "version": shared.version_of(request), "by": request.actor, "at": clock.now(),
    }  # fmt: skip
    unit = shared.unit_named(given["unit"])
    if given["way"] == "answer":
        return answering.answer_at_event(answer=given["words"], **same)
    if given["way"] == "explain":
        return answering.explain(answer=given["words"], **same)
    if given["way"] == "hand_on":
        return answering.hand_on(to=given["body"], unit=unit, reason=given["words"], **same)
    return answering.promise(unit=unit or found.unit, text=given["words"], due_on=given["due_on"], **same)


def _page(
    request: HttpRequest, found: DialogueOpinion, form: EndForm | None, wording_form: WordingForm | None
) -> HttpResponse:
    choices = topics.choices(clock.today())
    kept = {"text": found.text, "public_text": found.public_text, "topic": found.topic}
    context = {
        "opinion": found, "dialogue": found.dialogue, "topic": {**dict(choices), "": ""}.get(found.topic, found.topic),
        "form": form or EndForm(initial=_initial(found)),
        "wording": wording_form or WordingForm(topics=choices, initial=kept),
        "doubts": personal.scan(found.shown_text, found.answer).words(),
        "host": last_names([found.unit_id], clock.today())[found.unit_id],
    }  # fmt: skip
    bad = next((one for one in (form, wording_form) if one is not None), None)
    return render(request, "engagement/opinion.html", context, status=shared.status(bad) if bad else 200)
