"""Dialogues ahead and behind: announcement, question, calendar, what was promised and what became of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar

from danvan.audit.once import new_key
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.engagement import public as engagement
from danvan.organizations import public as organizations
from danvan.portal import pressure
from danvan.portal.forms import AskForm
from danvan.portal.frame import show
from danvan.portal.openness import BOTH, open_door

PER_PAGE = 20


@open_door()
def dialogues(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    places = organizations.places(today)
    here = places.get(request.GET.get("don-vi", "")) if request.GET.get("don-vi") else None
    years = engagement.years(today)
    year = next((one for one in years if str(one) == request.GET.get("nam", "")), None)
    number = request.GET.get("trang", "1")
    page = int(number) if number.isascii() and number.isdecimal() and 0 < int(number[:6]) < 10_000 else 1
    of = {"unit_code": here.code if here else ""}
    count = engagement.held_count(today, year=year, **of)
    context = {
        "upcoming": engagement.upcoming(today, **of),
        "held": engagement.held(today, year=year, offset=(page - 1) * PER_PAGE, limit=PER_PAGE, **of),
        "count": count,
        "page": page,
        "more": page * PER_PAGE < count,
        "years": years,
        "year": year,
        "here": here,
        "units": [place for place in places.by_code.values() if place.level in ("city", "district")],
    }
    return show(request, "portal/dialogues.html", context)


@open_door()
def dialogue(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, reference)


def _page(request: HttpRequest, reference: str, status: int = 200, **more: Any) -> HttpResponse:
    found = engagement.dialogue(reference, clock.today())
    if found is None:
        raise Http404
    context = {
        "one": found, "asked": False, "warnings": (), "key": new_key(), "today": clock.today(),
        "form": AskForm(topics=engagement.topics(clock.today())) if found.card.questions_open else None, **more,
    }  # fmt: skip
    return show(request, "portal/dialogue.html", context, status=status)


@open_door(BOTH)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask a question before the dialogue; what was typed stays until it is taken."""
    if request.method != "POST":
        return _page(request, reference)
    form = AskForm(request.POST, topics=engagement.topics(clock.today()))
    typed = {"form": form, "key": request.POST.get("once", "")}
    if not form.is_valid():
        return _page(request, reference, 422, **typed)
    if not pressure.sending.spend():
        form.add_error(None, _("Very many people write at the moment. Wait a minute and send it again."))
        return _page(request, reference, 429, **typed)
    try:
        done = engagement.ask(
            reference, form.cleaned_data["text"], form.cleaned_data["topic"], key=typed["key"],
            at=clock.now(), confirmed=request.POST.get("sure") == "yes",
        )  # fmt: skip
    except DomainError as refusal:
        if refusal.status == 404:
            raise
        if refusal.code == "bad-key":
            typed["key"] = new_key()
        form.add_error(None, refusal.message)
        return _page(request, reference, refusal.status, **typed)
    if not done.accepted:
        return _page(request, reference, 422, warnings=done.warnings, **typed)
    return _page(request, reference, asked=True)


@open_door(keep=300)
def feed(request: HttpRequest) -> HttpResponse:
    """All dialogues as a calendar to subscribe to; of one unit with `don-vi`."""
    text = engagement.calendar_feed(
        clock.today(), address=_address(request), unit_code=request.GET.get("don-vi", "")[:20]
    )
    return _calendar(text, "doi-thoai")


@open_door(keep=300)
def event(request: HttpRequest, reference: str) -> HttpResponse:
    """One dialogue as a calendar file."""
    whole = Calendar.from_ical(engagement.calendar_feed(clock.today(), address=_address(request)))
    here = _address(request).format(reference=reference)
    others = [part for part in whole.subcomponents if str(part.get("url", "")) != here]
    for part in others:
        whole.subcomponents.remove(part)
    if not whole.subcomponents:
        raise Http404
    return _calendar(whole.to_ical().decode(), f"doi-thoai-{reference}")


def _address(request: HttpRequest) -> str:
    page = reverse("portal:dialogue", args=["REFERENCE"])
    return request.build_absolute_uri(page).replace("REFERENCE", "{reference}")


def _calendar(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
