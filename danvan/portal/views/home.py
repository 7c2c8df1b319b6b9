"""The first page, the search over everything published, help and the language switch."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from danvan.commitments import public as commitments
from danvan.common import clock
from danvan.common.vietnamese import matches
from danvan.engagement import public as engagement
from danvan.organizations import public as organizations
from danvan.petitions import public as petitions
from danvan.portal import queries
from danvan.portal.frame import show
from danvan.portal.openness import WRITE, open_door
from danvan.portal.views.promises import kept_words

MOST_SEARCHED, MOST_SHOWN = 300, 10


@open_door()
def home(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    page = petitions.published(petitions.Filters(per_page=100), on=today)
    wall = commitments.wall(today)
    context = {
        "asked": _most_asked(page.rows),
        "matters": page.rows[:3],
        "dialogues": engagement.upcoming(today, limit=3),
        "promises": kept_words(wall.total),
        "notices": queries.newest(today),
    }
    return show(request, "portal/home.html", context)


def _most_asked(rows: Any) -> list[dict[str, Any]]:
    """What the newest published matters are about, the most frequent topics first."""
    counted = Counter((row.topic, row.topic_label) for row in rows if row.topic)
    return [
        {"label": label, "count": count, "href": f"{reverse('portal:matters')}?chu-de={code}"}
        for (code, label), count in counted.most_common(6)
    ]


@open_door()
def search(request: HttpRequest) -> HttpResponse:
    """Published matters, dialogues, notices and units that hold the words, with or without marks."""
    words = request.GET.get("tim", "").strip()[:100]
    today = clock.today()
    found: dict[str, Any] = {"words": words, "matters": [], "dialogues": [], "notices": [], "units": []}
    if words:
        filters = petitions.Filters(text=words, per_page=MOST_SHOWN)
        found["matters"] = petitions.published(filters, on=today).rows
        cards = [
            *engagement.upcoming(today, limit=MOST_SEARCHED),
            *engagement.held(today, limit=MOST_SEARCHED),
        ]
        found["dialogues"] = [
            card for card in cards if matches(words, f"{card.title} {card.unit} {card.place}")
        ][:MOST_SHOWN]
        found["notices"] = queries.found(words, today, MOST_SHOWN)
        found["units"] = organizations.search_units(words, today, MOST_SHOWN)
    found["count"] = sum(len(found[kind]) for kind in ("matters", "dialogues", "notices", "units"))
    return show(request, "portal/search.html", found)


@open_door(keep=300)
def help_page(request: HttpRequest) -> HttpResponse:
    doors = [door for door in petitions.gate().doors if not door.open]
    return show(request, "portal/help.html", {"doors": doors})


@open_door(WRITE)
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, the only one that these pages set, and go back."""
    code = request.POST.get("language", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = reverse("portal:home")
    response = HttpResponseRedirect(back)
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 24 * 3600, secure=request.is_secure(), httponly=True,
            samesite="Lax",
        )  # fmt: skip
    return response
