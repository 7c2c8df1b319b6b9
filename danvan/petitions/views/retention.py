"""What is about to be destroyed by itself, and how much was."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from danvan.common import clock
from danvan.organizations import permissions
from danvan.petitions.queries import retention as kept

PER_PAGE = 50


@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    permissions.require_somewhere(request.actor, "see", "petition")
    page = Paginator(kept.ending_for(request.actor, clock.now()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"case": row, "last_day": kept.last_day(row)} for row in page],
        "months": kept.destroyed(request.actor),
        "today": clock.today(),
        "works": permissions.holds(request.actor, "edit", "petition"),
    }
    return render(request, "petitions/retention.html", context)
