"""Drafts put out for opinions, and the published answers to what was said. Nothing is sent from here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from danvan.common import clock
from danvan.democracy import public as democracy
from danvan.organizations import public as organizations
from danvan.portal.frame import show
from danvan.portal.openness import open_door

PER_PAGE = 20


@open_door()
def drafts(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    places = organizations.places(today)
    here = places.get(request.GET.get("don-vi", "")) if request.GET.get("don-vi") else None
    number = request.GET.get("trang", "1")
    page = int(number) if number.isascii() and number.isdecimal() and 0 < int(number[:6]) < 10_000 else 1
    of = {"unit_code": here.code if here else ""}
    count = democracy.responses_count(today, **of)
    context = {
        "open_drafts": democracy.open_drafts(today, **of),
        "responses": democracy.responses(today, offset=(page - 1) * PER_PAGE, limit=PER_PAGE, **of),
        "count": count, "page": page, "more": page * PER_PAGE < count, "here": here, "today": today,
        "units": [place for place in places.by_code.values() if place.level in ("city", "district")],
    }  # fmt: skip
    return show(request, "portal/drafts.html", context)


@open_door()
def draft(request: HttpRequest, reference: str) -> HttpResponse:
    found = democracy.response(reference, clock.today())
    if found is None:
        raise Http404
    return show(request, "portal/draft.html", {"one": found, "card": found.card, "today": clock.today()})
