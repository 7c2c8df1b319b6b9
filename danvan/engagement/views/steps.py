"""The steps of a dialogue's life: which are open to whom, and one page for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from danvan.common import clock
from danvan.engagement.forms import dialogues as shapes
from danvan.engagement.models import DialogueConference
from danvan.engagement.queries import dialogues
from danvan.engagement.services import concluding, planning, recording
from danvan.engagement.views import shared
from danvan.organizations import permissions as policy

State = DialogueConference.State
AHEAD, TOLD = (State.PLANNED, State.POSTPONED), (State.ANNOUNCED, State.COLLECTING)


@dataclass(frozen=True)
class Step:
    """`action` is what the policy table is asked, `states` where the step starts, `done` what is said afterwards."""

    slug: str
    label: object
    action: str
    states: tuple[str, ...]
    form: type[forms.Form]
    work: Callable[..., Any]
    done: object
    lead: object = ""
    danger: bool = False
    # Taking the form's cleaned data to the service's keywords.
    keywords: Callable[[Any], dict[str, Any]] = lambda form: dict(form.cleaned_data)


def _conclusion_values(form: shapes.ConclusionForm) -> dict[str, Any]:
    return {"values": dict(form.cleaned_data)}


def _postponed(form: shapes.PostponeForm) -> dict[str, Any]:
    return {"reason": form.cleaned_data["reason"], "to": form.to}


STEPS = {
    step.slug: step
    for step in (
        Step(
            "cong-bo", gettext_lazy("Announce"), "publish", AHEAD, shapes.AnnounceForm, planning.announce,
            gettext_lazy("It is announced: the public page and the calendar show it."),
            gettext_lazy("Time, place, content and the way to attend become public."),
        ),
        Step(
            "nhan-cau-hoi", gettext_lazy("Take questions"), "edit", TOLD, shapes.CollectForm, planning.collect,
            gettext_lazy("Questions are taken until that day."),
            gettext_lazy("Residents ask beforehand; each question is read by a person before it goes further."),
        ),
        Step(
            "da-to-chuc", gettext_lazy("Record that it was held"), "edit", (*AHEAD[:1], *TOLD, State.HELD, State.MINUTES),
            shapes.HoldForm, concluding.hold_event, gettext_lazy("Recorded. Now see how each opinion ends."),
            gettext_lazy("Attendances are counts; who came is not kept."),
        ),
        Step(
            "bien-ban", gettext_lazy("Record the minutes"), "edit", (State.HELD, State.MINUTES), shapes.MinutesForm,
            concluding.sign_minutes, gettext_lazy("The minutes are recorded."),
        ),
        Step(
            "ket-luan", gettext_lazy("Write the conclusion"), "edit", (State.HELD, State.MINUTES), shapes.ConclusionForm,
            concluding.draft_conclusion, gettext_lazy("The draft is saved. Print it, have it signed, then issue it."),
            gettext_lazy("The table of who does what by when is taken from the opinions."), keywords=_conclusion_values,
        ),
        Step(
            "ban-hanh", gettext_lazy("Issue the conclusion"), "issue", (State.MINUTES,), shapes.IssueForm,
            concluding.issue_conclusion, gettext_lazy("The conclusion is issued. Publish the result."),
            gettext_lazy("After this no opinion is added, and none that has ended is decided anew."),
        ),
        Step(
            "cong-khai", gettext_lazy("Publish the result"), "publish", (State.CONCLUDED,), shapes.PublishForm,
            concluding.publish_result, gettext_lazy("The result is public."),
            gettext_lazy("Opinions, answers, promises and the conclusion become public, with your name in the log."),
        ),
        Step(
            "dong", gettext_lazy("Close the dialogue"), "edit", (State.FOLLOWING,), shapes.CloseForm, concluding.close,
            gettext_lazy("The dialogue is closed: every opinion has ended."),
            gettext_lazy("Only when every opinion has ended."),
        ),
        Step(
            "hoan", gettext_lazy("Postpone"), "edit", (*AHEAD, *TOLD), shapes.PostponeForm, planning.postpone,
            gettext_lazy("It is postponed. Announce it again when the new day stands."), danger=True, keywords=_postponed,
        ),
        Step(
            "huy", gettext_lazy("Cancel"), "edit", (*AHEAD, *TOLD), shapes.CancelForm, planning.cancel,
            gettext_lazy("It is cancelled."), danger=True,
        ),
    )
}  # fmt: skip


def open_to(request: HttpRequest, dialogue: DialogueConference) -> list[Step]:
    """Steps this person can take now, in the order of a dialogue's life."""
    actions = {step.action for step in STEPS.values() if dialogue.state in step.states}
    open_ = {action for action in actions if policy.can(request.actor, action, "dialogue", dialogue.unit_id)}
    return [step for step in STEPS.values() if dialogue.state in step.states and step.action in open_]


def can_record(dialogue: DialogueConference, today: date) -> bool:
    return dialogue.state in recording.OPEN and dialogue.day <= today


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, dialogue_id: int, step: str) -> HttpResponse:
    """One step: what it means, what it asks, and one button."""
    chosen = STEPS.get(step)
    if chosen is None:
        raise Http404
    found = dialogues.find(request.actor, dialogue_id)
    policy.require(request.actor, chosen.action, "dialogue", found.unit_id)
    form = chosen.form(request.POST if request.method == "POST" else None, initial=_initial(step, found))
    if request.method == "POST" and form.is_valid():
        done = shared.attempt(
            form,
            lambda: chosen.work(
                dialogue_id=found.pk, version=shared.version_of(request), **chosen.keywords(form), by=request.actor,
                at=clock.now(),
            ),
        )  # fmt: skip
        if done is not None:
            messages.success(request, str(chosen.done))
            return redirect("engagement:dialogue", found.pk)
    context = {"step": chosen, "dialogue": found, "form": form, "open": found.state in chosen.states}
    return render(request, "engagement/step.html", context, status=shared.status(form))


def _initial(step: str, found: DialogueConference) -> dict[str, Any]:
    today = clock.today()
    if step == "da-to-chuc":
        return {
            "held_on": found.day, "attended": found.attended, "attended_online": found.attended_online,
            "organisations": found.organisations,
        }  # fmt: skip
    if step == "bien-ban":
        return {
            "number": found.minutes_number, "signed_on": found.minutes_signed_on or found.held_on,
            "note": found.minutes_note,
        }  # fmt: skip
    if step == "ket-luan":
        notice = getattr(found, "conclusion", None)
        names = ("regime", "opening", "demands", "answer_by", "signer")
        return (
            {name: getattr(notice, name) for name in names}
            if notice
            else {"regime": "party", "signer": found.chair}
        )
    if step == "nhan-cau-hoi":
        return {"until": found.questions_until or found.day}
    if step == "cong-khai":
        return {"ways": _("portal, notice board at the office")}
    return {"issued_on": today}
