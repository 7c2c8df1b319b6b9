"""Questions sent beforehand, read by a person before they go further."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.common.errors import OutOfSight
from danvan.engagement import personal, topics
from danvan.engagement.forms.dialogues import RefuseForm
from danvan.engagement.forms.opinions import TakeForm
from danvan.engagement.models import AdvanceQuestion
from danvan.engagement.queries import dialogues
from danvan.engagement.services import questions as services
from danvan.engagement.views import shared
from danvan.organizations import permissions as policy


@require_safe
def queue(request: HttpRequest, dialogue_id: int) -> HttpResponse:
    """What waits, and what was decided."""
    found = dialogues.find(request.actor, dialogue_id)
    policy.require(request.actor, "edit", "dialogue", found.unit_id)
    decided = found.questions.exclude(state=AdvanceQuestion.State.WAITING).select_related("opinion")
    context = {
        "dialogue": found, "waiting": dialogues.waiting_questions(found), "words": topics.Names(),
        "page": shared.page_of(request, decided.order_by("-decided_at", "-pk")),
    }  # fmt: skip
    return render(request, "engagement/questions.html", context)


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Take one to the dialogue in fitting words, or leave it out with a reason."""
    found = (
        AdvanceQuestion.scoped(request.actor, "see").select_related("dialogue").filter(pk=question_id).first()
    )
    if found is None:
        raise OutOfSight(_("There is no such question, or it is not open to you."))
    policy.require(request.actor, "edit", "dialogue", found.unit_id)
    refusing = request.POST.get("decision") == "refuse"
    choices = topics.choices(clock.today())
    kept = {"text": found.text, "topic": found.topic}
    posted = request.POST if request.method == "POST" else None
    take = TakeForm(None if refusing else posted, topics=choices, initial=kept)
    refuse = RefuseForm(posted if refusing else None)
    form = refuse if refusing else take
    if request.method == "POST" and form.is_valid():
        work = services.refuse if refusing else services.take
        done = shared.attempt(
            form,
            lambda: work(
                question_id=found.pk, version=shared.version_of(request), **form.cleaned_data, by=request.actor,
                at=clock.now(),
            ),
        )  # fmt: skip
        if done:
            messages.success(request, _("Decided."))
            return redirect("engagement:questions", found.dialogue_id)
    context = {
        "question": found, "dialogue": found.dialogue, "take": take, "refuse": refuse,
        "doubts": personal.scan(found.text).words(),
    }  # fmt: skip
    return render(request, "engagement/question.html", context, status=shared.status(form))
