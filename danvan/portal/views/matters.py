"""Published matters with their answers, and the days on which heads receive citizens."""

from __future__ import annotations

from itertools import groupby
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.common import clock
from danvan.organizations import public as organizations
from danvan.petitions import public as petitions
from danvan.portal import atom
from danvan.portal import places as choosing
from danvan.portal.frame import show
from danvan.portal.openness import open_door

PER_PAGE, IN_FEED = 20, 30


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
    subscribed = urlencode({name: asked[name] for name in ("chu-de", "noi") if asked[name]})
    context = {
        "feed": reverse("portal:matters_feed") + (f"?{subscribed}" if subscribed else ""),
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


@open_door(keep=300)
def feed(request: HttpRequest) -> HttpResponse:
    """Atom of published matters, of one place with all below it and of one topic where the address names them."""
    today = clock.today()
    topic, place = request.GET.get("chu-de", "")[:40], request.GET.get("noi", "")[:40]
    labels = dict(petitions.options(today).topics)
    here = organizations.places(today).get(place) if place else None
    if (topic and topic not in labels) or (place and here is None):
        raise Http404
    rows = petitions.published(petitions.Filters(topic=topic, place=place, per_page=IN_FEED), on=today).rows
    title = _("Matters and answers")
    about = [name for name in (labels.get(topic, ""), here.name if here else "") if name]
    page = reverse("portal:matters")
    query = urlencode({name: value for name, value in (("chu-de", topic), ("noi", place)) if value})
    return atom.feed(
        title=": ".join([str(title), ", ".join(about)]) if about else str(title),
        here=request.build_absolute_uri(reverse("portal:matters_feed") + (f"?{query}" if query else "")),
        page=request.build_absolute_uri(page + (f"?{query}" if query else "")),
        entries=[_entry(request, row) for row in rows],
        empty_since=clock.now(),
    )


def _entry(request: HttpRequest, row: petitions.Published) -> atom.Entry:
    words = [row.text, *([_("Answer: %(answer)s") % {"answer": row.answer}] if row.answer else [])]
    return atom.Entry(
        title=row.title, address=request.build_absolute_uri(reverse("portal:matter", args=[row.reference])),
        published=row.published_at, updated=row.updated_at, author=row.unit, category=row.topic_label,
        summary="\n\n".join(words),
    )  # fmt: skip


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
