"""Published matters with their answers, and the days on which heads receive citizens."""

from __future__ import annotations

from itertools import groupby
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from danvan.common import clock
from danvan.organizations import public as organizations
from danvan.petitions import public as petitions
from danvan.portal import places as choosing
from danvan.portal.frame import show
from danvan.portal.openness import open_door

PER_PAGE = 20


@open_door()
def matters(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("tim", "chu-de", "noi", "xem")}
    number = request.GET.get("trang", "1")
    filters = petitions.Filters(
        text=asked["tim"], topic=asked["chu-de"], place=asked["noi"],
        state={"dang": "open", "xong": "closed"}.get(asked["xem"], ""),
        page=int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1, per_page=PER_PAGE,
    )  # fmt: skip
    places = organizations.places(today)
    context = {
        "page": petitions.published(filters, on=today),
        "asked": {
            "words": asked["tim"],
            "topic": asked["chu-de"],
            "place": asked["noi"],
            "state": asked["xem"],
        },
        "filtered": any(asked.values()),
        "topics": petitions.options(today).topics,
        "places": choosing.choices(places),
        "states": (("", _("all")), ("dang", _("being handled")), ("xong", _("answered"))),
        "query": urlencode({name: value for name, value in asked.items() if value}),
    }
    return show(request, "portal/matters.html", context)


@open_door()
def matter(request: HttpRequest, reference: str) -> HttpResponse:
    today = clock.today()
    found = petitions.published_one(reference, on=today)
    if found is None:
        raise Http404
    return show(request, "portal/matter.html", {"one": found, "today": today})


@open_door()
def reception(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    places = organizations.places(today)
    here = places.get(request.GET.get("don-vi", "")) if request.GET.get("don-vi") else None
    days = petitions.reception_days(today, unit_code=here.code if here else "")
    context = {
        "days": [(day, list(rows)) for day, rows in groupby(days, key=lambda row: row.day)],
        "here": here,
        "units": choosing.choices(places),
        "today": today,
    }
    return show(request, "portal/reception.html", context)
