"""One queue for all that residents sent and that others are to read."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan.engagement.queries import moderation
from danvan.organizations import permissions as policy


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Questions before dialogues and matters that may be published, the oldest first."""
    actor = request.actor
    if not policy.holds(actor, "edit", "dialogue") and not policy.holds(actor, "publish", "petition"):
        raise PermissionDenied
    rows, count = moderation.waiting(actor)
    return render(
        request, "engagement/moderation.html", {"rows": rows, "count": count, "most": moderation.MOST}
    )
