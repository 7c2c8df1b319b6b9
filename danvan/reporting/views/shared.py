"""Small things the pages share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from danvan.common.errors import DomainError
from danvan.common.periods import Period
from danvan.reporting.models import ReportForm, Round
from danvan.reporting.queries.entry import fingerprint
from danvan.reporting.queries.forms import Choice
from danvan.reporting.refusals import TooMuch
from danvan.ui import refusal as refusals

View = Callable[..., HttpResponse]


def within_limits(view: View) -> View:
    """
    Refuse a body of megabytes with words before anything reads it.

    The CSRF check would read the form first and end in a bare “bad request”; it runs right after, on what is small.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if (
            request.method == "POST"
            and length.isdecimal()
            and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        ):
            raise TooMuch(
                _(
                    "%(size)s MB is more than a form can hold; nothing was saved. Go back and paste one column of this form."
                )
                % {"size": int(length) // 1_000_000}
            )
        return checked(request, *args, **kwargs)

    return guarded


@dataclass(frozen=True)
class Doors:
    """Addresses of figures that stay with the form shown."""

    choice: Choice

    def trace(self, unit_code: str, period: Period, code: str, level: str = "", *, own: bool = False) -> str:
        """Where a number comes from; `own` leaves out the units below."""
        wanted = ({"cap": level} if level else {}) | ({"rieng": "1"} if own else {})
        address = reverse("reporting:trace", args=[unit_code, str(period), code])
        return self.choice.carried(f"{address}?{urlencode(wanted)}" if wanted else address)

    def totals(self, unit_code: str, period: Period | None = None, code: str = "") -> str:
        """The figures of a unit."""
        wanted = {"don-vi": unit_code} | ({"ky": str(period)} if period else {})
        wanted |= {"chi-tieu": code} if code else {}
        return self.choice.carried(f"{reverse('reporting:totals')}?{urlencode(wanted)}")


def board_address(round_: Round) -> str:
    """The board of a round."""
    return f"{reverse('reporting:board')}?{round_.asked}"


def form_tabs(
    choice: Iterable[ReportForm], current: ReportForm, address: Callable[[ReportForm], str]
) -> list[dict[str, Any]]:
    """The forms to choose from, as tabs; none while there is no choice."""
    found = list(choice)
    if len(found) < 2:
        return []
    return [{"label": one.name, "href": address(one), "current": one == current} for one in found]


def tell(request: HttpRequest, refusal: DomainError) -> None:
    """Show a refusal above the page."""
    messages.error(request, refusal.message)


def problem(refusal: DomainError, **more: Any) -> JsonResponse:
    """A refusal for the script: the same words, with what it needs to keep both values."""
    answer = {"code": refusal.code, "message": refusal.message, **more}
    return JsonResponse(answer, status=refusal.status, json_dumps_params={"ensure_ascii": False})


def fragment(
    template: str, make: Callable[[], Mapping[str, Any]], *key: object, request: HttpRequest | None = None
) -> str:
    """
    A part of a page, rendered once for the same content: `key` must change whenever what `make` returns does.

    Templates of hundreds of rows are what a page's time goes into; their content changes a few times a day.
    """
    name = "fragment:" + fingerprint(template, get_language() or "", *map(str, key))
    found = cache.get(name)
    if found is None:
        found = render_to_string(template, dict(make()), request=request)
        cache.set(name, found, 3600)
    return found


def not_here(request: HttpRequest) -> HttpResponse:
    return refusals.missing(request)
