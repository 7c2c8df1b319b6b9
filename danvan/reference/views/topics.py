"""The closed list of topics: read by everybody, changed by two administrators of the top unit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import permissions
from danvan.reference import services
from danvan.reference.forms.topics import EndingForm, TopicForm
from danvan.reference.models import Topic


@require_http_methods(["GET", "POST"])
def topics(request: HttpRequest) -> HttpResponse:
    """The list with what waits for a second person; an administrator of the top unit proposes a topic here."""
    permissions.require_somewhere(request.actor, "see", "topic")
    form = TopicForm(request.POST or None)
    status = 200
    if request.method == "POST":
        permissions.require_at_top(request.actor, "manage", "topic")
        status = 422
        if form.is_valid():
            try:
                topic = services.propose_topic(**form.cleaned_data, by=request.actor, at=clock.now())
            except DomainError as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status
            else:
                messages.success(request, _("“%(topic)s” waits for a second person.") % {"topic": topic})
                return redirect("reference:topics")
    context = {
        "topics": list(Topic.objects.select_related("proposed_by", "ending_proposed_by")),
        "can_manage": permissions.at_top(request.actor, "manage", "topic"),
        "me": request.actor.user_id,
        "form": form,
    }
    return render(request, "reference/topics.html", context, status=status)


@require_POST
def confirm(request: HttpRequest, topic_id: int) -> HttpResponse:
    permissions.require_at_top(request.actor, "manage", "topic")
    topic = get_object_or_404(Topic, pk=topic_id)
    try:
        services.confirm_topic(topic_id=topic.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("“%(topic)s” is confirmed.") % {"topic": topic})
    return redirect("reference:topics")


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, topic_id: int) -> HttpResponse:
    permissions.require_at_top(request.actor, "manage", "topic")
    topic = get_object_or_404(Topic, pk=topic_id)
    form = EndingForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.propose_ending(
                    topic_id=topic.pk, ends_on=form.cleaned_data["ends_on"], by=request.actor, at=clock.now()
                )
            except DomainError as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status
            else:
                messages.success(
                    request, _("The end of “%(topic)s” waits for a second person.") % {"topic": topic}
                )
                return redirect("reference:topics")
    return render(request, "reference/topic_end.html", {"topic": topic, "form": form}, status=status)
