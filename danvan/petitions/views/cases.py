"""The inbox, the page of a case, its contact on demand and its files."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from danvan.common import clock
from danvan.common.errors import DomainError, NotAllowed, OutOfSight
from danvan.organizations import permissions
from danvan.organizations.queries import last_names
from danvan.petitions import forms, pictures, services
from danvan.petitions.models import Attachment, Petition
from danvan.petitions.queries import board, following, sealed
from danvan.petitions.queries.page import page_of
from danvan.petitions.views.shared import allowed, visible

PER_PAGE = 30


def searched(request: HttpRequest) -> tuple[forms.SearchForm, QuerySet[Petition]]:
    """The search form as it was sent, and what it finds; a search that was not understood finds nothing."""
    form = forms.SearchForm(request.GET or None, on=clock.today())
    wrong = form.is_bound and not form.is_valid()
    asked = form.cleaned_data if form.is_bound and not wrong else {}
    unit = asked.get("unit")
    state = asked.get("state") or board.WAITING
    search = board.Search(
        reference=asked.get("so") or "", state="" if state == "all" else state, topic=asked.get("topic") or "",
        kind=asked.get("kind") or "", unit=unit.pk if unit else None, received_from=asked.get("tu"),
        received_to=asked.get("den"),
    )  # fmt: skip
    found = board.cases(request.actor, search)
    return form, found.none() if wrong else found


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    permissions.require_somewhere(request.actor, "see", "petition")
    form, found = searched(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    own = set(request.actor.unit_ids())
    names = last_names(
        {row.unit_id for row in page} | {row.place_id for row in page if row.place_id}, clock.today()
    )
    rows = [
        {"row": row, "unit": names[row.petition.unit_id].name if row.petition.unit_id not in own or len(own) > 1 else "",
         "place": names[row.petition.place_id].name if row.petition.place_id else ""}
        for row in board.shaped(list(page), clock.now(), own)
    ]  # fmt: skip
    context = {
        "rows": rows,
        "page": page,
        "form": form,
        "filtered": bool(request.GET.keys() - {"page"}),
        "counts": board.counts(request.actor, clock.now()),
        "may_enter": permissions.holds(request.actor, "edit", "petition"),
        "sealed_here": permissions.holds(request.actor, "seal", "petition")
        and sealed.for_units_of(request.actor).exists(),
        "may_route": permissions.holds(request.actor, "see", "route"),
        "may_export": permissions.holds(request.actor, "export", "petition"),
        "query": request.GET.urlencode(),
    }
    return render(request, "petitions/inbox.html", context)


@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    row = visible(request, reference)
    return render(request, "petitions/case.html", page_context(request, row))


def page_context(request: HttpRequest, row: Petition, **more: Any) -> dict[str, Any]:
    """What the page of a case shows; `more` replaces what was refused or asked for."""
    return page_of(row, request.actor, clock.now()) | {
        "contact": None,
        "write_form": forms.WriteForm(initial={"version": row.version, "to_sender": "1"}),
        **more,
    }


@require_POST
def contact(request: HttpRequest, reference: str) -> HttpResponse:
    """Shown once, on this page only; the look stands in the log."""
    row = allowed(request, reference, "edit")
    try:
        found = services.see_contact(
            petition=row, purpose=request.POST.get("purpose", ""), by=request.actor, at=clock.now()
        )
    except (NotAllowed, OutOfSight):
        raise
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect(reverse("petitions:case", args=[row.reference]))
    return render(request, "petitions/case.html", page_context(request, row, contact=found))


@require_GET
def attachment(request: HttpRequest, reference: str, id: Any) -> HttpResponse:
    """A picture or paper, always as a download of its own, for whoever may see the case (R-14, R-50)."""
    row = visible(request, reference)
    found = Attachment.objects.select_related("petition").filter(petition=row, pk=id).first()
    opened = following.opened(found) if found else None
    if opened is None:
        raise Http404
    name, kind, content = opened
    answer = HttpResponse(content, content_type=pictures.TYPES[kind])
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''" + quote(name, safe="")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
